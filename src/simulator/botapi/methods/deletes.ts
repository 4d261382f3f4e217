import type { Message } from '../../world/model.ts'
import { badRequest } from '../bot-error.ts'
import type { BotCall, BotMethods } from '../call.ts'
import { integerOf } from '../http/args.ts'
import { findMessage, messageIn, placeOf } from '../place.ts'

/** https://core.telegram.org/bots/api#deletemessage: "A message can only be deleted if it was sent less than 48 hours ago". */
const deletableMs = 48 * 3600 * 1000
const messagesMax = 100

export const deleteMethods: BotMethods = {
  deleteMessage(call) {
    if (!call.args.has('chat_id')) throw badRequest('chat identifier is not specified')
    if (!call.args.has('message_id')) throw badRequest('message identifier is not specified')
    const place = placeOf(call, 'edit')
    const message = messageIn(call, place, call.args.text('message_id'), 'message to delete')
    if (!isDeletable(call, message)) throw badRequest("message can't be deleted")
    remove(call, [message])
    return true
  },

  /** What is gone is skipped: "If some of the specified messages can't be found, they are skipped". */
  deleteMessages(call) {
    const place = placeOf(call, 'edit')
    const ids = call.args.list('message_ids', 'message identifiers') ?? []
    if (ids.length === 0) throw badRequest('message identifiers are not specified')
    if (ids.length > messagesMax) throw badRequest('too many message identifiers specified')
    const messages = ids.flatMap((id) => findMessage(call, place, integerOf(id) ?? 0) ?? [])
    if (!messages.every((message) => isDeletable(call, message))) throw badRequest("message can't be deleted")
    remove(call, messages)
    return true
  },
}

function isDeletable({ world }: BotCall, { atMs, action, to }: Message): boolean {
  const isOpening =
    action?.type === 'topicCreated' || (action?.type === 'created' && world.chats.get(to).kind !== 'basic')
  return !isOpening && atMs > world.clock.nowMs() - deletableMs
}

function remove({ world, bot, note }: BotCall, messages: readonly Message[]): void {
  const [first] = messages
  if (first === undefined) return
  world.messages.delete(
    bot.id,
    first.box,
    messages.map(({ id }) => id),
  )
  for (const { to, text, id } of messages) note({ chat: to, text, messageId: id, applied: false })
}
