import type {
  CallbackQuery,
  Chat,
  ChatMemberUpdated,
  MaybeInaccessibleMessage,
  Message,
  Update,
  User,
} from 'grammy/types'
import type { Person } from '../access/people.ts'
import type { PeopleVerbs } from '../access/verbs.ts'
import type { Clock } from '../base/clock.ts'
import type { StorePort } from '../store/store.ts'
import type { Allowance } from './allowance.ts'
import { parseCallbackData } from './callback-data.ts'
import type { Dialogue } from './dialogue.ts'
import { languageOf } from './language.ts'
import type { Messenger } from './messenger.ts'
import type { Notifier } from './notifier.ts'
import { cutText } from './rich-text.ts'
import { ofItself } from './screen.ts'
import type { Doing, Visit, Written } from './screen.ts'
import { texts } from './texts.ts'
import type { Turns } from './turns.ts'
import { fileIn, postIn } from './written-files.ts'

export interface ReceptionDeps {
  readonly store: StorePort<PeopleVerbs>
  readonly messenger: Messenger
  readonly dialogue: Dialogue
  readonly notifier: Notifier
  readonly allowance: Allowance
  /** Refusals, one after another for each person, and no more than a few waiting: apps stop waiting for an answer by themselves. */
  readonly refusals: Turns
  readonly superAdminIds: readonly number[]
  /** Somebody without access wrote. */
  onOutsider(person: Person): Promise<void>
  readonly clock: Clock
}

/**
 * Where everything from outside comes in. Only a person in their own chat with the bot is let through, with what they say themselves: no
 * groups, no channels, nobody who hides behind a chat, no other bots, nothing that is forwarded but a channel's post.
 */
export class Reception {
  readonly #deps: ReceptionDeps

  constructor(deps: ReceptionDeps) {
    this.#deps = deps
  }

  /** Whose turn it is; undefined for what is not of a person in their own chat. */
  personOf(update: Update): number | undefined {
    return senderOf(update)?.id
  }

  /**
   * Before it is even kept: that it is of a person in their own chat, and that they are not too fast.
   * @returns whose turn it is; undefined when nothing is done with it
   */
  admits(update: Update): number | undefined {
    const from = senderOf(update)
    if (from === undefined) return undefined
    if (update.my_chat_member !== undefined || this.#deps.allowance.take(from.id)) return from.id
    this.refuse(update)
    return undefined
  }

  /** They are too fast: told once, and a button does not wait. */
  refuse(update: Update): void {
    const from = senderOf(update)
    if (from === undefined) return
    const { allowance, messenger, refusals, store } = this.#deps
    const query = update.callback_query
    const isTold = allowance.tell(from.id)
    if (query === undefined && !isTold) return
    refusals.take(from.id, async () => {
      const language = (await store.person(from.id))?.language ?? languageOf(from.language_code) ?? 'uz'
      const text = texts.tooFast[language]
      if (query !== undefined) await messenger.answer(query.id, isTold ? text : undefined)
      else await messenger.say(from.id, text)
    })
  }

  /** It ended the process again and again, and is not done: who waits for it is told, and does not wait in vain. */
  async giveUp(update: Update): Promise<void> {
    const from = senderOf(update)
    if (from === undefined || update.my_chat_member !== undefined) return
    const { dialogue, messenger } = this.#deps
    const visit = await dialogue.visit(from.id)
    if (visit?.access === 'banned') return
    if (update.callback_query !== undefined) await messenger.answer(update.callback_query.id)
    await messenger.say(from.id, texts.givenUp[visit?.language ?? languageOf(from.language_code) ?? 'uz'])
  }

  /** @param parts of an album, beginning with the update itself */
  async receive(update: Update, parts: readonly Update[] = [update]): Promise<void> {
    const { message, callback_query: query, my_chat_member: member } = update
    if (senderOf(update) === undefined) return
    if (message?.from !== undefined) await this.#message(message, message.from, messagesIn(parts))
    else if (query !== undefined) await this.#query(query)
    else if (member !== undefined) await this.#reach(member)
  }

  async #message(message: Message & { text?: string }, from: User, parts: readonly Message[]): Promise<void> {
    const { dialogue, messenger } = this.#deps
    const { media_group_id: album } = message
    const visit = await this.#admit(from, {
      // The parts of an album are one deed, whichever of them are given again.
      deed: `message ${from.id} ${album === undefined ? message.message_id : `album ${album}`}`,
      erase: () => messenger.erase(from.id, message.message_id),
    })
    if (visit === undefined) return
    const written = writtenIn(message, parts)
    const [head = '', ...words] = (message.text ?? '').trim().split(/\s+/)
    const isOwn = written.post === null
    const named = isOwn ? /^\/(\w{1,32})(?:@\w+)?$/.exec(head)?.[1]?.toLowerCase() : undefined
    const work = async () => {
      const command = named !== undefined && (await dialogue.isCommand(visit, named)) ? named : undefined
      if (command === 'cancel') return dialogue.cancel(visit)
      return command === undefined ? dialogue.written(visit, written) : dialogue.command(visit, command, words)
    }
    await this.#orSayFailed(work, () => messenger.say(from.id, texts.failed[visit.language]))
  }

  async #query(query: CallbackQuery): Promise<void> {
    const { messenger, dialogue, notifier } = this.#deps
    const { message, from } = query
    const pressed = parseCallbackData(query.data)
    if (message === undefined || pressed === undefined) return messenger.answer(query.id)
    const visit = await this.#admit(from, { ...ofItself, deed: `press ${query.id}` })
    if (visit === undefined) return messenger.answer(query.id)
    const origin = { type: 'button', messageId: message.message_id, callbackId: query.id } as const
    const work = () =>
      pressed.type === 'screen' ? dialogue.pressed(visit, pressed, origin) : notifier.pressed(visit, pressed, origin)
    await this.#orSayFailed(work, () => messenger.answer(query.id, texts.failed[visit.language]))
  }

  /** @returns undefined for somebody who is not to be answered, because they are banned */
  async #admit(from: User, doing: Doing): Promise<Visit | undefined> {
    const { store, dialogue, superAdminIds, clock } = this.#deps
    const language = languageOf(from.language_code)
    const { person } = await store.meet({
      id: from.id,
      name: nameOf(from),
      username: from.username ?? null,
      language: null,
      isSuperAdmin: superAdminIds.includes(from.id),
      nowMs: clock.nowMs(),
    })
    const visit = await dialogue.visit(from.id, doing)
    if (visit === undefined || visit.access === 'banned') return undefined
    // Not only for the first message: with that one the process may have ended.
    if (visit.access === 'pending') await this.#deps.onOutsider(person)
    // Until they choose one, they are spoken to in the language of their app.
    return person.language === null && language !== undefined ? { ...visit, language } : visit
  }

  /** Whoever blocks the bot is not written to; whoever opens it again is. */
  async #reach({ from, new_chat_member: now }: ChatMemberUpdated): Promise<void> {
    const person = await this.#deps.store.person(from.id)
    if (person !== undefined) await this.#deps.store.saveReach(from.id, now.status === 'member')
  }

  async #orSayFailed(work: () => Promise<void>, say: () => Promise<unknown>): Promise<void> {
    try {
      await work()
    } catch (error) {
      await say().catch(() => {})
      throw error
    }
  }
}

