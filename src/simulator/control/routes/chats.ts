import { Hono } from 'hono'
import { z } from 'zod'
import { listOf, numberText, oneOf, text, whole, yesOrNo } from '../../json-input.ts'
import { bannedRights } from '../../world/model.ts'
import type { Chat } from '../../world/model.ts'
import type { World } from '../../world/world.ts'
import { answer } from '../answer.ts'
import { BadInput } from '../bad-input.ts'
import type { ControlDeps } from '../control-deps.ts'
import { bodyOf, listingOf, oneOrManyOf, paging, queryOf } from '../input.ts'
import { chatIn, userNamed } from '../named.ts'
import { chatView } from '../views.ts'
import { defined, refuseTakenUsername, usernameText } from './users.ts'

export const bannedRight = oneOf(bannedRights)

/** What a chat is made with and may be changed in later. */
const settings = {
  title: text(128, 1),
  about: text(255).optional(),
  username: usernameText.nullable().optional(),
  slowModeSeconds: whole(0, 86_400).optional(),
  paidMessageStars: whole(0, 10_000).optional(),
  noForwards: yesOrNo().optional(),
  joinNeedsApproval: yesOrNo().optional(),
  defaultBanned: listOf(bannedRight, 20, 'rights').optional(),
}

export const newChatSchema = z.strictObject({
  ...settings,
  kind: oneOf(['basic', 'supergroup', 'channel']),
  creatorId: whole(1),
  memberIds: listOf(whole(1), 100_000, 'ids of users').optional(),
  isForum: yesOrNo().optional(),
  /** Titles of forum topics beside General. */
  topics: listOf(text(128, 1), 1000, 'titles').optional(),
  /** Members and bots hear of the chat, as when it is made on a phone. Otherwise it has simply always been there. */
  isTold: yesOrNo().optional(),
})

export const chatChangeSchema = z.strictObject({ ...settings, title: settings.title.optional() })

const listQuery = z
  .strictObject({ ...paging, kind: oneOf(['basic', 'supergroup', 'channel']), member: numberText(1) })
  .partial()
const historyQuery = z
  .strictObject({ limit: numberText(1, 1000), belowId: numberText(1), aboveId: numberText(0), topicId: numberText(1) })
  .partial()

/** Groups and channels: making, changing and reading them. */
export function chatRoutes({ world }: ControlDeps): Hono {
  const make = (inputs: z.output<typeof newChatSchema>[]) => {
    refuseImpossible(world, inputs)
    return inputs.map((input) => chatView(world, makeChat(world, input)))
  }

  return new Hono()
    .post('/chats', async (c) => answer(c, await oneOrManyOf(c, newChatSchema, make)))
    .get('/chats', (c) => {
      const { kind, member, ...page } = queryOf(c, listQuery)
      const chats = member === undefined ? world.chats.all() : world.chats.of(userNamed(world, member).id)
      const found = [...chats].filter((chat) => kind === undefined || chat.kind === kind)
      return answer(
        c,
        listingOf(found, page, (chat) => chatView(world, chat)),
      )
    })
    .get('/chats/:peer', (c) => answer(c, chatView(world, chatIn(c, world))))
    .patch('/chats/:peer', async (c) => {
      const chat = chatIn(c, world)
      const { username, ...changes } = await bodyOf(c, chatChangeSchema)
      if (username !== undefined) setUsername(world, chat, username)
      world.chats.update(chat, defined(changes))
      return answer(c, chatView(world, chat))
    })
    .delete('/chats/:peer', (c) => {
      const chat = chatIn(c, world)
      world.chats.update(chat, { isDeleted: true })
      return answer(c, chatView(world, chat))
    })
    .post('/chats/:peer/migrate', (c) => {
      const chat = chatIn(c, world)
      return answer(c, chatView(world, world.membership.migrate(chat, chat.creatorId)))
    })
    .get('/chats/:peer/messages', (c) => {
      const chat = chatIn(c, world)
      const { limit = 100, belowId = Number.MAX_SAFE_INTEGER, aboveId = 0, topicId = null } = queryOf(c, historyQuery)
      const range = { conversation: String(chat.peer), topicId, belowId, aboveId, limit, skip: 0 }
      return answer(c, world.store.history({ ...range, order: 'newest first' }))
    })
}

/** So that a list is made as a whole or not at all. @throws BadInput */
function refuseImpossible(world: World, inputs: readonly z.output<typeof newChatSchema>[]): void {
  const names = new Set<string>()
  for (const { kind, username, creatorId, memberIds = [], isForum = false, topics = [] } of inputs) {
    for (const id of [creatorId, ...memberIds]) userNamed(world, id)
    if (kind === 'basic' && memberIds.length >= 200) throw new BadInput('a basic group has fewer than 200 members')
    if (isForum && kind !== 'supergroup') throw new BadInput('only a supergroup can be a forum')
    if (topics.length > 0 && !isForum) throw new BadInput('topics need isForum')
    if (username == null) continue
    if (kind === 'basic') throw new BadInput('a basic group has no username')
    if (names.has(username.toLowerCase())) throw new BadInput(`username ${username} stands twice in the list`, 409)
    names.add(username.toLowerCase())
    refuseTakenUsername(world, username)
  }
}

function makeChat(world: World, input: z.output<typeof newChatSchema>): Chat {
  const { topics = [], isTold = false, ...rest } = input
  const wanted = defined(rest)
  const chat = isTold ? world.membership.found(wanted) : world.chats.create(wanted)
  if (chat.isForum) world.topics.openGeneral(chat)
  for (const title of topics) world.topics.create(chat, chat.creatorId, title)
  return chat
}

function setUsername(world: World, chat: Chat, username: string | null): void {
  if (chat.kind === 'basic') throw new BadInput('a basic group has no username')
  if (username !== null && world.users.byUsername(username) !== undefined) refuseTakenUsername(world, username)
  world.chats.setUsername(chat, username)
}
