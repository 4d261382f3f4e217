import type { Context } from 'hono'
import { checkMayAct } from '../world/account-status.ts'
import type { Chat, Topic, User } from '../world/model.ts'
import type { Peer } from '../world/peer.ts'
import type { World } from '../world/world.ts'
import { missing } from './bad-input.ts'
import { numberParam } from './input.ts'

/** The user whose id stands in the path. @throws BadInput 404 */
export function userIn(c: Context, world: World): User {
  return userNamed(world, numberParam(c, 'id'))
}

/** The user in the path, who is about to do something. @throws BadInput 404, Refusal for an account that may not act */
export function actorIn(c: Context, world: World): User {
  const user = userIn(c, world)
  checkMayAct(user)
  return user
}

/** The chat whose marked id stands in the path. @throws BadInput 404 */
export function chatIn(c: Context, world: World): Chat {
  return chatNamed(world, numberParam(c, 'peer'))
}

export function topicIn(c: Context, world: World, chat: Chat): Topic {
  const id = numberParam(c, 'topicId')
  const topic = world.chats.topic(chat.peer, id)
  if (topic === undefined) throw missing(`topic ${id} is not in chat ${chat.peer}`)
  return topic
}

export function userNamed(world: World, id: number): User {
  const user = world.users.find(id)
  if (user === undefined) throw missing(`user ${id} is not in the world`)
  return user
}

export function chatNamed(world: World, peer: Peer): Chat {
  const chat = world.chats.find(peer)
  if (chat === undefined) throw missing(`chat ${peer} is not in the world: give the marked id, -100… for a supergroup`)
  return chat
}

/** Checks a user's or chat's id that somebody writes to. */
export function peerNamed(world: World, peer: Peer): Peer {
  return peer > 0 ? userNamed(world, peer).id : chatNamed(world, peer).peer
}
