import { describe, expect, it } from 'vitest'
import { openClassifier } from '../../src/delivery/classify.ts'
import type { TelegramError } from '../../src/delivery/classify.ts'
import type { ErrorDecision, ErrorRow } from '../../src/delivery/error-table.ts'
import type { Outcome } from '../../src/delivery/outcome.ts'
import { outcomeOf } from '../../src/delivery/outcome-of.ts'
import { errorRows, examplesOf } from './error-rows.ts'

type OutcomeType = Outcome['type']

/** What each decision does to a try whose bytes may have left. */
const usually: Readonly<Record<ErrorDecision, OutcomeType>> = {
  'account-dead': 'accountDead',
  'account-pause': 'accountPaused',
  'already-sent': 'busyDuplicate',
  'await-approval': 'wait',
  bug: 'refused',
  migrate: 'notSent',
  'refresh-retry': 'stale',
  'retry-after': 'wait',
  'retry-backoff': 'unknown',
  success: 'sent',
  'terminal-message': 'contentRefused',
  'terminal-target': 'refused',
  'user-input': 'accountPaused',
}

/** Where what it concerns makes the difference. */
const byEffect: Readonly<Record<string, OutcomeType>> = {
  'bug message': 'contentRefused',
  'bug account': 'accountDead',
  'bug global': 'notSent',
  'bug bot': 'notSent',
  'refresh-retry login': 'failed',
  'terminal-message request': 'refused',
  'retry-backoff process': 'notSent',
  'retry-backoff bot': 'notSent',
  'retry-backoff login': 'failed',
}

/** Single rows: Telegram, or the client, says more than the decision does. */
const byName: Readonly<Record<string, OutcomeType>> = {
  "Internal Server Error: sent message was immediately deleted and can't be returned": 'sent',
  'GramJS: Cannot send requests while disconnected': 'notSent',
  CONNECTION_DEVICE_MODEL_EMPTY: 'failed',
  CONNECTION_NOT_INITED: 'failed',
  INPUT_FETCH_FAIL: 'failed',
  MSG_WAIT_FAILED: 'failed',
  MSG_WAIT_TIMEOUT: 'failed',
  FLOOD_SKIP_FAILED_WAIT: 'failed',
  'FLOOD_SKIP_FAILED_WAIT_%d': 'failed',
}

