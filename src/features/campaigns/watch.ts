import { setTimeout as sleep } from 'node:timers/promises'
import type { Terminal } from '../../cli/terminal.ts'

const lookEveryMs = 1_000

/** What is watched, as it stands now. */
export interface Frame {
  /** For a person's terminal, which shows it in place. */
  readonly screen: string
  /** For a log, or a script. Told when it is another than the last. */
  readonly line: string
  /** Nothing of it changes by itself any more. */
  readonly isOver: boolean
}

/**
 * Shows something that goes on until it is over, or until the person ends it with Ctrl-C: in place on a terminal, elsewhere a line for
 * each change.
 */
export async function watch(terminal: Terminal, isInPlace: boolean, look: () => Frame): Promise<void> {
  let last: string | undefined
  for (;;) {
    const { screen, line, isOver } = look()
    const isFirst = last === undefined
    if (isInPlace) terminal.print(inPlace(screen, isFirst))
    else if (line !== last) terminal.print(`${line}\n`)
    last = line
    if (isOver) return
    await sleep(lookEveryMs)
  }
}

/** From the top of the window, so that lines that are longer than it do no harm; what was there before is scrolled away once. */
function inPlace(screen: string, isFirst: boolean): string {
  const lines = screen.trimEnd().split('\n')
  const begin = isFirst ? '\u001b[2J\u001b[H' : '\u001b[H'
  return `${begin}${lines.map((line) => `${line}\u001b[K`).join('\n')}\n\u001b[J`
}
