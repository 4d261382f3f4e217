import { Hono } from 'hono'
import type { Context } from 'hono'
import { z } from 'zod'
import { listOf, matching, numberText, shown, text, whole } from '../../json-input.ts'
import type { Message } from '../../world/model.ts'
import type { World } from '../../world/world.ts'
import { answer } from '../answer.ts'
import { BadInput, missing } from '../bad-input.ts'
import type { ControlDeps } from '../control-deps.ts'
import { bodyOf, listingOf, numberParam, paging, queryOf } from '../input.ts'
import { actorIn, chatNamed, peerNamed, userIn, userNamed } from '../named.ts'
import { boxOf, dialogView } from '../views.ts'
import { defined } from './users.ts'

const peer = whole(Number.MIN_SAFE_INTEGER)

const writeSchema = z.strictObject({
  to: peer,
  text: text(10_000, 1),
  topicId: whole(1).optional(),
  replyToId: whole(1).optional(),
})
const startSchema = z.strictObject({
  botId: whole(1),
  payload: matching(/^[\w-]{0,64}$/, 'must be at most 64 letters, digits, _ and -').optional(),
})
/** A button by its data, or by what is written on it. */
const pressSchema = z.strictObject({
  peer,
  messageId: whole(1),
  data: text(64).optional(),
  text: text(256).optional(),
})
const contactSchema = z.strictObject({ to: peer })
const blockSchema = z.strictObject({ userId: whole(1) })
/** A chat by its id, its public name, or the hash of its invite link. */
const joinSchema = z.strictObject({
  chat: peer.optional(),
  username: text(40).optional(),
  invite: text(64).optional(),
})
const leaveSchema = z.strictObject({ chat: peer })
const addSchema = z.strictObject({ chat: peer, userIds: listOf(whole(1), 1000, 'ids of users') })

const dialogQuery = z.strictObject(paging).partial()
const historyQuery = z
  .strictObject({ limit: numberText(1, 1000), belowId: numberText(1), aboveId: numberText(0) })
  .partial()

/** What a person does on a phone, and what they see there. */
export function peopleRoutes({ world }: ControlDeps): Hono {
  const { people, membership } = world
  return new Hono()
    .get('/users/:id/dialogs', (c) => {
      const { id } = userIn(c, world)
      const dialogs = world.dialogs.of(id).sort((one, other) => other.topAtMs - one.topAtMs)
      return answer(
        c,
        listingOf(dialogs, queryOf(c, dialogQuery), (dialog) => dialogView(world, id, dialog)),
      )
    })
    .get('/users/:id/messages/:peer', (c) => {
      const { id } = userIn(c, world)
      const { limit = 100, ...range } = queryOf(c, historyQuery)
      return answer(
        c,
        world.messages.history(id, peerNamed(world, numberParam(c, 'peer')), { limit, ...defined(range) }),
      )
    })
    .post('/users/:id/write', async (c) => {
      const { id } = actorIn(c, world)
      const { to, text, ...options } = await bodyOf(c, writeSchema)
      return answer(c, people.write(id, peerNamed(world, to), text, defined(options)))
    })
    .post('/users/:id/start', async (c) => {
      const { id } = actorIn(c, world)
      const { botId, payload } = await bodyOf(c, startSchema)
      const bot = userNamed(world, botId)
      if (bot.bot === null) throw new BadInput(`user ${botId} is no bot`)
      return answer(c, people.start(id, botId, payload))
    })
    .post('/users/:id/press', async (c) => answer(c, await press(c, world)))
    .post('/users/:id/contact', async (c) => {
      const { id } = actorIn(c, world)
      const { to } = await bodyOf(c, contactSchema)
      return answer(c, people.shareContact(id, peerNamed(world, to)))
    })
    .post('/users/:id/block', async (c) => answer(c, await setBlocked(c, world, true)))
    .post('/users/:id/unblock', async (c) => answer(c, await setBlocked(c, world, false)))
    .post('/users/:id/join', async (c) => {
      const { id } = actorIn(c, world)
      const wanted = await bodyOf(c, joinSchema)
      membership.join(chatWanted(world, wanted), id, wanted.invite !== undefined)
      return answer(c, null)
    })
    .post('/users/:id/leave', async (c) => {
      const { id } = actorIn(c, world)
      membership.leave(chatNamed(world, (await bodyOf(c, leaveSchema)).chat), id)
      return answer(c, null)
    })
    .post('/users/:id/add', async (c) => {
      const { id } = actorIn(c, world)
      const { chat, userIds } = await bodyOf(c, addSchema)
      for (const userId of userIds) userNamed(world, userId)
      membership.add(chatNamed(world, chat), id, userIds)
      return answer(c, null)
    })
}

async function press(c: Context, world: World): Promise<{ callbackId: string }> {
  const { id } = actorIn(c, world)
  const { peer, messageId, data, text } = await bodyOf(c, pressSchema)
  const message = world.messages.find(boxOf(world, peerNamed(world, peer)), messageId)
  if (message === undefined) throw missing(`message ${messageId} is not in ${peer}`)
  const wanted = data ?? dataOfButton(message, text)
  if (wanted === undefined)
    throw missing(`message ${messageId} has no button ${shown(text ?? '')}: name its text or data`)
  return { callbackId: world.people.press(id, message, wanted).id }
}

function dataOfButton(message: Message, label: string | undefined): string | undefined {
  const rows = message.markup?.['inline_keyboard']
  if (!Array.isArray(rows)) return undefined
  const buttons = rows.flat() as readonly { readonly text?: unknown; readonly callback_data?: unknown }[]
  const data = buttons.find((button) => button.text === label)?.callback_data
  return typeof data === 'string' ? data : undefined
}

async function setBlocked(c: Context, world: World, isBlocked: boolean): Promise<null> {
  const { id } = actorIn(c, world)
  const { userId } = await bodyOf(c, blockSchema)
  world.people.setBlocked(id, userNamed(world, userId).id, isBlocked)
  return null
}

function chatWanted(world: World, { chat, username, invite }: z.output<typeof joinSchema>) {
  if (chat !== undefined) return chatNamed(world, chat)
  const found = username === undefined ? world.chats.byInvite(invite ?? '') : world.chats.byUsername(username)
  if (found === undefined) throw missing('there is no such chat: give chat, username or invite')
  return found
}
