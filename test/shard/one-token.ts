import type { ApiCallFn, Transformer } from 'grammy'
import { seededRandom } from '../../src/base/random.ts'
import { countSends } from '../../src/bot/count-sends.ts'
import type { Peer } from '../../src/delivery/peer.ts'
import { TokenCount, tokenMemory } from '../../src/delivery/token-count.ts'
import { paceOf } from '../../src/shard/account-pace.ts'
import type { AccountRow } from '../../src/store/store.ts'

export interface Announcement {
  readonly row: AccountRow
  /** Of a call at least; at most it is twice that. */
  readonly tookMs: number
  /** To people who talk with the bot meanwhile, all of a second at once. */
  readonly answersPerSecond?: number
}

const people = 2_000
const startMs = 1_000_000

/** Virtual time: what waits is a number with what happens then, in the order of time. */
class Agenda {
  nowMs = startMs
  readonly #entries: { readonly atMs: number; readonly what: () => void }[] = []

  at(atMs: number, what: () => void): void {
    const behind = this.#entries.findLastIndex((each) => each.atMs <= atMs)
    this.#entries.splice(behind + 1, 0, { atMs, what })
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.at(this.nowMs + ms, resolve))
  }

  /** Until it is done, with whatever promises resolve between. */
  async run(isDone: () => boolean): Promise<void> {
    while (!isDone()) {
      const next = this.#entries.shift()
      if (next === undefined) throw new Error('nothing is left to happen')
      this.nowMs = Math.max(this.nowMs, next.atMs)
      next.what()
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
}

/** Launches of the engine as a shard would, and of the control bot beside it; Telegram counts each somewhere on its way. */
export async function announceInVirtualTime({ row, tookMs, answersPerSecond = 0 }: Announcement) {
  const random = seededRandom(1)
  const agenda = new Agenda()
  const clock = { nowMs: () => agenda.nowMs }
  const memory = tokenMemory(startMs)
  const pace = paceOf(row, 10_000, startMs, Number.POSITIVE_INFINITY, new TokenCount(memory, 'engine'))
  const countedAtMs: number[] = []
  const toldAtMs: number[] = []
  const waitedMs: number[] = []
  let [told, onWire] = [0, 0]

  const onTheWay = () => {
    const lastsMs = random.int(tookMs, 2 * tookMs)
    const atMs = agenda.nowMs + random.int(0, lastsMs)
    countedAtMs.push(atMs)
    return { lastsMs, atMs }
  }
  const turn = () => {
    if (told === people || onWire === pace.sideBySide) return
    const nowMs = agenda.nowMs
    if (pace.nextAtMs > nowMs) return agenda.at(pace.nextAtMs, turn)
    const person = (told + 1) as Peer
    if (pace.begin(person, nowMs)) {
      told += 1
      onWire += 1
      const { lastsMs, atMs } = onTheWay()
      toldAtMs.push(atMs)
      agenda.at(nowMs + lastsMs, () => {
        pace.end(person, agenda.nowMs)
        // A turn that found no room for another try has ended.
        if (onWire-- === pace.sideBySide) turn()
      })
    }
    turn()
  }
  const answer = sender(
    countSends(clock, new TokenCount(memory, 'control-bot'), (ms) => agenda.sleep(ms)),
    async () => {
      await agenda.sleep(onTheWay().lastsMs)
    },
  )
  const burst = () => {
    for (let count = 0; count < answersPerSecond; count++) {
      const askedAtMs = agenda.nowMs
      void answer(1_000_000 + count, () => waitedMs.push(agenda.nowMs - askedAtMs))
    }
    agenda.at(agenda.nowMs + 1_000, burst)
  }
  agenda.at(startMs, turn)
  agenda.at(startMs + 1_000, burst)
  await agenda.run(() => told === people && onWire === 0)

  const inSecondFrom = (fromMs: number) => countedAtMs.filter((atMs) => atMs >= fromMs && atMs < fromMs + 1_000).length
  const tookAllMs = Math.max(...toldAtMs) - Math.min(...toldAtMs)
  return {
    rate: ((people - 1) / tookAllMs) * 1_000,
    mostInOneSecond: Math.max(...countedAtMs.map(inSecondFrom)),
    /** From the wish to answer to the launch. */
    waitedMs,
  }
}

/** A call of the control bot through its transformer. */
function sender(through: Transformer, call: () => Promise<void>) {
  return (chatId: number, onLaunch: () => void) => {
    const onTheWire: ApiCallFn = async () => {
      onLaunch()
      await call()
      return { ok: true, result: true as never }
    }
    return through(onTheWire as never, 'sendMessage', { chat_id: chatId, text: 'salom' })
  }
}
