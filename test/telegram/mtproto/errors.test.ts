import { errors } from 'telegram'
import { describe, expect, it } from 'vitest'
import type { TelegramError } from '../../../src/delivery/classify.ts'
import { Secret } from '../../../src/base/secret.ts'
import { openClassifier } from '../../../src/delivery/classify.ts'
import type { ErrorRow } from '../../../src/delivery/error-table.ts'
import type { Outcome } from '../../../src/delivery/outcome.ts'
import { outcomeOf } from '../../../src/delivery/outcome-of.ts'
import { codeOfError } from '../../../src/simulator/faults/known-errors.ts'
import type { Rule } from '../../../src/simulator/faults/rule.ts'
import { connectFailure, failureOf } from '../../../src/telegram/mtproto/errors.ts'
import { errorRows, examplesOf } from '../../delivery/error-rows.ts'
import { sessionOf } from '../../support/chatting.ts'
import { addressFor, device, openLink, sendTo } from './link-setup.ts'

const method = 'messages.sendMessage'
const classify = openClassifier(errorRows, () => {})

/** What the client does not let through, and what comes instead. */
const exceptions: Readonly<Record<string, { readonly becomes: string; readonly because: string }>> = {
  'FLOOD_PREMIUM_WAIT_%d': { becomes: 'FLOOD_WAIT_31', because: 'GramJS makes one class of both' },
  MSG_WAIT_FAILED: { becomes: 'Request was unsuccessful 2 time', because: 'GramJS repeats it and forgets its name' },
  MSG_WAIT_TIMEOUT: { becomes: 'Request was unsuccessful 2 time', because: 'GramJS repeats it and forgets its name' },
}

/** Rows of the transport that a server can make, and with which rule. */
const onTheWire: Readonly<Record<string, { readonly rule: Rule; readonly error: string | null }>> = {
  'transport -404': { rule: { forgetKey: true }, error: '-404' },
  'transport -444 invalid DC': { rule: { transportError: -444 }, error: '-444' },
  'transport -403': { rule: { transportError: -403 }, error: '-403' },
  'transport -429 transport flood': { rule: { transportError: -429 }, error: '-429' },
  'bad_msg_notification other': { rule: { badMessage: 34 }, error: 'bad_msg_notification 34' },
  // What the client mends by itself within the call.
  'bad_msg_notification msg_id too low/high': { rule: { badMessage: 17 }, error: null },
  bad_server_salt: { rule: { newSalt: true }, error: null },
  ECONNRESET: { rule: { drop: 'reset' }, error: null },
}

/** Rows of the transport and the client that no server makes; each is met below, in link.test.ts or in proxy.test.ts. */
const offTheWire = [
  'SOCKS/HTTP proxy auth failed',
  'EADDRNOTAVAIL',
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'EMFILE',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'GramJS: Could not find the input entity',
  'GramJS: Cannot send requests while disconnected',
  'GramJS: Request was unsuccessful N time(s)',
  'TypeNotFoundError / InvalidBuffer',
  'our own request timeout',
  'GramJS: No user has / Cannot find any entity',
]

describe('an error of Telegram, through the real client', () => {
  it('is decided exactly as its row says, for every row and each of its codes', async () => {
    const { telegram, world, malika, chat, adapter, ...rest } = await openLink()
    const rows = errorRows.filter(({ layer }) => layer === 'mtproto')
    const cases = rows.flatMap((row) => sentFor(row).map((error) => ({ row, error })))
    const waiting = [...cases]
    const wrong: object[] = []

    // Several accounts at once, because each answer waits for the ledger's disk.
    const tryAll = async (number: number) => {
      const user = world.users.create({ firstName: `Account ${number}` })
      world.chats.changeMember(chat, user.id, { role: 'member' }, malika.id)
      const session = new Secret(sessionOf(telegram, user))
      const link = adapter.open({ session, device, proxy: undefined })
      const to = addressFor(telegram, user, chat.peer)
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        const { row, error } = next
        rest.break({ account: user.id, method, error: error.name, code: error.code, times: timesOf(row) })
        const outcome = await sendTo(link, { to, randomId: '1' })
        const expected = expectedOutcome(row, error)
        if (JSON.stringify(outcome) !== JSON.stringify(expected))
          wrong.push({ row: row.name, error, outcome, expected })
      }
      await link.close()
    }
    await Promise.all(Array.from({ length: 12 }, (_, number) => tryAll(number)))

    expect(wrong).toEqual([])
    expect(rows).toHaveLength(367)
    expect(cases.length).toBeGreaterThan(rows.length)
    expect(rest.texts()).toEqual([])
  }, 240_000)

  it.each(Object.entries(onTheWire))('%s', async (name, { rule, error }) => {
    const { send, ...telegram } = await openLink()
    telegram.break({ method, times: 1, ...rule })
    const row = errorRows.find((row) => row.layer === 'transport' && row.name === name)

    const outcome = await send()

    expect(row).toBeDefined()
    if (error === null) expect(outcome.type).toBe('sent')
    else expect(outcome).toEqual(outcomeOf(classify({ layer: 'transport', name: error, method }), true))
    if (error !== null) expect(classify({ layer: 'transport', name: error }).row).toBe(name)
  })

  it('has no row that is met nowhere', () => {
    const others = errorRows.filter(({ layer }) => layer === 'transport' || layer === 'client').map(({ name }) => name)

    expect(others.toSorted()).toEqual([...Object.keys(onTheWire), ...offTheWire].toSorted())
  })
})

