import { GrammyError } from 'grammy'
import type { Logger } from '../base/log.ts'

interface Trying {
  isStopped(): boolean
  pause(ms: number): Promise<void>
  /** Another program uses the token. */
  onConflict(): Promise<void>
  readonly log: Pick<Logger, 'error' | 'warn'>
}

/** Between two tries to reach Telegram: doubled each time, up to half a minute. */
const [backoffMinMs, backoffMaxMs] = [1_000, 30_000]

/**
 * Does it again and again, because a bot must serve as soon as Telegram can be reached.
 * @returns false when it is stopped, or another try makes no sense: Telegram does not know the token
 */
export async function untilItWorks(
  work: () => Promise<void>,
  { isStopped, pause, onConflict, log }: Trying,
): Promise<boolean> {
  for (let backoffMs = backoffMinMs; !isStopped(); backoffMs = Math.min(backoffMs * 2, backoffMaxMs)) {
    try {
      await work()
      return true
    } catch (error) {
      if (isStopped()) return false
      const code = error instanceof GrammyError ? error.error_code : undefined
      if (code === 401 || code === 404) {
        log.error(
          { alert: true },
          'Telegram does not know TG_BOT_TOKEN: get it from @BotFather and start again; the engine goes on',
        )
        return false
      }
      if (code === 409) await onConflict()
      else log.warn({ err: error }, 'the control bot cannot reach Telegram, and tries again')
      await pause(backoffMs)
    }
  }
  return false
}