describe('the outcome of an error', () => {
  const cases = errorRows.flatMap((row) => examplesOf(row).map((error) => ({ ...error, row })))

  it.each(cases)('follows from its row: $layer $code $name', ({ row, ...error }) => {
    expect(outcome(error).type).toBe(expectedType(row))
  })

  it('has rows for every exception', () => {
    const names = errorRows.map(({ name }) => name)
    const effects = errorRows.map(({ decision, effect }) => `${decision} ${effect}`)

    expect(Object.keys(byName).filter((name) => !names.includes(name))).toEqual([])
    expect(Object.keys(byEffect).filter((effect) => !effects.includes(effect))).toEqual([])
  })

  it.each(errorRows.filter(({ decision }) => decision === 'retry-backoff').flatMap(examplesOf))(
    'is "not sent" for $layer $name when nothing was written',
    (error) => {
      expect(outcome(error, false).type).toBe('notSent')
    },
  )

  it.each([
    [mtproto('FLOOD_WAIT_31', 420), { waitMs: 31_000, scope: 'send' }],
    [
      { ...mtproto('FLOOD_WAIT_31', 420), method: 'messages.getDialogs' },
      { waitMs: 31_000, scope: 'read' },
    ],
    [mtproto('FLOOD_PREMIUM_WAIT_5', 420), { waitMs: 5_000, scope: 'transfer' }],
    [mtproto('SLOWMODE_WAIT_31', 420), { waitMs: 31_000, scope: 'peer' }],
    [mtproto('SCHEDULE_TOO_MUCH', 400), { waitMs: 3_600_000, scope: 'peer' }],
    [mtproto('PHONE_NUMBER_FLOOD', 400), { waitMs: 86_400_000 }],
    [mtproto('INVITE_REQUEST_SENT', 400), { waitMs: 604_800_000, scope: 'peer' }],
    [botapi('Too Many Requests: retry after 7', 429), { waitMs: 7_000, scope: 'send' }],
  ])('waits as long, and for as much, as %j says', (error, wait) => {
    expect(outcome(error)).toMatchObject({ type: 'wait', ...wait })
  })

  it.each([
    [mtproto('CHAT_WRITE_FORBIDDEN', 403), 'peer'],
    [mtproto('TOPIC_CLOSED', 400), 'topic'],
    [botapi('Bad Request: message thread not found', 400), 'topic'],
    [mtproto('CHAT_SEND_PHOTOS_FORBIDDEN', 403), 'content-kind'],
    [mtproto('MESSAGE_DELETE_FORBIDDEN', 403), 'request'],
    [mtproto('BUTTON_ID_INVALID', 400), 'request'],
  ])('says what of the attempt is in the way: %j', (error, what) => {
    expect(outcome(error)).toEqual({ type: 'refused', error: error.name, what })
  })

  it.each([
    [mtproto('CHANNEL_INVALID', 400), 'peer'],
    [mtproto('CHAT_MIGRATED', 400), 'migrated'],
    [botapi('Bad Request: group chat was upgraded to a supergroup chat', 400), 'migrated'],
    [mtproto('FILE_REFERENCE_3_EXPIRED', 400), 'file-reference'],
    [mtproto('FILEREF_UPGRADE_NEEDED', 406), 'file-reference'],
    [mtproto('FILE_PART_3_MISSING', 400), 'upload'],
    [mtproto('MD5_CHECKSUM_INVALID', 400), 'upload'],
    [mtproto('REPLY_MESSAGE_ID_INVALID', 400), 'reply'],
    [mtproto('SEND_AS_PEER_INVALID', 400), 'send-as'],
    [botapi("Bad Request: message can't be edited", 400), 'message'],
  ])('says what has to be got anew: %j', (error, what) => {
    expect(outcome(error)).toMatchObject({ type: 'stale', what })
  })

  it('finds something to get anew that fits what the row concerns', () => {
    const rows = errorRows.filter(({ decision, effect }) => decision === 'refresh-retry' && effect !== 'login')
    const wrong = rows.filter((row) => {
      const found = outcome(firstExample(row))
      const isOfPeer = found.type === 'stale' && ['peer', 'send-as'].includes(found.what)
      return isOfPeer !== (row.effect === 'target')
    })

    expect(wrong).toEqual([])
  })

  it.each([
    ['PEER_FLOOD', 'account', [1, 2, 7], 1],
    ['USER_RESTRICTED', 'account', [1], 1],
    ['USER_BANNED_IN_CHANNEL', 'account', [1], 2],
    ['FROZEN_METHOD_INVALID', 'account', [], 1],
    ['CHANNELS_TOO_MUCH', 'joins', [], 1],
    ['SESSION_PASSWORD_NEEDED', 'account', [], 1],
  ])('pauses an account after %s', (name, concerns, days, fromPeers) => {
    expect(outcome(mtproto(name, 400))).toMatchObject({ type: 'accountPaused', concerns, days, fromPeers })
  })

  it('pauses what stands behind a proxy that refuses us', () => {
    const error = { layer: 'transport', name: 'Socks5 Authentication failed' } as const

    expect(outcome(error)).toMatchObject({ type: 'accountPaused', concerns: 'proxy' })
  })

  it('believes a dead session only when the table knows the name', () => {
    expect(outcome(mtproto('SESSION_REVOKED', 401))).toMatchObject({ isCertain: true })
    expect(outcome(mtproto('NEVER_SEEN', 401))).toMatchObject({ type: 'accountDead', isCertain: false })
    expect(outcome({ layer: 'transport', name: '-404', code: -404 })).toMatchObject({ isCertain: false })
  })

  it('suspects the content of an unknown 400 after three chats', () => {
    expect(outcome(mtproto('NEVER_SEEN', 400))).toMatchObject({ type: 'refused', contentAfterPeers: 3 })
    expect(outcome(mtproto('NEVER_SEEN', 403))).not.toHaveProperty('contentAfterPeers')
  })
})

const classify = openClassifier(errorRows, () => {})

function outcome(error: TelegramError, wasWritten = true): Outcome {
  return outcomeOf(classify(error), wasWritten)
}

function expectedType({ name, decision, effect }: ErrorRow): OutcomeType {
  return byName[name] ?? byEffect[`${decision} ${effect}`] ?? usually[decision]
}

function firstExample(row: ErrorRow): TelegramError {
  const [first] = examplesOf(row)
  if (first === undefined) throw new Error(`${row.name} has no example`)
  return first
}

function mtproto(name: string, code: number): TelegramError {
  return { layer: 'mtproto', name, code }
}

function botapi(name: string, code: number): TelegramError {
  return { layer: 'botapi', name, code }
}
