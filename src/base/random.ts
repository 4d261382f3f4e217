import { randomBytes, randomInt } from 'node:crypto'

/** Where chance comes from. Passed in, so that a seeded run can be repeated exactly. */
export interface Random {
  /** A number in [0, 1). */
  next(): number
  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number
  bytes(length: number): Buffer
  /** One of the items; an empty list throws. */
  pick<T>(items: readonly T[]): T
}

/** The operating system's randomness: for keys, salts and everything a stranger must not guess. */
export const systemRandom: Random = {
  next: () => randomInt(systemSteps) / systemSteps,
  int: (min, max) => randomInt(min, checkedRange(min, max) + 1),
  bytes: (length) => randomBytes(length),
  pick: (items) => pickAt(items, items.length === 0 ? 0 : randomInt(items.length)),
}

/**
 * The same seed gives the same values on every machine, until one call more or less is made. sfc32 (PractRand, C. Doty-Humphrey):
 * fast and without visible patterns, but anybody who sees its values can continue them. Never for secrets.
 */
export function seededRandom(seed: number): Random {
  const word = sfc32(seed)
  const next = (): number => ((word() >>> 5) * 2 ** 26 + (word() >>> 6)) / 2 ** 53

  return {
    next,
    int: (min, max) => min + Math.floor(next() * (checkedRange(min, max) - min + 1)),
    bytes: (length) => {
      const words = new Uint32Array(Math.ceil(length / 4)).map(word)
      return Buffer.from(words.buffer, 0, length)
    },
    pick: (items) => pickAt(items, Math.floor(next() * items.length)),
  }
}

// The widest range that randomInt takes.
const systemSteps = 2 ** 48 - 1

function sfc32(seed: number): () => number {
  let [a, b, c, counter] = [0, seed | 0, Math.floor(seed / 2 ** 32) | 0, 1]

  const word = (): number => {
    const value = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + value) | 0
    return value >>> 0
  }

  // PractRand's own seeding: the first rounds spread the seed over the state, otherwise neighbouring seeds begin alike.
  for (let round = 0; round < 12; round++) word()
  return word
}

function checkedRange(min: number, max: number): number {
  if (!Number.isSafeInteger(min) || !Number.isSafeInteger(max) || max < min) {
    throw new RangeError(`a random whole number needs a range, not ${min} to ${max}`)
  }
  return max
}

function pickAt<T>(items: readonly T[], index: number): T {
  if (items.length === 0) throw new RangeError('nothing to pick from: the list is empty')
  return items[index] as T
}
