import { readFileSync } from 'node:fs'

/** A promise and what was measured of it, in a line that names both. */
export interface Figure {
  readonly text: string
  readonly holds: boolean
}

/** Prints as it goes, so that a long benchmark shows something. @throws Error with every promise that does not hold */
export async function judge(measurements: readonly (() => Promise<Figure>)[]): Promise<void> {
  const broken: string[] = []
  for (const measure of measurements) {
    const { text, holds } = await measure()
    console.log(`${holds ? 'holds' : 'FAILS'}: ${text}`)
    if (!holds) broken.push(text)
  }
  if (broken.length > 0) throw new Error(`${broken.length} bounds do not hold:\n${broken.join('\n')}`)
}

/** The middle one: a machine that is busy for a while spoils a round, not the figure. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** User and system time of all threads of a process, in ticks of 10 ms. */
export function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10
}
