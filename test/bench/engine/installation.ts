import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { dataPaths } from '../../../src/base/data-folder.ts'
import { openKeyring } from '../../../src/base/keyring.ts'
import { Secret } from '../../../src/base/secret.ts'
import { partitionOf } from '../../../src/delivery/partition.ts'
import { accessHashes, device, withVerbs, writeEnvironment } from '../../fault/engine/installation.ts'
import type { SimulatorProcess } from '../../support/simulator-process.ts'

/** A login with groups of its own: nobody else hears what it writes, so that only sending is measured. */
export interface Login {
  readonly session: string
  readonly groups: readonly Group[]
}

/** One that is an account of the engine. */
export interface Sender extends Login {
  readonly id: number
  readonly partition: number
}

export interface Group {
  readonly peer: number
  readonly accessHash: string
}

export interface SenderOptions {
  readonly accounts: number
  readonly groupsEach: number
  /** So many logins more, of which the engine must know nothing: it looks at each of its accounts, and a second user of a key ends it. */
  readonly others?: number
  readonly settings?: Readonly<Record<string, string>>
}

/** Messages a minute and account: the most that the configuration takes. */
export const capPerMinute = 1800

/** Makes the engine's data folder, with accounts that know their groups and nothing to do. */
export async function makeSenders(
  simulator: SimulatorProcess,
  folder: string,
  { accounts, groupsEach, others = 0, settings = {} }: SenderOptions,
): Promise<{ readonly database: string; readonly senders: readonly Sender[]; readonly others: readonly Login[] }> {
  const logins = await makeLogins(simulator, accounts + others, groupsEach)
  const paths = dataPaths(join(folder, 'data'))
  mkdirSync(paths.folder, { recursive: true, mode: 0o700 })
  const key = randomBytes(32)
  writeEnvironment(simulator, folder, key, { ...unhurried, ...settings })
  const keyring = openKeyring([key])
  const nowMs = Date.now()
  const senders = withVerbs(paths.database, (verbs) => {
    verbs.grantAccess({ id: 1, days: 30, name: 'Owner', actor: 'cli', nowMs })
    return logins.slice(0, accounts).map(({ session, groups, userId, authKeyId }, index): Sender => {
      const id = verbs.reserveAccountId()
      const sealed = keyring.seal(new Secret(session), { table: 'accounts', row: id, column: 'session' })
      const names = { name: `Account ${index}`, username: null, device: JSON.stringify(device) }
      const login = { id, ownerId: 1, telegramId: userId, authKeyId, ...names, session: sealed, capPerMinute, nowMs }
      verbs.addLogin(login)
      const unknown = { title: 'Group', username: null, whyNot: null, isForum: false, migratedTo: null }
      const peers = groups.map((group) => ({ ...group, ...unknown, kind: 'supergroup' as const }))
      verbs.savePeers({ accountId: id, peers, nowMs })
      return { id, partition: partitionOf(id), session, groups }
    })
  })
  return { database: paths.database, senders, others: logins.slice(accounts) }
}

interface MadeLogin extends Login {
  readonly userId: number
  readonly authKeyId: string
}

async function makeLogins(simulator: SimulatorProcess, count: number, groupsEach: number): Promise<MadeLogin[]> {
  const { world } = simulator.client
  const users = await world.makeUsers(range(count).map((index) => ({ firstName: `Account ${index}` })))
  const sessions = await world.makeSessions(users.map(({ id }) => id))
  const wanted = users.flatMap(({ id }) =>
    range(groupsEach).map((index) => ({ title: `Group ${index}`, creatorId: id })),
  )
  const chats = await world.makeChats(wanted.map((chat) => ({ kind: 'supergroup', ...chat })))
  const hashOf = accessHashes(simulator)
  return sessions.map(({ gramjs: session, userId, authKeyId }, index) => {
    const own = chats.slice(index * groupsEach, (index + 1) * groupsEach)
    const groups = own.map(({ peer }) => ({ peer, accessHash: hashOf(userId, peer) }))
    return { session, userId, authKeyId, groups }
  })
}

/** Only the cap holds them back; and the scheduler looks as often as it does for everybody. */
const unhurried = {
  TELEGRAM_PER_ACCOUNT_MPM: String(capPerMinute),
  TELEGRAM_PER_ACCOUNT_MIN_DELAY_MS: '0',
  SCHEDULER_CHECK_INTERVAL_MS: '1000',
}

export function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index)
}
