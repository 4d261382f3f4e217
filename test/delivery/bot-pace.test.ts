import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../src/base/random.ts'
import { BotWindows, botLimits } from '../../src/delivery/bot-pace.ts'
import { afterFlood, fullPace, gapMs, perMinute } from '../../src/delivery/pace.ts'
import type { Peer } from '../../src/delivery/peer.ts'
import { TokenCount, tokenMemory } from '../../src/delivery/token-count.ts'

const person = 5_000_000_001 as Peer
const group = -1_000_000_000_007 as Peer

const startMs = 1_000_000

/** Of a bot that has sent nothing of late. */
function openWindows() {
  return new BotWindows(new TokenCount(tokenMemory(startMs - 10_000), 'engine'), startMs)
}

describe('the windows of a bot', () => {
  it('let one message at a time to a chat, and the next a second after its answer', () => {
    const windows = openWindows()

    windows.begin(person, startMs)
    expect(windows.chatFreeAtMs(person, startMs + 50)).toBe(Number.POSITIVE_INFINITY)
    windows.end(person, startMs + 80, startMs + 80)

    expect(windows.chatFreeAtMs(person, startMs + 90)).toBe(startMs + 1_080)
    expect(windows.chatFreeAtMs(person, startMs + 1_080)).toBe(startMs + 1_080)
    expect(windows.chatFreeAtMs(group, startMs + 90)).toBe(startMs + 90)
  })

  it('let 20 a minute to a group, and any number to a person', () => {
    const send = (peer: Peer) => {
      const windows = openWindows()
      const atMs: number[] = []
      for (let nowMs = startMs; atMs.length < 25; nowMs = windows.chatFreeAtMs(peer, nowMs)) {
        expect(windows.begin(peer, nowMs)).toBe(true)
        windows.end(peer, nowMs + 100, nowMs + 100)
        atMs.push(nowMs - startMs)
      }
      return atMs
    }

    // The first of the twenty was answered at 100 ms.
    expect(send(group)[20]).toBe(60_100)
    expect(send(person)[20]).toBe(20 * 1_100)
  })

  it('remember what was sent before a restart', () => {
    const windows = openWindows()
    for (let count = 0; count < 20; count++) windows.recall(group, startMs + count, startMs + 29_000)

    expect(windows.chatFreeAtMs(group, startMs + 29_000)).toBe(startMs + 60_000)
  })

  it('do not count what did not go after all', () => {
    const windows = openWindows()
    windows.begin(person, startMs)
    windows.end(person, undefined, startMs + 10)

    expect(windows.chatFreeAtMs(person, startMs + 10)).toBe(startMs + 10)
  })

  it('never let more than 30 arrive in any second, however long each is on its way', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = seededRandom(seed)
      const windows = openWindows()
      const arrivedAtMs: number[] = []
      const answers: { peer: Peer; atMs: number }[] = []
      let nowMs = startMs
      for (let count = 0; count < 400; count++) {
        for (;;) {
          const next = answers.toSorted((a, b) => a.atMs - b.atMs)[0]
          const freeAtMs = windows.freeAtMs(nowMs)
          if (next === undefined || (freeAtMs < next.atMs && answers.length < 30)) {
            nowMs = Math.max(nowMs, freeAtMs)
            break
          }
          nowMs = Math.max(nowMs, next.atMs)
          answers.splice(answers.indexOf(next), 1)
          windows.end(next.peer, nowMs, nowMs)
        }
        const peer = (1 + count) as Peer
        windows.begin(peer, nowMs)
        // Telegram counts it somewhere between the two.
        const tookMs = random.int(1, 1_500)
        arrivedAtMs.push(nowMs + random.int(0, tookMs))
        answers.push({ peer, atMs: nowMs + tookMs })
      }

      const most = Math.max(
        ...arrivedAtMs.map((from) => arrivedAtMs.filter((atMs) => atMs >= from && atMs < from + 1_000).length),
      )
      expect(most, `seed ${seed}`).toBeLessThanOrEqual(30)
    }
  })

  it('forget chats that are quiet', () => {
    const windows = openWindows()
    const atMs = (chat: number) => startMs + chat * 40
    for (let chat = 1; chat <= 20_000; chat++) {
      expect(windows.begin(chat as Peer, atMs(chat))).toBe(true)
      windows.end(chat as Peer, atMs(chat), atMs(chat))
    }

    expect(windows.chatFreeAtMs(19_999 as Peer, atMs(20_000))).toBe(atMs(19_999) + 1_000)
    expect(windows.chatFreeAtMs(1 as Peer, atMs(20_000))).toBe(atMs(20_000))
  })
})

describe('the pace of a bot', () => {
  it('is 25 a second, whatever its row says, and less where its owner wants less', () => {
    expect(gapMs(fullPace, botLimits(1_800), 0)).toBe(40)
    expect(gapMs(fullPace, botLimits(60), 0)).toBe(1_000)
  })

  it('is halved by a wait, and whole again 40 seconds after its end', () => {
    const limits = botLimits(1_500)
    const fallen = afterFlood(fullPace, limits, 0, 5_000)

    expect(perMinute(fallen, limits, 5_000)).toBe(750)
    expect(perMinute(fallen, limits, 15_000)).toBe(750)
    expect(perMinute(fallen, limits, 45_000)).toBe(1_500)
  })
})
