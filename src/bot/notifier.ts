import { setTimeout as sleep } from 'node:timers/promises'
import { GrammyError, HttpError } from 'grammy'
import { mayUse } from '../access/people.ts'
import type { PeopleVerbs } from '../access/verbs.ts'
import type { Clock } from '../base/clock.ts'
import type { Logger } from '../base/log.ts'
import type { Service } from '../base/service.ts'
import type { StorePort } from '../store/store.ts'
import type { Catalogue } from './catalogue.ts'
import type { Dialogue, Origin } from './dialogue.ts'
import type { Messenger } from './messenger.ts'
import type { Rich } from './rich-text.ts'
import type { View, Visit } from './screen.ts'
import { texts } from './texts.ts'
import type { BotVerbs, Notice } from './verbs.ts'

export interface NotifierDeps {
  readonly store: StorePort<PeopleVerbs & BotVerbs>
  readonly messenger: Messenger
  readonly catalogue: Catalogue
  readonly dialogue: Dialogue
  readonly clock: Clock
  readonly log: Logger
}

const lookEveryMs = 1_000
const batch = 20
/** A notice that could not be sent is tried again after a minute, two, four …, and given up after a day of that. */
const retryMs = 60_000
const triesMax = 11

/**
 * Tells people what they did not ask for. A notice is a row until it is told, so none is lost; one whose answer was lost with the process
 * is told again, because a notice twice is better than none.
 */
export class Notifier implements Service {
  readonly #deps: NotifierDeps
  readonly #stopping = new AbortController()
  #hint = new AbortController()
  #working: Promise<void> = Promise.resolve()

  constructor(deps: NotifierDeps) {
    this.#deps = deps
  }

  start(): Promise<void> {
    this.#working = this.#work()
    return Promise.resolve()
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    this.#hint.abort()
    await this.#working
  }

  hint(): void {
    this.#hint.abort()
  }

  /** A button of a notice. Another person's answers as one that is not there. */
  async pressed(
    visit: Visit,
    { id, action, args }: { readonly id: number; readonly action: string; readonly args: readonly string[] },
    origin: Origin & { type: 'button' },
  ): Promise<void> {
    const { store, messenger, catalogue, dialogue } = this.#deps
    const notice = await store.notice(id)
    const kind = notice?.userId === visit.person.id ? catalogue.notice(notice.kind) : undefined
    const isAllowed = kind !== undefined && mayUse(visit.access, kind.audience)
    const act = isAllowed && Object.hasOwn(kind.actions ?? {}, action) ? kind.actions?.[action] : undefined
    if (notice === undefined || act === undefined) {
      return messenger.answer(origin.callbackId, texts.oldButton[visit.language])
    }
    const next = await act(JSON.parse(notice.detail), visit, ...args)
    if (next.type === 'end') {
      const isEdited = await messenger.edit(
        visit.person.id,
        origin.messageId,
        { text: next.text },
        { type: 'notice', id },
      )
      if (!isEdited) await messenger.say(visit.person.id, next.text)
      return messenger.answer(origin.callbackId)
    }
    // The notice stays where it is; what it leads to comes below.
    await messenger.answer(origin.callbackId, next.type === 'toast' ? next.text : undefined)
    if (next.type === 'show') await dialogue.apply(visit, next, { type: 'message' })
  }

  async #work(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      this.#hint = new AbortController()
      const { store, clock, log } = this.#deps
      try {
        const due = await store.noticesDue(clock.nowMs(), batch)
        for (const notice of due) await this.#tell(notice)
        const stale = await store.noticesStale(batch)
        for (const notice of stale) await this.#retell(notice)
        if (due.length === batch || stale.length === batch) continue
      } catch (error) {
        log.error({ err: error }, 'notices could not be told, and wait')
      }
      if (!this.#stopping.signal.aborted)
        await sleep(lookEveryMs, undefined, { signal: this.#hint.signal }).catch(() => {})
    }
  }

  /** It was answered elsewhere: the message that stands there must not ask any more. */
  async #retell(notice: Notice): Promise<void> {
    const { store, messenger, log } = this.#deps
    try {
      const text = await this.#wordsAfter(notice)
      if (text !== undefined && notice.messageId !== null) {
        await messenger.edit(notice.userId, notice.messageId, { text }, { type: 'notice', id: notice.id })
      }
    } catch (error) {
      if (isPassing(error)) throw error
      // Its buttons answer all the same that it was decided.
      log.error({ err: error, notice: notice.id, kind: notice.kind }, 'the words of a notice could not be changed')
    }
    await store.noticeRetold(notice.id)
  }

  async #wordsAfter({ userId, kind, detail }: Notice): Promise<Rich | undefined> {
    const { catalogue, dialogue } = this.#deps
    const visit = await dialogue.visit(userId)
    return visit === undefined ? undefined : catalogue.notice(kind)?.after?.(JSON.parse(detail), visit)
  }

  /** One that cannot be told waits by itself, and the others do not wait for it. */
  async #tell(notice: Notice): Promise<void> {
    const { store, messenger, clock, log } = this.#deps
    try {
      const view = await this.#viewOf(notice)
      if (view === undefined) return await store.noticeSent(notice.id, null, clock.nowMs())
      const sent = await messenger.send(notice.userId, view, { type: 'notice', id: notice.id })
      if (sent === 'unreachable') await store.saveReach(notice.userId, false)
      await store.noticeSent(notice.id, sent === 'unreachable' ? null : sent.messageId, clock.nowMs())
    } catch (error) {
      const isLast = notice.tries + 1 >= triesMax
      log.warn({ err: error, notice: notice.id, kind: notice.kind, isLast }, 'a notice could not be told')
      if (isLast) await store.noticeSent(notice.id, null, clock.nowMs())
      else await store.noticeLater(notice.id, clock.nowMs() + retryMs * 2 ** notice.tries)
    }
  }

  /** @returns undefined when it is not for them, or not true, any more */
  async #viewOf({ userId, kind: name, detail }: Notice): Promise<View | undefined> {
    const visit = await this.#deps.dialogue.visit(userId)
    const kind = this.#deps.catalogue.notice(name)
    const isFor = visit !== undefined && kind !== undefined && mayUse(visit.access, kind.audience)
    return isFor ? kind.show(JSON.parse(detail), visit) : undefined
  }
}

/** Telegram could not be reached, or has trouble of its own: later it may go. */
function isPassing(error: unknown): boolean {
  return (
    error instanceof HttpError ||
    (error instanceof GrammyError && (error.error_code >= 500 || error.error_code === 429))
  )
}
