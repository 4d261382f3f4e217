import { parentPort, workerData } from 'node:worker_threads'
import { TokenCount } from '../../src/delivery/token-count.ts'
import type { TokenUser } from '../../src/delivery/token-count.ts'

/** One of several users of a token, each in a thread, who take all that they are given and let go of it again. */
export interface Race {
  readonly memory: SharedArrayBuffer
  /** How many are on their way now, and were at most. */
  readonly onTheWay: SharedArrayBuffer
  readonly user: TokenUser
  readonly rounds: number
  readonly nowMs: number
}

const { memory, onTheWay, user, rounds, nowMs } = workerData as Race
const count = new TokenCount(memory, user)
const [now, most] = [0, 1]
const seen = new Int32Array(onTheWay)
let taken = 0
for (let round = 0; round < rounds; round++) {
  const places: number[] = []
  for (let place = count.begin(round, nowMs); place !== undefined; place = count.begin(round, nowMs)) {
    places.push(place)
    const many = Atomics.add(seen, now, 1) + 1
    if (many > Atomics.load(seen, most)) Atomics.store(seen, most, many)
  }
  taken += places.length
  for (const place of places) {
    Atomics.sub(seen, now, 1)
    count.end(place, undefined)
  }
}
parentPort?.postMessage(taken)
