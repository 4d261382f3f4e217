import type { Chat, User } from '../../world/model.ts'
import type { Peer } from '../../world/peer.ts'
import { badRequest } from '../../world/refusal.ts'
import type { World } from '../../world/world.ts'
import { tlPeer } from '../input-peer.ts'
import { signedIn } from '../method.ts'
import type { Methods, SignedInCall } from '../method.ts'
import { Peers } from '../view/peers.ts'

/** 4 characters are for names from auctions; all others have 5 and more. */
const usernamePattern = /^[A-Za-z][A-Za-z0-9_]{3,31}$/

/** Searching takes 3 letters and more; less finds nothing. */
const queryMin = 3
const foundMax = 50

export const resolveMethods: Methods = {
  'contacts.resolveUsername': signedIn<{ username: string }>(({ username }, call) => {
    const peer = peerNamed(call.world, username)
    return {
      _: 'contacts.resolvedPeer',
      peer: tlPeer(peer),
      ...new Peers(call.world, call.user.id).add(peer).lists(),
    }
  }),

  'contacts.search': signedIn<{ q: string; limit: number }>(({ q, limit }, call) => {
    const query = q.replace(/^@/, '').trim().toLowerCase()
    if (query.length < queryMin) throw badRequest('QUERY_TOO_SHORT')
    const most = Math.min(Math.max(limit, 0), foundMax)
    const named = (peers: Peer[]) => exactFirst(call.world, query, peers).slice(0, most)
    const mine = named(own(call, query))
    const others = named(everybody(call.world, query, new Set([...mine, call.user.id])))
    return {
      _: 'contacts.found',
      myResults: mine.map(tlPeer),
      results: others.map(tlPeer),
      ...new Peers(call.world, call.user.id).add(...mine, ...others).lists(),
    }
  }),
}

/** @throws Refusal USERNAME_INVALID, USERNAME_NOT_OCCUPIED */
function peerNamed(world: World, username: string): Peer {
  const name = username.replace(/^@/, '')
  if (!usernamePattern.test(name)) throw badRequest('USERNAME_INVALID')
  const user = world.users.byUsername(name)
  if (user !== undefined && isFindable(user)) return user.id
  const chat = world.chats.byUsername(name)
  if (chat !== undefined && !chat.isDeleted) return chat.peer
  throw badRequest('USERNAME_NOT_OCCUPIED')
}

function isFindable({ status }: User): boolean {
  return status !== 'deactivated' && status !== 'banned'
}

/** Conversations of the asker whose name contains the words. */
function own({ world, user }: SignedInCall, query: string): Peer[] {
  return world.dialogs.of(user.id).flatMap(({ peer }) => {
    const names = namesOf(peer > 0 ? world.users.find(peer) : world.chats.find(peer))
    return names.some((name) => name.includes(query)) ? [peer] : []
  })
}

/** Public ones whose username begins with the word. */
function everybody(world: World, query: string, known: ReadonlySet<Peer>): Peer[] {
  const begins = (username: string | null) => username?.toLowerCase().startsWith(query) === true
  const users = [...world.users.all()].filter((user) => isFindable(user) && begins(user.username))
  const chats = [...world.chats.all()].filter((chat) => !chat.isDeleted && begins(chat.username))
  return [...users.map(({ id }) => id), ...chats.map(({ peer }) => peer)].filter((peer) => !known.has(peer))
}

/** Who has exactly this username comes first, however many others match. */
function exactFirst(world: World, query: string, peers: Peer[]): Peer[] {
  const exact = world.users.byUsername(query)?.id ?? world.chats.byUsername(query)?.peer
  if (exact === undefined || !peers.includes(exact)) return peers
  return [exact, ...peers.filter((peer) => peer !== exact)]
}

function namesOf(who: User | Chat | undefined): string[] {
  if (who === undefined) return []
  const title = 'title' in who ? who.title : `${who.firstName} ${who.lastName}`
  return [title.toLowerCase(), who.username?.toLowerCase() ?? '']
}
