import type { Context, Hono } from 'hono'
import { z } from 'zod'
import type { Chat, User } from '../../world/model.ts'
import { boxOf } from '../../world/peer.ts'
import type { Peer } from '../../world/peer.ts'
import { badRequest } from '../../world/refusal.ts'
import type { World } from '../../world/world.ts'
import type { LiveFeed } from '../live.ts'
import { BadRequest, bodyOf, holderOf, peerOf, writerOf } from '../request.ts'
import { messageView } from '../view/message.ts'

const messageId = z.number().int().positive()
const newMessage = z.object({
  text: z.string().max(20_000),
  topicId: messageId.optional(),
  replyToId: messageId.optional(),
})
const start = z.object({
  payload: z
    .string()
    .regex(/^[\w-]{0,64}$/, 'up to 64 of A-Z a-z 0-9 _ -')
    .default(''),
})
const press = z.object({ messageId, data: z.string().max(1000), pressId: z.string().max(100) })
const joining = z.object({ invite: z.string().max(100).optional() })

/** What a person does with a phone. Each is one of the world's verbs, refused in the world's words. */
export function addWritingRoutes(app: Hono, { world, feed }: { world: World; feed: LiveFeed }): void {
  const post = <Body>(
    deed: string,
    schema: z.ZodType<Body>,
    run: (body: Body, at: { readonly user: User; readonly peer: Peer; readonly c: Context }) => object,
  ) =>
    app.post(`/phone/:userId/chats/:peer/${deed}`, async (c) => {
      const [user, peer] = [deed === 'read' ? holderOf(c, world) : writerOf(c, world), peerOf(c)]
      return c.json(run(await bodyOf(c, schema), { user, peer, c }))
    })

  post('messages', newMessage, ({ text, topicId, replyToId }, { user, peer }) => {
    const place = { ...(topicId === undefined ? {} : { topicId }), ...(replyToId === undefined ? {} : { replyToId }) }
    const message = world.people.write(user.id, peer, text, place)
    world.dialogs.markRead(user.id, peer, message.id)
    return { message: messageView(world, user.id, message) }
  })

  post('start', start, ({ payload }, { user, peer }) => {
    if (world.users.find(peer)?.bot == null) throw badRequest('BOT_INVALID')
    return { message: messageView(world, user.id, world.people.start(user.id, peer, payload)) }
  })

  post('contact', z.object({}), (_, { user, peer }) => {
    return { message: messageView(world, user.id, world.people.shareContact(user.id, peer)) }
  })

  post('press', press, ({ messageId, data, pressId }, { user, peer }) => {
    const message = world.messages.find(boxOf(peer), messageId)
    if (message === undefined) throw badRequest('MESSAGE_ID_INVALID')
    const callback = world.people.press(user.id, message, data)
    feed.expectAnswer(callback.id, { userId: user.id, pressId })
    return { callbackId: callback.id }
  })

  post('read', z.object({ messageId }), ({ messageId: wanted }, { user, peer }) => {
    refuseUnknown(world, peer)
    // Clients draw what is unread from this number, and one beyond the newest message leaves them nothing to draw.
    const id = Math.min(wanted, world.dialogs.get(user.id, peer).topMessageId)
    if (world.dialogs.readInboxId(user.id, peer) < id) {
      world.dialogs.markRead(user.id, peer, id)
      feed.wasRead(user.id, peer)
    }
    return {}
  })

  post('join', joining, ({ invite }, { user, peer }) => {
    const byLink = invite !== undefined && world.chats.byInvite(invite)?.peer === peer
    world.membership.join(chatAt(world, peer), user.id, byLink)
    return {}
  })

  post('leave', z.object({}), (_, { user, peer }) => {
    world.membership.leave(chatAt(world, peer), user.id)
    return {}
  })

  post('block', z.object({ isBlocked: z.boolean() }), ({ isBlocked }, { user, peer }) => {
    if (world.users.find(peer) === undefined || peer === user.id) throw badRequest('PEER_ID_INVALID')
    world.people.setBlocked(user.id, peer, isBlocked)
    return {}
  })
}

function refuseUnknown(world: World, peer: Peer): void {
  if (peer < 0) chatAt(world, peer)
  else if (world.users.find(peer) === undefined)
    throw new BadRequest('NO_SUCH_PERSON', `the world has no user ${peer}`, 404)
}

function chatAt(world: World, peer: Peer): Chat {
  const chat = world.chats.find(peer)
  if (chat === undefined) throw new BadRequest('NO_SUCH_CHAT', `the world has no chat ${peer}`, 404)
  return chat
}