/** The person whose own chat with the bot it comes from, in their own words; undefined for everything else. */
function senderOf({ message, callback_query: query, my_chat_member: member }: Update): User | undefined {
  if (message !== undefined) return isBorrowed(message) ? undefined : ownerOf(message.chat, message.from)
  if (query !== undefined) {
    const shown = query.message
    // A message that is too old comes without its sender.
    const isOurs =
      shown !== undefined &&
      !isBorrowed(shown) &&
      !('forward_origin' in shown) &&
      (!('from' in shown) || shown.from.is_bot)
    return isOurs ? ownerOf(shown.chat, query.from) : undefined
  }
  return member === undefined ? undefined : ownerOf(member.chat, member.from)
}

function ownerOf(chat: Chat, from: User | undefined): User | undefined {
  return chat.type === 'private' && from?.id === chat.id && !from.is_bot ? from : undefined
}

/**
 * Whoever hides behind a chat, another bot or a business, or passes on what somebody else has said: it may be a command or a password.
 * A channel's post may be what they want to send, and is never read as their own words.
 */
function isBorrowed(message: MaybeInaccessibleMessage): boolean {
  if (borrowed.some((mark) => mark in message)) return true
  return 'forward_origin' in message && message.forward_origin?.type !== 'channel'
}

const borrowed = ['sender_chat', 'via_bot', 'business_connection_id'] as const

function messagesIn(parts: readonly Update[]): Message[] {
  return parts.flatMap(({ message }) => message ?? [])
}

/** What is written below an album stands below one of its parts. */
function writtenIn(message: Message, parts: readonly Message[]): Written {
  const post = postIn(parts) ?? null
  const said = parts.find(({ caption }) => caption !== undefined) ?? message
  const isOwn = post === null
  return {
    text: isOwn ? (said.text ?? said.caption ?? '') : '',
    entities: isOwn ? (said.entities ?? said.caption_entities ?? []) : [],
    isText: isOwn && message.text !== undefined,
    files: isOwn ? parts.flatMap((part) => fileIn(part) ?? []) : [],
    post,
    phone: message.contact?.phone_number ?? null,
    messageId: message.message_id,
  }
}

function nameOf({ first_name: first, last_name: last = '' }: User): string {
  return cutText(`${first} ${last}`.trim(), 200) || '—'
}
