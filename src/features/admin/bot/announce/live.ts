import { setTimeout as sleep } from 'node:timers/promises'
import type { Service } from '../../../../base/service.ts'
import { go } from '../../../../bot/screen.ts'
import type { Next, Work } from '../../../../bot/screen.ts'
import type { AnnouncementReport } from '../../announce/verbs.ts'
import type { AnnounceDeps } from './deps.ts'

/** An edit counts like a message: no more of them than anybody can read. */
const editEveryMs = 3_000
const lookEveryMs = 1_000

export const resultScreenName = 'admin.announce.result'

/** Keeps the figures that somebody looks at true, until it has ended or they look elsewhere. One for each of them. */
export class LiveResult implements Service {
  readonly #deps: AnnounceDeps
  readonly #watchers = new Map<number, AbortController>()

  constructor(deps: AnnounceDeps) {
    this.#deps = deps
  }

  start(): Promise<void> {
    return Promise.resolve()
  }

  stop(): Promise<void> {
    for (const watcher of this.#watchers.values()) watcher.abort()
    return Promise.resolve()
  }

  /** Shows the screen again once it would say something else; the one that is shown then goes on from there. */
  watch(personId: number, shown: AnnouncementReport): Work {
    return async () => {
      this.#watchers.get(personId)?.abort()
      const watcher = new AbortController()
      this.#watchers.set(personId, watcher)
      const isOver = await this.#changed(personId, shown, watcher.signal)
      if (this.#watchers.get(personId) === watcher) this.#watchers.delete(personId)
      return isOver ? go(resultScreenName, { id: shown.announcement.id }, { isSame: true }) : never
    }
  }

  /** @returns false when nobody looks any more */
  async #changed(personId: number, shown: AnnouncementReport, signal: AbortSignal): Promise<boolean> {
    const { store, clock } = this.#deps
    const { id } = shown.announcement
    for (let waitMs = editEveryMs; ; waitMs = lookEveryMs) {
      try {
        await sleep(waitMs, undefined, { signal })
      } catch {
        return false
      }
      const [now, conversation] = await Promise.all([
        store.announcement({ id, nowMs: clock.nowMs() }),
        store.conversation(personId),
      ])
      if (now === undefined || conversation?.screen !== resultScreenName || signal.aborted) return false
      // While Telegram asks the token to wait, an edit would only wait with it.
      if (now.waitsUntilMs === null && figuresOf(now) !== figuresOf(shown)) return true
    }
  }
}

/** Of a screen that is shown elsewhere, or of a process that ends, nothing comes. */
const never = new Promise<Next>(() => {})

function figuresOf({ announcement, accountState }: AnnouncementReport): string {
  const { state, sent, failed, cancelled, uncertain, targets } = announcement
  return [state, accountState, sent, failed, cancelled, uncertain, targets].join(' ')
}
