import type { Random } from '../../base/random.ts'
import type { WorldEvents } from './events.ts'
import type { Messages } from './messages.ts'
import type { ButtonPress, Message, User } from './model.ts'
import type { Peer } from './peer.ts'
import { badRequest } from './refusal.ts'
import type { Users } from './users.ts'

export interface PeopleDeps {
  readonly users: Users
  readonly messages: Messages
  readonly events: WorldEvents
  readonly random: Random
}

/** What a person does with a phone and no API: write, press a button, share a contact, block somebody. */
export class People {
  readonly #deps: PeopleDeps

  constructor(deps: PeopleDeps) {
    this.#deps = deps
  }

  write(userId: number, to: Peer, text: string, options: { topicId?: number; replyToId?: number } = {}): Message {
    return this.#deps.messages.send({ fromId: userId, to, text, ...options })
  }

  /** Opens a bot by its link: t.me/bot?start=payload. */
  start(userId: number, botId: number, payload = ''): Message {
    return this.write(userId, botId, payload === '' ? '/start' : `/start ${payload}`)
  }

  /** Presses an inline button; its bot gets a callback query. @throws Refusal MESSAGE_ID_INVALID, DATA_INVALID */
  press(userId: number, message: Message, data: string): ButtonPress {
    if (!this.#deps.messages.mayRead(userId, message)) throw badRequest('MESSAGE_ID_INVALID')
    const bot = this.#deps.users.find(message.viaBotId ?? message.fromId)
    if (bot?.bot == null) throw badRequest('BOT_INVALID')
    if (!callbackData(message).has(data)) throw badRequest('DATA_INVALID')
    const id = this.#deps.random.bytes(8).readBigUInt64LE(0).toString()
    const callback: ButtonPress = { id, userId, botId: bot.id, message, data }
    this.#deps.events.emit({ type: 'button', callback })
    return callback
  }

  shareContact(userId: number, to: Peer): Message {
    const user = this.#deps.users.get(userId)
    const { firstName, lastName } = user
    const media = { type: 'contact', phone: phoneOf(user), firstName, lastName, userId } as const
    return this.#deps.messages.send({ fromId: userId, to, media })
  }

  setBlocked(userId: number, targetId: number, isBlocked: boolean): void {
    const user = this.#deps.users.get(userId)
    if (user.blocked.includes(targetId) === isBlocked) return
    const others = user.blocked.filter((id) => id !== targetId)
    this.#deps.users.update(user, { blocked: isBlocked ? [...others, targetId] : others })
    this.#deps.events.emit({ type: 'blocked', userId, targetId, isBlocked })
  }
}

/**
 * Everybody has a number, also who was made without one: nobody is found by it and nobody signs in with it (no operator has the
 * code 00), but a bot that asks for a contact gets what it would get in life.
 */
export function phoneOf(user: User): string {
  return user.phone ?? `99800${String(user.id % 10_000_000).padStart(7, '0')}`
}

/** The callback data of all inline buttons of a message. */
function callbackData(message: Message): Set<string> {
  const rows = message.markup?.['inline_keyboard']
  if (!Array.isArray(rows)) return new Set()
  const buttons = rows.flat() as readonly { readonly callback_data?: unknown }[]
  return new Set(buttons.flatMap(({ callback_data: data }) => (typeof data === 'string' ? [data] : [])))
}
