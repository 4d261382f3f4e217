import type { User } from '../world/model.ts'
import type { World } from '../world/world.ts'
import { dialogViews } from './view/dialog.ts'
import type { DialogView } from './view/dialog.ts'
import { nameOf, peerView, personView, userView } from './view/peer.ts'
import type { PeerView, PersonView } from './view/peer.ts'

export interface PeoplePage {
  readonly people: readonly PersonView[]
  readonly total: number
}

export interface SearchView {
  /** Of one's own list. */
  readonly chats: readonly DialogView[]
  /** Found by public name: bots, people, groups and channels that one may open without being in them. */
  readonly found: readonly PeerView[]
  readonly link: LinkView | null
}

/** What a t.me link means: `https://t.me/name?start=payload`, `@name`, `t.me/+invite`. */
export interface LinkView {
  readonly peer: PeerView
  readonly startPayload: string | null
  readonly inviteHash: string | null
}

const resultsMax = 20

/** A phone is somebody's: bots have none, and 777000 is Telegram itself. Phone numbers are found by any of their digits. */
export function findPeople(world: World, query: string, range: { offset: number; limit: number }): PeoplePage {
  const matches = [...world.users.all()].filter((user) => isHuman(user) && isMatch(query, wordsOf(user)))
  return {
    people: matches.slice(range.offset, range.offset + range.limit).map(personView),
    total: matches.length,
  }
}

export function isHuman(user: User): boolean {
  return user.bot === null && user.id !== 777_000
}

export function search(world: World, viewerId: number, query: string): SearchView {
  const link = resolveLink(world, query)
  const all = { offset: 0, limit: Number.MAX_SAFE_INTEGER }
  const chats = ownMatches(world, viewerId, query).slice(0, resultsMax)
  const listed = new Set(chats)
  return {
    chats: namedFirst(dialogViews(world, viewerId, all, listed), query, ({ peer }) => peer),
    found: publicMatches(world, query)
      .filter(({ peer }) => !listed.has(peer) && peer !== viewerId)
      .slice(0, resultsMax),
    link,
  }
}

/** @returns null for what is no link, or leads nowhere. */
function resolveLink(world: World, text: string): LinkView | null {
  const link = /^(?:https?:\/\/)?(?:t|telegram)\.me\/(?:joinchat\/|(\+))?([\w-]+)(?:\/\d+)*\/?(?:\?(.*))?$/i.exec(
    text.trim(),
  )
  const [, plus, name = '', query = ''] = link ?? []
  const invited = world.chats.byInvite(name)
  if (link !== null && (plus !== undefined || invited !== undefined)) return invited ? inviteLink(world, name) : null
  const username = link === null ? /^@(\w+)$/.exec(text.trim())?.[1] : name
  if (username === undefined) return null
  const peer = world.users.byUsername(username)?.id ?? world.chats.byUsername(username)?.peer
  const view = peer === undefined ? undefined : peerView(world, peer)
  return view === undefined ? null : { peer: view, startPayload: startPayload(query), inviteHash: null }
}

function inviteLink(world: World, inviteHash: string): LinkView | null {
  const chat = world.chats.byInvite(inviteHash)
  const peer = chat && peerView(world, chat.peer)
  return peer === undefined ? null : { peer, startPayload: null, inviteHash }
}

/** https://core.telegram.org/api/links: up to 64 characters of [A-Za-z0-9_-]; anything else is not passed on. */
function startPayload(query: string): string | null {
  const payload = new URLSearchParams(query).get('start')
  return payload !== null && /^[\w-]{1,64}$/.test(payload) ? payload : null
}

function ownMatches(world: World, viewerId: number, query: string): number[] {
  const views = world.dialogs.of(viewerId).flatMap(({ peer }) => peerView(world, peer) ?? [])
  const matches = views.filter(({ name, username }) => isMatch(query, [name, username ?? '']))
  return namedFirst(matches, query, (view) => view).map(({ peer }) => peer)
}

function publicMatches(world: World, query: string): PeerView[] {
  if (folded(query).length < 2) return []
  const users = [...world.users.all()].filter((user) => user.username !== null && isMatch(query, wordsOf(user)))
  const chats = [...world.chats.all()].filter((chat) => {
    return chat.username !== null && !chat.isDeleted && isMatch(query, [chat.title, chat.username])
  })
  // Bots first: there are few, and they are what the demo's visitor looks for.
  const views = [...users.map(userView), ...chats.flatMap((chat) => peerView(world, chat.peer) ?? [])]
  const botsFirst = views.sort((one, other) => Number(other.kind === 'bot') - Number(one.kind === 'bot'))
  return namedFirst(botsFirst, query, (view) => view)
}

/** Who has exactly this username comes before all others. */
function namedFirst<Item>(items: readonly Item[], query: string, viewOf: (item: Item) => PeerView): Item[] {
  const name = folded(query)
  const isNamed = (item: Item) => viewOf(item).username?.toLowerCase() === name
  return [...items.filter(isNamed), ...items.filter((item) => !isNamed(item))]
}

function wordsOf(user: User): string[] {
  return [nameOf(user), user.username ?? '', user.phone ?? '', String(user.id)]
}

function isMatch(query: string, words: readonly string[]): boolean {
  const needle = folded(query)
  const digits = query.replace(/[\s()+-]/g, '')
  const isNumber = /^\d+$/.test(digits)
  return words.some((word) => folded(word).includes(needle) || (isNumber && word.includes(digits)))
}

/** Case, a leading @ and the many apostrophes of Uzbek (o‘, oʻ, o', o’) make no difference to a person who searches. */
function folded(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/^@/, '')
    .replace(/['`‘’ʻʼ]/g, '')
}
