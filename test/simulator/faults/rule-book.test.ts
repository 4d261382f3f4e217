import fc from 'fast-check'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { calm, openRules } from './rules-setup.ts'

describe('which requests a rule is about', () => {
  it.each([
    [{ account: 7 }, { account: 7 }, { account: 8 }],
    [{ account: [7, 9] }, { account: 9 }, { account: 8 }],
    [{ method: 'messages.sendMessage' }, {}, { method: 'messages.sendMedia' }],
    [{ method: 'messages.*' }, { method: 'messages.getDialogs' }, { method: 'channels.getChannels' }],
    [{ method: ['users.getUsers', 'help.*'] }, { method: 'help.getConfig' }, { method: 'messages.getHistory' }],
    [{ method: 'sendMessage' }, { method: 'SENDMESSAGE' }, { method: 'sendMessageDraft' }],
    [{ lane: 'send' }, { method: 'messages.forwardMessages' }, { method: 'messages.getHistory' }],
    [{ lane: 'send' }, { method: 'sendPhoto' }, { method: 'sendChatAction' }],
    [{ lane: 'send' }, { method: 'copyMessages' }, { method: 'answerCallbackQuery' }],
    [{ chat: -100 }, {}, { chat: -200 }],
    [{ chat: [-100, 5] }, { chat: 5 }, { chat: null }],
    [{ surface: 'botapi' }, { surface: 'botapi' }, {}],
    [{ account: 7, method: 'messages.*', chat: -100 }, {}, { chat: -200 }],
  ] as const)('%j fits %j and not %j', (conditions, fitting, other) => {
    const { add, decide } = openRules()
    add({ ...structuredClone(conditions), error: 'PEER_FLOOD' } as Parameters<typeof add>[0])

    expect(decide(other)).toEqual(calm)
    expect(decide(fitting).action).toEqual({ type: 'error', when: 'before', code: 400, message: 'PEER_FLOOD' })
  })
})

describe('what a rule does', () => {
  it.each([
    [{ error: 'CHAT_WRITE_FORBIDDEN' }, { type: 'error', when: 'before', code: 403, message: 'CHAT_WRITE_FORBIDDEN' }],
    [
      { error: 'RPC_CALL_FAIL', when: 'after' },
      { type: 'error', when: 'after', code: 500, message: 'RPC_CALL_FAIL' },
    ],
    [
      { error: 'PEER_FLOOD', code: 499 },
      { type: 'error', when: 'before', code: 499, message: 'PEER_FLOOD', isCodeGiven: true },
    ],
    [{ drop: 'close' }, { type: 'drop', when: 'before', how: 'close' }],
    [
      { drop: 'reset', when: 'after' },
      { type: 'drop', when: 'after', how: 'reset' },
    ],
    [
      { silence: true, when: 'after' },
      { type: 'silence', when: 'after' },
    ],
    [{ halfOpen: true }, { type: 'half-open', when: 'before' }],
    [{ garbageBytes: 40 }, { type: 'garbage', when: 'before', sizeBytes: 40 }],
    [{ transportError: -429 }, { type: 'transport-error', code: -429 }],
    [{ badMessage: 17 }, { type: 'bad-message', code: 17 }],
    [{ forgetKey: true }, { type: 'forget-key' }],
    [{ duplicateKey: true }, { type: 'duplicate-key' }],
    [{ newSalt: true }, { type: 'new-salt' }],
  ] as const)('%j', (rule, action) => {
    const { add, decide } = openRules()
    add(rule)

    expect(decide()).toEqual({ ...calm, action })
  })

  it('says how long to wait in the words of each surface', () => {
    const { add, decide } = openRules()
    add({ error: 'FLOOD_WAIT_31' })

    expect(decide().action).toMatchObject({ code: 420, message: 'FLOOD_WAIT_31' })
    expect(decide({ surface: 'botapi' }).action).toMatchObject({
      code: 429,
      message: 'Too Many Requests: retry after 31',
      retryAfter: 31,
    })
  })

  it('answers a repeat as RANDOM_ID_DUPLICATE, and counts repeats only', () => {
    const { add, decide } = openRules()
    add({ repeatAnswer: 'duplicate', times: 2 })
    const repeat = { isRepeat: () => true }

    const answers = [{}, repeat, {}, repeat, repeat].map((subject) => decide(subject).repeatAnswer)

    expect(answers).toEqual(['first-message', 'duplicate', 'first-message', 'duplicate', 'first-message'])
  })
})

