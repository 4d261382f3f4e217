import { describe, expect, it } from 'vitest'
import { parseRule } from '../../../src/simulator/faults/rule.ts'

describe('a rule', () => {
  it.each([
    [{ error: 'CHAT_WRITE_FORBIDDEN' }],
    [{ error: 'FLOOD_WAIT_31', account: [1, 2], method: ['messages.*', 'sendMessage'], times: 3 }],
    [{ error: 'XYZZY_7', code: 418, probability: 0.05, seed: 9 }],
    [{ error: 'Too Many Requests: retry after 7', surface: 'botapi', chat: -1001 }],
    [{ drop: 'reset', when: 'after', skip: 2 }],
    [{ silence: true, lane: 'send' }],
    [{ floodWait: { seconds: { min: 30, max: 600 }, scope: 'send' }, delayMs: 5 }],
    [{ rate: { requests: 20, windowSeconds: 60, waitSeconds: 30 } }],
    [{ delayMs: { p50: 80, p99: 900 } }],
  ])('may be %j', (rule) => {
    expect(parseRule(rule)).toEqual({ rule })
  })

  it.each([
    [{}, /^rule has nothing to do: give it delayMs or one of error, drop, /],
    ['error', 'rule must be a JSON object'],
    [{ error: 'X', drop: 'close', code: 400 }, 'rule has error and drop: make one rule of each'],
    [{ error: 'CHAT_WRITE_FORBIDEN' }, 'error CHAT_WRITE_FORBIDEN is not known: correct it, or give its code too'],
    [{ silence: true, timez: 1 }, 'timez is not known in rule'],
    [{ silence: true, times: 0 }, 'times must be a whole number from 1'],
    [{ silence: true, times: 1.5 }, 'times must be a whole number from 1'],
    [{ silence: false }, 'silence must be true, or left out'],
    [{ silence: true, code: 500 }, 'code goes with error only'],
    [{ newSalt: true, when: 'after' }, 'when goes with error, drop, silence, halfOpen, garbageBytes only'],
    [{ newSalt: true, surface: 'botapi' }, "newSalt is MTProto's: the Bot API has none"],
    [{ silence: true, probability: 1.1 }, 'probability must be a number from 0 to 1'],
    [{ silence: true, account: 'ali' }, 'account must be the id of a user or bot, or a list of them'],
    [{ silence: true, account: [1, 'ali'] }, 'account must be the id of a user or bot, or a list of them'],
    [{ silence: true, method: 'messages.send*' }, /^method must be a method such as messages\.sendMessage/],
    [{ silence: true, lane: 'read' }, 'lane must be one of send'],
    [{ drop: 'gently' }, 'drop must be one of close, reset'],
    [{ delayMs: 'slow' }, /^delayMs must be milliseconds up to 600000/],
    [{ delayMs: -1 }, 'delayMs must be a whole number from 0 to 600000'],
    [{ delayMs: { min: 9, max: 1 } }, 'delayMs must have its min first'],
    [{ floodWait: { seconds: 0 } }, 'floodWait.seconds must be a whole number from 1 to 1209600'],
    [{ floodWait: 30 }, 'floodWait must be an object with seconds, scope, name'],
    [{ rate: { requests: 1, windowSeconds: 1, waitSeconds: 1 }, skip: 1 }, /^rate counts every request/],
    [{ badMessage: 48 }, 'badMessage must not be 48, which is what newSalt does'],
    [{ transportError: 404 }, 'transportError must be a whole number from -10000 to -1'],
  ])('is refused with one line for %j', (input, line) => {
    expect(parseRule(input)).toEqual({ problems: [line instanceof RegExp ? expect.stringMatching(line) : line] })
  })

  it('names every mistake of several', () => {
    const parsed = parseRule({ error: 'PEER_FLOOD', times: 'x', surface: 'smtp' })

    expect(parsed).toEqual({
      problems: ['surface must be one of mtproto, botapi', 'times must be a whole number from 1'],
    })
  })
})
