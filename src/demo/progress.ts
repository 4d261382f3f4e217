import { MultiBar, Presets } from 'cli-progress'
import type { Clock } from '../base/clock.ts'
import type { Terminal } from '../cli/terminal.ts'

/** How far a step is. `note`: whatever else is worth a glance. */
export interface StepProgress {
  readonly done: number
  readonly total: number
  readonly note: string
}

/** Tells a person how the demo goes: a bar on a terminal, lines elsewhere. */
export interface Progress {
  say(text: string): void
  /** Begins a step; the one before is over. @param noun what is counted */
  step(noun: string): void
  at(progress: StepProgress): void
  end(): void
}

/** A log needs no more to be readable. */
const lineEveryMs = 5_000

export function openProgress(terminal: Terminal, clock: Clock): Progress {
  return terminal.isTerminal && terminal.hasBars ? withBars(terminal) : withLines(terminal, clock)
}

function withLines(terminal: Terminal, clock: Clock): Progress {
  const startedAtMs = clock.nowMs()
  let noun = ''
  let saidAtMs = 0
  const say = (text: string) => {
    const seconds = ((clock.nowMs() - startedAtMs) / 1_000).toFixed(1)
    terminal.print(`${seconds.padStart(5)} s  ${text}\n`)
  }
  return {
    say,
    step(next) {
      noun = next
      saidAtMs = clock.nowMs()
    },
    at({ done, total, note }) {
      if (clock.nowMs() - saidAtMs < lineEveryMs) return
      saidAtMs = clock.nowMs()
      say(`${done} of ${total} ${noun}${note === '' ? '' : `; ${note}`}`)
    },
    end() {},
  }
}

function withBars(terminal: Terminal): Progress {
  const format = '  {bar} {value}/{total} {noun}  {note}'
  let bars: MultiBar | undefined
  let bar: ReturnType<MultiBar['create']> | undefined
  let noun = ''
  const end = () => {
    bars?.stop()
    bars = undefined
    bar = undefined
  }
  return {
    say(text) {
      if (bars === undefined) terminal.print(`${text}\n`)
      else bars.log(`${text}\n`)
    },
    step(next) {
      end()
      noun = next
    },
    at({ done, total, note }) {
      bars ??= new MultiBar({ format, clearOnComplete: true, hideCursor: true, barsize: 30 }, Presets.shades_grey)
      bar ??= bars.create(total, done, { noun, note })
      bar.setTotal(total)
      bar.update(done, { noun, note })
    },
    end,
  }
}