describe('several rules', () => {
  it('add up their delays, and the first with an action wins', () => {
    const { add, decide, rules } = openRules()
    add({ delayMs: 10 })
    add({ error: 'PEER_FLOOD', delayMs: 5, times: 1 })
    add({ silence: true, delayMs: 100, times: 1 })
    add({ delayMs: 1 })

    expect(decide()).toMatchObject({ delayMs: 16, action: { message: 'PEER_FLOOD' } })
    expect(decide()).toMatchObject({ delayMs: 111, action: { type: 'silence' } })
    expect(decide()).toMatchObject({ delayMs: 11, action: undefined })
    expect(rules.list().map(({ hits, isSpent }) => [hits, isSpent])).toEqual([
      [3, false],
      [1, true],
      [1, true],
      [3, false],
    ])
  })

  it('leave the next one its turn when chance spares a request', () => {
    const { add, error } = openRules()
    add({ error: 'PEER_FLOOD', probability: 0 })
    add({ error: 'CHAT_RESTRICTED' })

    expect(error()).toBe('CHAT_RESTRICTED')
  })

  it('are gone once removed, and tell what they did', () => {
    const { add, decide, rules } = openRules()
    const { id } = add({ silence: true })
    decide()

    expect(rules.remove(id)).toMatchObject({ id, hits: 1 })
    expect(decide()).toEqual(calm)
    expect(rules.remove(id)).toBeUndefined()
    expect(add({ silence: true }).id).toBe(id + 1)
  })
})

describe('how often a rule acts', () => {
  it('passes over the first `skip` requests, then acts on the next `times`', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.integer({ min: 1, max: 20 }), (skip, times) => {
        const { add, error } = openRules()
        add({ error: 'PEER_FLOOD', skip, times })

        const acted = range(50).map(() => error() !== undefined)

        expect(acted).toEqual(range(50).map((index) => index >= skip && index < skip + times))
      }),
    )
  })

  it('acts by chance as often as asked, the same for the same seed and otherwise for another', () => {
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (seed, probability) => {
        const drawn = (ruleSeed: number): boolean[] => {
          const { add, error } = openRules()
          add({ error: 'PEER_FLOOD', probability, seed: ruleSeed })
          return range(1000).map(() => error() !== undefined)
        }
        const first = drawn(seed)
        const share = first.filter(Boolean).length / 1000

        expect(drawn(seed)).toEqual(first)
        // Six standard deviations: once in 500 million draws by chance.
        expect(Math.abs(share - probability)).toBeLessThanOrEqual(6 * Math.sqrt(0.25 / 1000))
        if (probability > 0.05 && probability < 0.95) expect(drawn(seed + 1)).not.toEqual(first)
      }),
      { numRuns: 20 },
    )
  })

  it('draws a rule without a seed by the seed of the book', () => {
    const drawn = (seed: number): boolean[] => {
      const { add, error } = openRules({ seed })
      add({ error: 'PEER_FLOOD', probability: 0.5 })
      return range(100).map(() => error() !== undefined)
    }

    expect(drawn(1)).toEqual(drawn(1))
    expect(drawn(1)).not.toEqual(drawn(2))
  })
})

describe('a restart', () => {
  it('goes on with the same counts, chance, waits and switches', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), (restartAt) => {
        const path = temporaryFile()
        const whole = openRules()
        let halves = openRules({ path })
        for (const { add, rules } of [whole, halves]) {
          add({ error: 'PEER_FLOOD', skip: 5, times: 20, method: 'users.getUsers' })
          add({ error: 'CHAT_RESTRICTED', probability: 0.5, method: 'help.getConfig' })
          add({ floodWait: { seconds: { min: 3, max: 9 } }, times: 2, method: 'messages.*' })
          add({ rate: { requests: 3, windowSeconds: 8, waitSeconds: 4 }, method: 'channels.*' })
          rules.rememberRandomIds(false)
        }

        for (const index of range(60)) {
          if (index === restartAt) {
            halves.close()
            halves = openRules({ path })
            halves.clock.advance(whole.clock.nowMs() - halves.clock.nowMs())
          }
          const method = ['users.getUsers', 'help.getConfig', 'messages.sendMessage', 'channels.getChannels'][index % 4]
          const subject = method === undefined ? {} : { method }
          expect(halves.decide(subject)).toEqual(whole.decide(subject))
          for (const { clock } of [whole, halves]) clock.advance(400)
        }

        expect(halves.rules.list()).toEqual(whole.rules.list())
        expect(halves.rules.remembersRandomIds).toBe(false)
        halves.close()
      }),
      { numRuns: 10 },
    )
  })
})

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index)
}

function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'karvon-rules-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return join(folder, 'rules.db')
}
