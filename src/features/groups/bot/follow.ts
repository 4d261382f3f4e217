import type { Show, Work } from '../../../bot/screen.ts'
import { readNow } from '../read.ts'
import type { ReadEnd, WantedRead } from '../read.ts'
import type { Deps } from './place.ts'

/** An edited message a second is what Telegram bears in a chat. */
const progressEveryMs = 1_500
/** Whoever looks at a bar has this much patience with a pause; a longer one is told. */
const waitMaxMs = 5_000

export interface Followed {
  /** How it goes on; left out where nothing is to be seen of it. */
  progress?(done: number, total: number): Show
  ended(end: ReadEnd): Show | Promise<Show>
}

/** Has something read, and shows how it goes on and what came of it. */
export function follow(deps: Deps, wanted: WantedRead, { progress, ended }: Followed): Work {
  return async (show) => {
    let freeAtMs = 0
    let isShowing = false
    const onProgress = (done: number, total: number): void => {
      if (progress === undefined || isShowing || deps.clock.nowMs() < freeAtMs) return
      isShowing = true
      freeAtMs = deps.clock.nowMs() + progressEveryMs
      const shown = () => {
        isShowing = false
      }
      // What cannot be shown now is shown with the next step; what comes at the end says so if it cannot.
      void show(progress(done, total)).then(shown, shown)
    }
    const end = await readNow(deps, wanted, { waitMaxMs, onProgress })
    return ended(end)
  }
}
