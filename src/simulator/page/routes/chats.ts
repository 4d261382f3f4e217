import type { Hono } from 'hono'
import { z } from 'zod'
import { badRequest } from '../../world/refusal.ts'
import type { World } from '../../world/world.ts'
import { BadRequest, holderOf, peerOf, queryOf } from '../request.ts'
import { search } from '../search.ts'
import { chatView } from '../view/chat.ts'
import type { CommandsOf } from '../view/chat.ts'
import { dialogViews } from '../view/dialog.ts'
import { messageView } from '../view/message.ts'

const dialogsQuery = z.object({
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})

const chatQuery = z.object({ invite: z.string().max(100).optional() })

const historyQuery = z.object({
  below: z.coerce.number().int().min(1).optional(),
  topic: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})

/** What a phone shows: the list, a chat, its messages, what a search finds. */
export function addChatRoutes(app: Hono, { world, commandsOf }: { world: World; commandsOf: CommandsOf }): void {
  app.get('/phone/:userId/dialogs', (c) =>
    c.json({ dialogs: dialogViews(world, holderOf(c, world).id, queryOf(c, dialogsQuery)) }),
  )

  app.get('/phone/:userId/search', (c) => {
    const { query } = queryOf(c, z.object({ query: z.string().max(300) }))
    return c.json(search(world, holderOf(c, world).id, query))
  })

  app.get('/phone/:userId/chats/:peer', (c) => {
    const peer = peerOf(c)
    const { invite } = queryOf(c, chatQuery)
    const isInvited = invite !== undefined && world.chats.byInvite(invite)?.peer === peer
    const view = chatView(world, holderOf(c, world), peer, { commandsOf, isInvited })
    if (view === undefined) throw new BadRequest('NO_SUCH_CHAT', `the world has no peer ${peer}`, 404)
    return c.json(view)
  })

  app.get('/phone/:userId/chats/:peer/messages', (c) => {
    const { id } = holderOf(c, world)
    const peer = peerOf(c)
    const { below, topic, limit } = queryOf(c, historyQuery)
    if (peer > 0 && world.users.find(peer) === undefined) throw badRequest('PEER_ID_INVALID')
    const range = { limit, topicId: topic ?? null, ...(below === undefined ? {} : { belowId: below }) }
    const messages = world.messages.history(id, peer, range)
    return c.json({ messages: messages.map((message) => messageView(world, id, message)) })
  })
}
