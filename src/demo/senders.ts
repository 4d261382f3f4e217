import PQueue from 'p-queue'
import type { KeptLogin } from '../features/accounts/logins.ts'
import type { SimulatorClient } from '../simulator/client.ts'
import { readAccounts, readGroups } from './books.ts'
import type { Sender } from './orders.ts'
import type { Progress } from './progress.ts'

/** Asks the engine by its control socket. */
export type Ask = <Answer>(verb: string, args: unknown) => Promise<Answer>

export interface SendersDeps {
  readonly client: SimulatorClient
  readonly ask: Ask
  readonly database: string
  readonly progress: Progress
  readonly signal: AbortSignal
}

/** Whose all of it is. */
export const ownerId = 1001

/** Groups are read by the accounts themselves, which connect no faster than this many in a second anyway. */
const readersMax = 20

/**
 * Brings the accounts in, as an operator would: their sessions are imported and their lists of groups are read. Those that an earlier
 * run signed in are taken as they are; those that it lost to a ban get a new session.
 */
export async function bringInSenders(deps: SendersDeps, count: number): Promise<Sender[]> {
  const { client, ask, database, progress, signal } = deps
  await ask('users.add', { id: ownerId, days: 30, name: 'Demo' })
  const { items } = await client.world.users({ bots: 'none', limit: 1_000 })
  const users = items.filter(({ phone }) => phone?.startsWith(demoPhones) === true).slice(0, count)
  const isIn = new Map(readAccounts(database).map(({ telegramId, id, state }) => [telegramId, { id, state }]))
  const missing = users.filter(({ id }) => isIn.get(id)?.state !== 'active').map(({ id }) => id)
  const sessions = missing.length === 0 ? [] : await client.world.makeSessions(missing)

  progress.step('accounts brought in')
  const queue = new PQueue({ concurrency: readersMax })
  const reads: Promise<void>[] = []
  const ready: Omit<Sender, 'groups'>[] = []
  let done = 0
  const say = () => progress.at({ done, total: users.length, note: `${ready.length} signed in` })
  const readLater = (sender: Omit<Sender, 'groups'>, isKnown: boolean) => {
    ready.push(sender)
    const read = queue.add(async () => {
      signal.throwIfAborted()
      if (!isKnown) await ask('groups.read', { id: sender.accountId })
      done++
      say()
    })
    reads.push(read)
    // Whoever waits for all of them hears of it.
    read.catch(() => {})
  }
  const present = users.flatMap(({ id: telegramId }) => {
    const account = isIn.get(telegramId)
    return account?.state === 'active' ? [{ telegramId, accountId: account.id }] : []
  })
  const known = readGroups(database, idsOf(present))
  for (const [index, sender] of present.entries()) readLater(sender, known[index] !== undefined)
  for (const { gramjs, userId: telegramId } of sessions) {
    signal.throwIfAborted()
    const { account } = await ask<KeptLogin>('accounts.import', { ownerId, session: gramjs })
    readLater({ telegramId, accountId: account.id }, false)
    say()
  }
  await Promise.all(reads)
  const groups = readGroups(database, idsOf(ready))
  return ready.map((sender, index) => ({ ...sender, groups: groups[index] ?? [] }))
}

function idsOf(senders: readonly Pick<Sender, 'accountId'>[]): number[] {
  return senders.map(({ accountId }) => accountId)
}

/** Of the accounts in the demo's world. */
const demoPhones = '999662'
