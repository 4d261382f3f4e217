import { setTimeout as sleep } from 'node:timers/promises'
import type { Service } from '../base/service.ts'
import type { StorePort } from '../store/store.ts'
import { go } from './screen.ts'
import type { Next, Work } from './screen.ts'
import type { BotVerbs } from './verbs.ts'

/** An edit counts like a message: no more of them than anybody can read. */
const editEveryMs = 3_000
const lookEveryMs = 1_000

/** What a screen shows of something that goes on by itself. */
export interface Watched<Report> {
  readonly screen: string
  readonly draft: unknown
  /** @returns undefined when it is gone: then nobody watches it any more */
  read(): Promise<Report | undefined>
  /** All that the screen says which may change; undefined while an edit would be of no use. */
  figures(report: Report): string | undefined
}

/** Keeps what people look at true, until they look elsewhere. One screen for each of them. */
export class LiveScreens implements Service {
  readonly #store: Pick<StorePort<BotVerbs>, 'conversation'>
  readonly #watchers = new Map<number, AbortController>()

  constructor(store: Pick<StorePort<BotVerbs>, 'conversation'>) {
    this.#store = store
  }

  start(): Promise<void> {
    return Promise.resolve()
  }

  stop(): Promise<void> {
    for (const watcher of this.#watchers.values()) watcher.abort()
    return Promise.resolve()
  }

  /** Shows the screen again once it would say something else; the one that is shown then goes on from there. */
  watch<Report>(personId: number, shown: Report, watched: Watched<Report>): Work {
    return async () => {
      this.#watchers.get(personId)?.abort()
      const watcher = new AbortController()
      this.#watchers.set(personId, watcher)
      const isChanged = await this.#changed(personId, shown, watched, watcher.signal)
      if (this.#watchers.get(personId) === watcher) this.#watchers.delete(personId)
      return isChanged ? go(watched.screen, watched.draft, { isSame: true }) : never
    }
  }

  /** @returns false when nobody looks any more */
  async #changed<Report>(
    personId: number,
    shown: Report,
    { screen, read, figures }: Watched<Report>,
    signal: AbortSignal,
  ): Promise<boolean> {
    const before = figures(shown)
    for (let waitMs = editEveryMs; ; waitMs = lookEveryMs) {
      try {
        await sleep(waitMs, undefined, { signal })
      } catch {
        return false
      }
      const [now, conversation] = await Promise.all([read(), this.#store.conversation(personId)])
      if (now === undefined || conversation?.screen !== screen || signal.aborted) return false
      const after = figures(now)
      if (after !== undefined && after !== before) return true
    }
  }
}

/** Of a screen that is shown elsewhere, or of a process that ends, nothing comes. */
const never = new Promise<Next>(() => {})
