import { describe, expect, it } from 'vitest'
import { openClassifier } from '../../src/delivery/classify.ts'
import type { TelegramError } from '../../src/delivery/classify.ts'
import { errorRows, examplesOf } from './error-rows.ts'

describe('the classifier', () => {
  const cases = errorRows.flatMap((row) => examplesOf(row).map((error) => ({ ...error, row })))

  it('is asked for every row of the table', () => {
    expect(new Set(cases.map(({ row }) => row)).size).toBe(424)
  })

  it.each(cases)('decides $layer $code $name by its row', ({ row, ...error }) => {
    const { classify } = setup()

    expect(classify(error)).toMatchObject({
      decision: row.decision,
      effect: row.effect,
      action: row.action,
      alert: row.alert,
      row: row.name,
      isKnown: !row.name.startsWith('(unknown'),
    })
  })

  it('counts what the table does not have by name, its numbers left out, and nothing else', () => {
    const { classify, counted } = setup()

    classify(mtproto('XYZZY_7_FAILED_31', 400))
    classify({ layer: 'botapi', name: 'Bad Request: never seen 12', code: 400 })
    classify(mtproto('FLOOD_WAIT_31', 420))

    expect(counted).toEqual([
      ['XYZZY_%d_FAILED_%d', 400],
      ['Bad Request: never seen %d', 400],
    ])
  })

  it.each<[TelegramError, number | undefined]>([
    [mtproto('FLOOD_WAIT_31', 420), 31_000],
    [{ ...mtproto('FLOOD', 420), seconds: 31 }, 31_000],
    [{ ...mtproto('SLOWMODE_WAIT', 420), seconds: 5 }, 5_000],
    [mtproto('FLOOD_WAIT_0', 420), 1_000],
    [mtproto('FLOOD_WAIT_9999999', 420), 14 * 24 * 3_600_000],
    [mtproto('2FA_CONFIRM_WAIT_604800', 420), 604_800_000],
    [mtproto('PHONE_NUMBER_FLOOD', 400), undefined],
    [mtproto('CHAT_WRITE_FORBIDDEN', 403), undefined],
    [{ layer: 'botapi', name: 'Too Many Requests: retry after 10072', code: 429 }, 10_072_000],
    [{ layer: 'botapi', name: 'Too Many Requests', code: 429, seconds: 3 }, 3_000],
    [{ layer: 'botapi', name: 'Too Many Requests', code: 429 }, 30_000],
  ])('reads the wait of %j', (error, waitMs) => {
    expect(setup().classify(error).waitMs).toBe(waitMs)
  })

  it.each([
    ['messages.SendMessage', 'send'],
    ['messages.getDialogs', 'read'],
    ['channels.joinChannel', 'join'],
    ['upload.saveFilePart', 'transfer'],
    [undefined, 'send'],
  ])('puts a wait of %s into the lane %s', (method, lane) => {
    const error = mtproto('FLOOD_WAIT_31', 420)

    expect(setup().classify(method === undefined ? error : { ...error, method }).lane).toBe(lane)
  })

  it('never takes the bare name of an error for its numbered relative', () => {
    const { classify } = setup()

    expect(classify(mtproto('AUTH_TOKEN_INVALID2', 400)).row).toBe('AUTH_TOKEN_INVALID2')
    expect(classify(mtproto('EMAIL_UNCONFIRMED_6', 400)).row).toBe('EMAIL_UNCONFIRMED_%d')
    expect(classify(mtproto('EMAIL_UNCONFIRMED', 400)).row).toBe('EMAIL_UNCONFIRMED')
  })

  it('cuts what a library says beyond a name', () => {
    const error = { layer: 'client', name: `TypeNotFoundError ${'x'.repeat(10_000)}` } as const

    expect(setup().classify(error).error).toHaveLength(160)
  })
})

function setup() {
  const counted: [string, number | undefined][] = []
  const classify = openClassifier(errorRows, (name, code) => counted.push([name, code]))
  return { classify, counted }
}

function mtproto(name: string, code: number): TelegramError {
  return { layer: 'mtproto', name, code }
}
