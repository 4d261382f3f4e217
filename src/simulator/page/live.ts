import type { Logger } from '../../base/log.ts'
import type { GroupCommit } from '../world/group-commit.ts'
import type { ButtonAnswer, Message, WorldEvent } from '../world/model.ts'
import { peerFor } from '../world/conversation.ts'
import type { Peer } from '../world/peer.ts'
import { isPresent } from '../world/rights.ts'
import type { World } from '../world/world.ts'
import { dialogViewOf } from './view/dialog.ts'
import type { DialogView } from './view/dialog.ts'
import { messageView } from './view/message.ts'
import type { MessageView } from './view/message.ts'

/** What a phone is told without asking. After `hello` and `reload` it asks anew for everything that it shows. */
export type LiveEvent =
  | { readonly type: 'hello'; readonly nowMs: number }
  | { readonly type: 'reload' }
  | {
      readonly type: 'message' | 'edited'
      readonly peer: Peer
      readonly message: MessageView
      readonly dialog: DialogView | null
    }
  /** `peer` is null for private chats: their message ids are unique in the world, a phone that shows none of them passes over it. */
  | { readonly type: 'deleted'; readonly peer: Peer | null; readonly ids: readonly number[] }
  /** Joined, left, blocked: what may be done there is another thing now. */
  | { readonly type: 'chat'; readonly peer: Peer; readonly dialog: DialogView | null }
  | { readonly type: 'read'; readonly peer: Peer; readonly dialog: DialogView | null }
  | {
      readonly type: 'answered'
      readonly pressId: string
      readonly text: string
      readonly isAlert: boolean
      readonly url: string | null
    }

export interface LiveDeps {
  readonly world: World
  readonly commit: GroupCommit
  readonly log: Logger
}

interface Phone {
  readonly userId: number
  /** @returns false when the phone does not keep up, and was hung up on. */
  send(event: LiveEvent): boolean
  waiting: Happening[]
}

type Happening =
  | Exclude<WorldEvent, { type: 'button' | 'answered' }>
  | { readonly type: 'read'; readonly peer: Peer }
  | { readonly type: 'answer'; readonly pressId: string; readonly answer: ButtonAnswer }

interface Press {
  readonly userId: number
  readonly pressId: string
}

// One turn of a busy world can hold thousands of messages; past this a phone does better to look again.
const happeningsPerTurnMax = 200
/** Presses that no bot answers are forgotten, the oldest first. */
const pressesMax = 1000

/** Carries what happens in the world to the phones that are open. Nothing leaves before it is on disk. */
export class LiveFeed {
  readonly #deps: LiveDeps
  readonly #phones = new Set<Phone>()
  readonly #presses = new Map<string, Press>()

  constructor(deps: LiveDeps) {
    this.#deps = deps
    deps.world.events.listen((event) => this.#happened(event))
  }

  get phonesCount(): number {
    return this.#phones.size
  }

  /** @returns how to take the phone off again. */
  connect(userId: number, send: Phone['send']): () => void {
    const phone: Phone = { userId, send, waiting: [] }
    this.#phones.add(phone)
    send({ type: 'hello', nowMs: this.#deps.world.clock.nowMs() })
    return () => void this.#phones.delete(phone)
  }

  /** The answer to this press will be told to the phones of who pressed, under the id that the phone gave it. */
  expectAnswer(callbackId: string, press: Press): void {
    this.#presses.set(callbackId, press)
    const [oldest] = this.#presses.keys()
    if (this.#presses.size > pressesMax && oldest !== undefined) this.#presses.delete(oldest)
  }

  /** The same person may hold two phones: what was read on one is read on the other. */
  wasRead(userId: number, peer: Peer): void {
    this.#note({ type: 'read', peer }, (phone) => phone.userId === userId)
  }

  #happened(event: WorldEvent): void {
    if (event.type === 'button') return
    if (event.type === 'answered') {
      this.#answered(event.answer)
      return
    }
    if (this.#phones.size > 0) this.#note(event, (phone) => this.#concerns(event, phone.userId))
  }

  #answered(answer: ButtonAnswer): void {
    const press = this.#presses.get(answer.callbackId)
    if (press === undefined) return
    this.#presses.delete(answer.callbackId)
    this.#note({ type: 'answer', pressId: press.pressId, answer }, (phone) => phone.userId === press.userId)
  }

  #concerns(event: Exclude<Happening, { type: 'read' | 'answer' }>, userId: number): boolean {
    const { chats } = this.#deps.world
    if (event.type === 'member' || event.type === 'blocked') return event.userId === userId
    if (event.type === 'deleted') return event.to > 0 || isPresent(chats.member(event.to, userId))
    const { fromId, to } = event.message
    return to > 0 ? fromId === userId || to === userId : isPresent(chats.member(to, userId))
  }

  #note(happening: Happening, isFor: (phone: Phone) => boolean): void {
    for (const phone of this.#phones) {
      if (!isFor(phone)) continue
      const isFirst = phone.waiting.length === 0
      if (phone.waiting.length <= happeningsPerTurnMax) phone.waiting.push(happening)
      if (isFirst) this.#deps.commit.whenDurable(() => this.#deliver(phone))
    }
  }

  #deliver(phone: Phone): void {
    const { waiting } = phone
    phone.waiting = []
    // Hung up while the disk was written; at a stop the world behind it may be closed by now.
    if (!this.#phones.has(phone)) return
    try {
      const isTooMuch = waiting.length > happeningsPerTurnMax
      const events = isTooMuch ? [{ type: 'reload' } as const] : waiting.map((one) => this.#eventFor(one, phone.userId))
      if (!events.every((event) => phone.send(event))) this.#phones.delete(phone)
    } catch (error) {
      // This runs among the answers to all other clients, which must go out whatever is wrong with a page.
      this.#deps.log.error({ err: error }, 'a phone could not be told what happened')
    }
  }

  #eventFor(happening: Happening, userId: number): LiveEvent {
    switch (happening.type) {
      case 'message':
      case 'edited':
        return this.#messageEvent(happening.type, happening.message, userId)
      case 'deleted':
        return { type: 'deleted', peer: happening.to < 0 ? happening.to : null, ids: happening.ids }
      case 'member':
        return { type: 'chat', ...this.#dialogOf(userId, happening.chat.peer) }
      case 'blocked':
        return { type: 'chat', ...this.#dialogOf(userId, happening.targetId) }
      case 'read':
        return { type: 'read', ...this.#dialogOf(userId, happening.peer) }
      case 'answer': {
        const { text, isAlert, url } = happening.answer
        return { type: 'answered', pressId: happening.pressId, text, isAlert, url }
      }
    }
  }

  #messageEvent(type: 'message' | 'edited', message: Message, userId: number): LiveEvent {
    const { peer, dialog } = this.#dialogOf(userId, peerFor(message, userId))
    return { type, peer, message: messageView(this.#deps.world, userId, message), dialog }
  }

  #dialogOf(userId: number, peer: Peer): { peer: Peer; dialog: DialogView | null } {
    return { peer, dialog: dialogViewOf(this.#deps.world, userId, peer) ?? null }
  }
}