describe('an error of the client itself', () => {
  it.each([
    ['Could not find the input entity for {"userId":"7"}', 'GramJS: Could not find the input entity'],
    ['Cannot send requests while disconnected. Please reconnect.', 'GramJS: Cannot send requests while disconnected'],
    ['Request was unsuccessful 2 time(s)', 'GramJS: Request was unsuccessful N time(s)'],
    ['No user has "malika" as username', 'GramJS: No user has / Cannot find any entity'],
    ['Cannot find any entity corresponding to "998901234567"', 'GramJS: No user has / Cannot find any entity'],
  ])('%j keeps of its words only those of the table', (message, row) => {
    const failure = failureOf(new Error(message))

    expect(classify(failure).row).toBe(row)
    expect(failure.name).not.toMatch(/malika|99890|userId/)
  })

  it.each([new errors.SecurityError(), new errors.TypeNotFoundError(1, Buffer.alloc(0))])(
    '%s is named by its class',
    (error) => {
      expect(classify(failureOf(error)).row).toBe('TypeNotFoundError / InvalidBuffer')
    },
  )

  it.each([new TypeError('+998901234567 is not a function'), 'a string', undefined, null, 7])(
    '%s shows nothing of itself',
    (thrown) => {
      expect(failureOf(thrown)).toMatchObject({ layer: 'client' })
      expect(failureOf(thrown).name).not.toContain('998')
    },
  )

  it.each([
    'EADDRNOTAVAIL',
    'EAI_AGAIN',
    'ECONNABORTED',
    'ECONNREFUSED',
    'EHOSTUNREACH',
    'EMFILE',
    'ENETUNREACH',
    'ENOTFOUND',
    'EPIPE',
    'ETIMEDOUT',
  ])('%s, on the way to a connection, leaves everything unsent', (code) => {
    const direct = connectFailure(Object.assign(new Error(`connect ${code} 127.0.0.1:80`), { code }))
    const throughProxy = connectFailure(new Error(`connect ${code} 10.1.2.3:1080`))

    expect([direct, throughProxy]).toEqual([direct, direct])
    expect(classify(direct).row).toBe(code)
    expect(outcomeOf(classify(direct), false)).toEqual({ type: 'notSent', error: code })
  })
})

/** The errors that the simulator sends for a row: with a DC that it has. */
function sentFor(row: ErrorRow): (TelegramError & { readonly code: number })[] {
  return examplesOf(row)
    .filter(({ seconds }) => seconds === undefined) // Of the Bot API, which says them beside the name.
    .map((error) => {
      const name = error.name.replace('MIGRATE_31', 'MIGRATE_3').replace('MIGRATE_4', 'MIGRATE_3')
      const code = error.code ?? codeOfError(name)
      if (code === undefined) throw new Error(`nobody knows with which code ${name} comes`)
      return { ...error, name, code }
    })
}

function expectedOutcome(row: ErrorRow, error: TelegramError): Outcome {
  const instead = exceptions[row.name]?.becomes
  if (instead === undefined) return outcomeOf(classify({ ...error, method }), true)
  const layer = instead.startsWith('Request') ? 'client' : 'mtproto'
  return outcomeOf(classify({ layer, name: instead, method }), true)
}

/** What GramJS repeats once within the call, and the link doubts by its own name. */
const repeated = ['RPC_CALL_FAIL', 'RPC_MCGET_FAIL']

/** As often as GramJS asks by itself. */
function timesOf({ name }: ErrorRow): number {
  return repeated.includes(name) || exceptions[name]?.becomes.startsWith('Request') === true ? 2 : 1
}
