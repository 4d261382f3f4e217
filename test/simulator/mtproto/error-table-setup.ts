import { errors } from 'telegram'
import type { TelegramClient } from 'telegram'
import { codeOfError } from '../../../src/simulator/faults/known-errors.ts'
import type { Rule } from '../../../src/simulator/faults/rule.ts'
import { allMethods } from '../../../src/simulator/mtproto/methods/all.ts'
import { clientOf, sessionOf } from '../../support/chatting.ts'
import { leastRequest } from '../../support/least-request.ts'
import { exampleOf } from '../../support/telegram-errors.ts'
import type { TableRow } from '../../support/telegram-errors.ts'
import { startMtproto } from '../../support/telegram-world.ts'
import type { TestTelegram } from '../../support/telegram-world.ts'
import { RawClient } from './wire/raw-client.ts'
import { MemoryKeys } from './wire/wire-setup.ts'

/** For the raw client. */
export const getNearestDc = { _: 'help.getNearestDc' }

/** Somebody signed in with an unmodified client. */
export async function startAsking() {
  const telegram = await startMtproto()
  const client = await clientOf(telegram, telegram.world.users.create({ firstName: 'Aziz' }))
  return { telegram, client }
}

/** Lets somebody with a client of their own meet these errors one after another. */
export async function meetAll(telegram: TestTelegram, cases: readonly [TableRow, number][]): Promise<string[]> {
  const user = telegram.world.users.create({ firstName: 'Aziz' })
  const client = await clientOf(telegram, user)
  const met: string[] = []
  for (const [row, code] of cases) {
    const rule = { error: exampleOf(row.name), code, account: user.id }
    met.push(`${row.name}: ${await meet(telegram, client, methodFor(row), rule)}`)
  }
  return met
}

/** The same with a client that shows every byte. */
export async function startRaw() {
  const telegram = await startMtproto()
  const user = telegram.world.users.create({ firstName: 'Malika' })
  sessionOf(telegram, user)
  const key = telegram.keys.of(user.id)[0]?.key
  if (key === undefined) throw new Error('the session has no key')
  const raw = await RawClient.ready({ port: telegram.port, clock: telegram.clock, keys: new MemoryKeys() }, { key })
  return { telegram, raw }
}

/** A row once for each code that it may come with. */
export function withCodes(row: TableRow): [TableRow, number][] {
  const codes = row.codes.length === 0 ? [codeOfError(exampleOf(row.name))] : row.codes
  return codes.map((code) => [row, Number(code)])
}

/** One that the simulator has, or at least the client; two rows are about methods that came after layer 198. */
function methodFor({ methods }: TableRow): string {
  const known = methods.find((method) => method in allMethods) ?? methods.find((method) => leastRequest(method))
  return known ?? 'messages.sendMessage'
}

/** What the client throws for a request that meets the rule. */
export async function meet(
  telegram: TestTelegram,
  client: TelegramClient,
  method: string,
  rule: Rule,
): Promise<string> {
  const { id } = telegram.addRule({ ...rule, method, times: 1 })
  const request = leastRequest(method)
  if (request === undefined) throw new Error(`layer 198 has no ${method}`)
  try {
    await client.invoke(request)
    return 'answered'
  } catch (error) {
    return said(error)
  } finally {
    telegram.rules.remove(id)
  }
}

function said(error: unknown): string {
  if (!(error instanceof errors.RPCError)) return String(error)
  const fields = ['seconds', 'newDc', 'codeLength']
  const number = fields.map((field): unknown => Reflect.get(error, field)).find((value) => typeof value === 'number')
  const { name } = error.constructor
  return number === undefined ? `${name} ${error.code} ${error.errorMessage}` : `${name} ${number}`
}

/** The error of each call of help.getNearestDc, by the ledger. */
export function saidBy({ judge }: TestTelegram): (string | null)[] {
  return judge.page({ method: 'help.getNearestDc' }).lines.map(({ error }) => error)
}

export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32LE(value)
  return bytes
}
