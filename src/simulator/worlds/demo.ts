import type { Random } from '../../base/random.ts'
import type { BannedRight, Chat, ChatKind, Folder, User } from '../world/model.ts'
import type { World } from '../world/world.ts'
import { makeBotToken } from './bot-token.ts'
import { demoPassword } from './demo-password.ts'
import { pickName } from './names.ts'
import { pastTimes } from './past.ts'
import { privateLines, subjects, titleOf, topicTitles } from './subjects.ts'
import type { Subject } from './subjects.ts'

/**
 * What `--world demo` holds. The accounts' phones are test phones (99966 2 YYYY), so that anybody can sign in: code 22222. The last 20
 * are the special ones: ten with a password, five who live on DC 1 and five on DC 3.
 */
export const demoSize = { accounts: 200, people: 300, groups: 2000, groupsPerAccount: 40 } as const

const firstWithPassword = 180
const firstOnDc1 = 190
const firstOnDc3 = 195

const dayMs = 24 * 3_600_000

/** Builds the demo world, with a past before the clock's now; the same `random` gives the same world. About a second. */
export function buildDemoWorld(world: World, random: Random): void {
  const accounts = range(demoSize.accounts).map((index) => createAccount(world, random, index))
  const people = range(demoSize.people).map((index) => createPerson(world, random, index))
  createBot(world, random)
  const members = membersByGroup(accounts, random)
  for (const index of range(demoSize.groups)) createGroup(world, random, index, people, members[index] ?? [])
  for (const account of accounts) talkWith(world, random, account, random.pick(people))
  for (const [index, account] of accounts.entries()) if (index % 4 === 0) makeFolders(world, account)
}

function createAccount(world: World, random: Random, index: number): User {
  const phone = `999662${String(index + 1).padStart(4, '0')}`
  const dcId = index >= firstOnDc3 ? 3 : index >= firstOnDc1 ? 1 : 2
  const user = world.users.create({ ...pickName(random), phone, dcId, premium: index % 20 === 0 })
  if (index >= firstWithPassword && index < firstOnDc1) world.users.update(user, { password: demoPassword })
  return user
}

function createPerson(world: World, random: Random, index: number): User {
  const username = index % 3 === 0 ? `demo_person_${index + 1}` : null
  return world.users.create({ ...pickName(random), username })
}

function createBot(world: World, random: Random): void {
  const id = 7_000_000_001
  const bot = { token: makeBotToken(id, random), privacy: true, description: 'Karvon' }
  world.users.create({ id, firstName: 'Karvon', username: 'karvon_demo_bot', bot })
}

/** Every account is in `groupsPerAccount` groups of its own choice. */
function membersByGroup(accounts: readonly User[], random: Random): User[][] {
  const groups = range(demoSize.groups).map((): User[] => [])
  for (const account of accounts) {
    const chosen = new Set<number>()
    while (chosen.size < demoSize.groupsPerAccount) chosen.add(random.int(0, demoSize.groups - 1))
    for (const index of chosen) groups[index]?.push(account)
  }
  return groups
}

function createGroup(
  world: World,
  random: Random,
  index: number,
  people: readonly User[],
  accounts: readonly User[],
): void {
  const locals = range(random.int(3, 9)).map(() => random.pick(people))
  const owner = locals[0] ?? random.pick(people)
  const memberIds = [...new Set([...locals, ...accounts].map((user) => user.id))]
  const subject = random.pick(subjects)
  const times = pastTimes(random.int(1, 5), world.clock.nowMs(), random)
  const createdAtMs = (times[0] ?? world.clock.nowMs()) - random.int(30, 700) * dayMs
  const chat = world.chats.create({
    ...characterOf(index),
    title: `${titleOf(subject, random)} ${index + 1}`,
    username: index % 5 === 0 ? `demo_group_${index + 1}` : null,
    creatorId: owner.id,
    memberIds,
    createdAtMs,
  })
  if (chat.isForum)
    for (const title of topicTitles[subject.language]) world.topics.create(chat, owner.id, title, createdAtMs)
  const writerIds = chat.kind === 'channel' || chat.defaultBanned.includes('sendMessages') ? [owner.id] : memberIds
  talkIn(world, random, { chat, subject, writerIds, times })
  for (const id of memberIds) read(world, random, id, chat)
}

interface Talk {
  readonly chat: Chat
  readonly subject: Subject
  readonly writerIds: readonly number[]
  readonly times: readonly number[]
}

function talkIn(world: World, random: Random, { chat, subject, writerIds, times }: Talk): void {
  const topicIds = world.chats.topics(chat.peer).map(({ id }) => id)
  let last = ''
  for (const atMs of times) {
    last = random.pick(subject.lines.filter((line) => line !== last))
    const topicId = topicIds.length === 0 ? null : random.pick(topicIds)
    world.messages.send({ fromId: random.pick(writerIds), to: chat.peer, topicId, text: last, atMs })
  }
}

/** Most have read everything, some stopped somewhere, some never look. */
function read(world: World, random: Random, userId: number, chat: Chat): void {
  const chance = random.next()
  if (chance < 0.7) world.dialogs.markRead(userId, chat.peer, chat.topMessageId)
  else if (chance < 0.9) world.dialogs.markRead(userId, chat.peer, random.int(1, chat.topMessageId))
}

function talkWith(world: World, random: Random, account: User, person: User): void {
  const lines = privateLines[account.languageCode === 'ru' ? 'ru' : 'uz']
  const begin = random.int(0, lines.length - 2)
  const times = pastTimes(random.int(1, lines.length - begin), world.clock.nowMs(), random)
  for (const [index, atMs] of times.entries()) {
    const [from, to] = index % 2 === 0 ? [person, account] : [account, person]
    world.messages.send({ fromId: from.id, to: to.id, text: lines[begin + index] ?? '', atMs })
  }
}

function makeFolders(world: World, account: User): void {
  const groups = [...world.chats.of(account.id)].filter(({ kind }) => kind !== 'channel')
  const folder = { peers: [], excluded: [], flags: [] }
  const folders: readonly Folder[] = [
    {
      ...folder,
      id: 2,
      title: account.languageCode === 'ru' ? 'Работа' : 'Ish',
      peers: groups.slice(0, 8).map(({ peer }) => peer),
    },
    { ...folder, id: 3, title: account.languageCode === 'ru' ? 'Каналы' : 'Kanallar', flags: ['broadcasts'] },
  ]
  world.users.update(account, { folders })
}

interface Character {
  readonly kind: ChatKind
  readonly isForum?: boolean
  readonly slowModeSeconds?: number
  readonly defaultBanned?: readonly BannedRight[]
}

/** By number, so that every kind exists in every demo: most are plain supergroups, as in life. */
function characterOf(index: number): Character {
  if (index % 50 === 7) return { kind: 'channel' }
  if (index % 50 === 13) return { kind: 'supergroup', isForum: true }
  if (index % 50 === 21) return { kind: 'supergroup', defaultBanned: ['sendMessages'] }
  if (index % 25 === 3) return { kind: 'supergroup', slowModeSeconds: 30 }
  if (index % 10 === 9) return { kind: 'basic' }
  return { kind: 'supergroup' }
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index)
}
