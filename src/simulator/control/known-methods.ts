import { allMethods } from '../botapi/methods/all.ts'
import { readSchema } from '../mtproto/wire/tl/schema.ts'

/**
 * What is wrong with the methods of a rule: one that neither Telegram nor the simulated Bot API has would never be asked for, and the
 * rule would wait in silence. Names of the Bot API are taken in any case, `*` after a dot stands for a whole part of Telegram's.
 * @returns one line, with what was probably meant; undefined when all of them exist
 */
export function unknownMethodIn(method: string | readonly string[] | undefined): string | undefined {
  const unknown = [method ?? []].flat().find((name) => !isKnown(name))
  if (unknown === undefined) return undefined
  const meant = nearestTo(unknown)
  const help = meant === undefined ? 'docs/simulator.md lists what can be asked' : `did you mean ${meant}?`
  return `method ${unknown} is neither Telegram's nor the simulated Bot API's: ${help}`
}

function isKnown(name: string): boolean {
  return name === '*' || byLowerCase().has(name.toLowerCase())
}

let known: ReadonlyMap<string, string> | undefined

/** Read once, when the first rule names a method: most simulators are given none. */
function byLowerCase(): ReadonlyMap<string, string> {
  known ??= new Map(allNames().map((name) => [name.toLowerCase(), name]))
  return known
}

function allNames(): string[] {
  const ofTelegram = readSchema().flatMap(({ name, isMethod }) => (isMethod ? [name] : []))
  const parts = new Set(ofTelegram.flatMap((name) => (name.includes('.') ? [`${name.split('.')[0]}.*`] : [])))
  return [...ofTelegram, ...parts, ...[...allMethods.values()].map(({ name }) => name)]
}

/** More slips of the pen than these are another word. */
const slipsMax = 3

function nearestTo(wrong: string): string | undefined {
  const all = [...byLowerCase()].map(([lower, name]) => ({ name, slips: slipsBetween(wrong.toLowerCase(), lower) }))
  const [best] = all.toSorted((one, other) => one.slips - other.slips)
  return best !== undefined && best.slips <= slipsMax ? best.name : undefined
}

/** Letters to add, drop or change until one word is the other (Levenshtein); long words are not compared. */
function slipsBetween(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > slipsMax) return Infinity
  let above = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let row = 0; row < one.length; row++) {
    const next = [row + 1]
    for (let column = 0; column < other.length; column++) {
      const changed = (above[column] ?? 0) + (one[row] === other[column] ? 0 : 1)
      next.push(Math.min(changed, (above[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
    }
    above = next
  }
  return above.at(-1) ?? Infinity
}
