import { appendFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { logFamilies } from '../../src/ops/log-names.ts'
import { followLines, lastLines } from '../../src/ops/log-reader.ts'
import type { LogSource } from '../../src/ops/log-reader.ts'
import { temporaryFolder } from '../support/world.ts'

describe('the last lines of a log', () => {
  it('come from as many files as it takes, oldest first', () => {
    const { source, write } = setup()
    write('karvon-2026-05-01.log', 'a\nb\n')
    write('karvon-2026-05-01.2.log', 'd\n')
    write('karvon-2026-05-01.1.log', 'c\n')
    write('karvon-2026-05-02.log', 'e\nf\n')

    expect(lastLines(source, 4).lines).toEqual(['c', 'd', 'e', 'f'])
    expect(lastLines(source, 100).lines).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
    expect(lastLines(source, 0).lines).toEqual([])
  })

  it('are counted after they are filtered, and a line that is being written is not one', () => {
    const { source, write } = setup({ isWanted: (line) => line !== 'dull' })
    write('karvon-2026-05-01.log', `dull\nsharp\n${'dull\n'.repeat(50_000)}salom – ✓\nhalf a li`)

    expect(lastLines(source, 2).lines).toEqual(['sharp', 'salom – ✓'])
  })

  it('hold lines that are longer than what is read at once', () => {
    const { source, write } = setup()
    const long = 'ў'.repeat(200_000)
    write('karvon-2026-05-01.log', `first\n${long}\nlast\n`)

    expect(lastLines(source, 10).lines).toEqual(['first', long, 'last'])
  })

  it('are none where there is no folder', () => {
    expect(lastLines({ ...setup().source, folder: '/nowhere/at/all' }, 10)).toEqual({ lines: [], end: undefined })
  })
})

describe('following a log', () => {
  it('goes on where the last lines ended, over midnight', async () => {
    const { source, write, append, follow } = setup()
    write('karvon-2026-05-01.log', 'a\nhalf ')
    const { next } = follow(lastLines(source, 10).end)

    append('karvon-2026-05-01.log', 'a line\nb\n')
    expect(await next(2)).toEqual(['half a line', 'b'])
    write('karvon-2026-05-02.log', 'c\n')
    expect(await next(1)).toEqual(['c'])
  })

  it('reads what was written just before and after a file was put aside', async () => {
    const { source, folder, write, append, follow } = setup({ family: logFamilies.events })
    write('events.jsonl', '1\n')
    const { next } = follow(lastLines(source, 10).end)

    append('events.jsonl', '2\n')
    renameSync(join(folder, 'events.jsonl'), join(folder, 'events-2026-05-01.jsonl'))
    write('events.jsonl', '3\n')

    expect(await next(2)).toEqual(['2', '3'])
  })

  it('begins with the first file that is made, and goes on when one is deleted', async () => {
    const { folder, write, follow } = setup()
    const { next } = follow(undefined)

    write('karvon-2026-05-01.log', 'a\n')
    expect(await next(1)).toEqual(['a'])
    rmSync(join(folder, 'karvon-2026-05-01.log'))
    write('karvon-2026-05-02.log', 'b\n')
    expect(await next(1)).toEqual(['b'])
  })
})

function setup(change: Partial<LogSource> = {}) {
  const folder = temporaryFolder()
  const source: LogSource = { folder, family: logFamilies.log, isWanted: () => true, ...change }
  const stop = new AbortController()

  const follow = (from: Parameters<typeof followLines>[1]) => {
    const lines: string[] = []
    let wake = () => {}
    const done = followLines(
      source,
      from,
      (line) => {
        lines.push(line)
        wake()
      },
      stop.signal,
    )
    onTestFinished(async () => {
      stop.abort()
      await done
    })
    /** Waits for so many lines, for as long as the test may take. */
    const next = async (count: number) => {
      while (lines.length < count) await new Promise<void>((resolve) => (wake = resolve))
      return lines.splice(0)
    }
    return { next }
  }
  return {
    folder,
    source,
    follow,
    write: (name: string, text: string) => writeFileSync(join(folder, name), text),
    append: (name: string, text: string) => appendFileSync(join(folder, name), text),
  }
}
