import type { Draft } from '../world/messages.ts'
import type { Message, MessageContent } from '../world/model.ts'
import { Refusal } from '../world/refusal.ts'
import { isAdmin } from '../world/rights.ts'
import { badRequest, tooManyRequests } from './bot-error.ts'
import type { BotCall } from './call.ts'
import { isInline } from './keyboard.ts'
import type { LimitedAct } from './limits.ts'
import type { Place } from './place.ts'

/** Puts messages into a chat, several as one act: the limits take all of them or none. @throws BotError, Refusal */
export function send(call: BotCall, place: Place, drafts: readonly Draft[]): Message[] {
  checkSlowMode(call, place, drafts.length)
  admit(call, place, 'send', drafts.length)
  return call.parts.updates.actingAs(call.bot.id, () =>
    drafts.map((draft) => {
      const message = inChannelWords(place, () => call.world.messages.send(draft))
      call.note({ chat: message.to, text: message.text, messageId: message.id, applied: true })
      return message
    }),
  )
}

/** Changes a message of the bot's own. @throws BotError, Refusal */
export function edit(call: BotCall, place: Place, message: Message, content: Partial<MessageContent>): Message {
  // A reply keyboard cannot be taken back from the phones that show it.
  if (message.markup !== null && !isInline(message.markup)) throw badRequest("message can't be edited")
  if (message.action !== null) throw badRequest("message can't be edited")
  admit(call, place, 'edit', 1)
  const edited = call.parts.updates.actingAs(call.bot.id, () =>
    call.world.messages.edit(call.bot.id, message.box, message.id, content),
  )
  call.note({ chat: edited.to, text: edited.text, messageId: edited.id, applied: false })
  return edited
}

/** Several messages at once would break slow mode with the second, after the first was sent. */
function checkSlowMode({ world, bot }: BotCall, { chat, peer }: Place, count: number): void {
  const isSlow = chat !== undefined && chat.slowModeSeconds > 0 && !isAdmin(world.chats.member(peer, bot.id))
  if (isSlow && count > 1) throw badRequest('SLOWMODE_MULTI_MSGS_DISABLED')
}

function admit({ parts, bot }: BotCall, place: Place, act: LimitedAct, count: number): void {
  const isGroup = place.type === 'group' || place.type === 'supergroup'
  const waitSeconds = parts.limits.admit({ botId: bot.id, chat: place.peer, isGroup }, act, count)
  if (waitSeconds > 0) throw tooManyRequests(waitSeconds)
}

/** The same name means something else in a channel than in a group. */
function inChannelWords<T>(place: Place, act: () => T): T {
  try {
    return act()
  } catch (error) {
    const isRightMissing = error instanceof Refusal && error.message === 'CHAT_ADMIN_REQUIRED'
    if (isRightMissing && place.type === 'channel') throw badRequest('need administrator rights in the channel chat')
    throw error
  }
}
