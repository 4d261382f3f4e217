import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dataPaths } from '../../../src/base/data-folder.ts'
import { openKeyring } from '../../../src/base/keyring.ts'
import { Secret } from '../../../src/base/secret.ts'
import { openDatabase } from '../../../src/base/sqlite.ts'
import type { Database } from '../../../src/base/sqlite.ts'
import { migrations, openAllVerbs } from '../../../src/features/store.ts'
import type { AllVerbs } from '../../../src/features/store.ts'
import { migrateUp } from '../../../src/store/migrate.ts'
import type { SimulatorProcess } from '../../support/simulator-process.ts'

/** One message: this account, to this group. */
export interface Target {
  readonly userId: number
  readonly peer: number
}

export interface Installation {
  /** Working folder of the engine: its .env and its data. */
  readonly folder: string
  readonly database: string
  /** What must appear in no log. */
  readonly sessions: readonly string[]
  readonly targets: readonly Target[]
}

export interface InstallationOptions {
  readonly accounts: number
  readonly groups: number
  /** Each group hears from one account, in turn, once. */
  readonly text: string
  readonly settings?: Readonly<Record<string, string>>
}

/**
 * A data folder as weeks of use would have left it: accounts that are signed in, groups that are known, and a campaign that was told
 * to run once. Made before the engine starts, with the store's own verbs.
 */
export async function makeInstallation(
  simulator: SimulatorProcess,
  folder: string,
  { accounts: count, groups, text, settings = {} }: InstallationOptions,
): Promise<Installation> {
  const { world } = simulator.client
  const users = await world.makeUsers(Array.from({ length: count }, (_, index) => ({ firstName: `Account ${index}` })))
  const sessions = await world.makeSessions(users.map(({ id }) => id))
  const owner = await world.makeUser({ firstName: 'Owner of the groups' })
  const memberIds = users.map(({ id }) => id)
  const titles = Array.from({ length: groups }, (_, index) => `Group ${index}`)
  const chats = await world.makeChats(
    titles.map((title) => ({ kind: 'supergroup', title, creatorId: owner.id, memberIds })),
  )

  const key = randomBytes(32)
  const paths = dataPaths(join(folder, 'data'))
  mkdirSync(paths.folder, { recursive: true, mode: 0o700 })
  writeEnvironment(simulator, folder, key, settings)
  const hashOf = accessHashes(simulator)
  const targets = withVerbs(paths.database, (verbs) => {
    const nowMs = Date.now()
    verbs.grantAccess({ id: 1, days: 30, name: 'Owner', actor: 'cli', nowMs })
    const accountIds = sessions.map((session, index) => {
      const id = verbs.reserveAccountId()
      const sealed = openKeyring([key]).seal(new Secret(session.gramjs), {
        table: 'accounts',
        row: id,
        column: 'session',
      })
      const { userId: telegramId, authKeyId } = session
      const names = { name: `Account ${index}`, username: null, device: JSON.stringify(device) }
      verbs.addLogin({ id, ownerId: 1, telegramId, authKeyId, ...names, session: sealed, capPerMinute: 1800, nowMs })
      return id
    })
    const ofGroups = chats.map(({ peer, title }, index) => {
      const userId = users[index % count]?.id ?? 0
      const accountId = accountIds[index % count] ?? 0
      const row = { peer, kind: 'supergroup' as const, title, username: null, whyNot: null, isForum: false }
      const known = { ...row, accessHash: hashOf(userId, peer), migratedTo: null }
      verbs.savePeers({ accountId, peers: [known], nowMs })
      return { userId, accountId, peer }
    })
    startOnce(verbs, text, ofGroups, nowMs)
    return ofGroups
  })
  return { folder, database: paths.database, sessions: sessions.map(({ gramjs }) => gramjs), targets }
}

/** Does something in the database while no engine runs. */
export function withVerbs<Value>(database: string, work: (verbs: AllVerbs, db: Database) => Value): Value {
  const db = openDatabase(database)
  try {
    migrateUp(db, migrations, Date.now())
    const verbs = openAllVerbs(db)
    return db.transaction(() => work(verbs, db)).immediate()
  } finally {
    db.close()
  }
}

function startOnce(
  verbs: AllVerbs,
  text: string,
  targets: readonly { readonly accountId: number; readonly peer: number }[],
  nowMs: number,
): void {
  const limits = { intervalMinMs: 1_000 }
  const answer = verbs.createCampaign({
    uuid: randomUUID(),
    ownerId: 1,
    name: null,
    content: { text, entities: [] },
    everyMs: null,
    targets: targets.map(({ accountId, peer }) => ({ accountId, peer, topic: 0 })),
    limits,
    nowMs,
  })
  if ('problem' in answer) throw new Error(`no campaign, but ${JSON.stringify(answer.problem)}`)
  verbs.startCampaign({ id: answer.campaign.id, ownerId: null, limits, nowMs })
}

export function writeEnvironment(
  { ready }: SimulatorProcess,
  folder: string,
  key: Buffer,
  settings: Readonly<Record<string, string>>,
): void {
  const variables = {
    TG_API_ID: '1',
    TG_API_HASH: '0'.repeat(32),
    SESSION_SECRET_KEY: key.toString('base64'),
    DATA_DIR: 'data',
    SHARDS: '2',
    TELEGRAM_PER_ACCOUNT_MPM: '1800',
    TELEGRAM_PER_ACCOUNT_MIN_DELAY_MS: String(gapMs),
    SCHEDULER_CHECK_INTERVAL_MS: '50',
    SCHEDULER_JITTER_MAX_MS: '0',
    TEST_MODE: 'true',
    TG_DC_ADDRESS: `127.0.0.1:${ready.port}`,
    TG_DC_PUBLIC_KEY_FILE: ready.publicKeyFile,
    ...settings,
  }
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`)
  writeFileSync(join(folder, '.env'), lines.join(''), { mode: 0o600 })
}

/** The least time between two messages of an account, to which the ledger is held. */
export const gapMs = 50

export const device = { model: 'Karvon', systemVersion: 'test', appVersion: '1.0' }

/** The simulator derives them from a secret in its own file; fetching two hundred lists of dialogs would give the same. */
export function accessHashes({ ready }: SimulatorProcess): (userId: number, peer: number) => string {
  const db = openDatabase(join(ready.dataDir, 'simulator.db'), { readonly: true })
  const secret = db.prepare<[], string>(`select value from meta where key = 'secret'`).pluck().get()
  db.close()
  if (secret === undefined) throw new Error('the simulator has no secret')
  return (userId, peer) => String(createHmac('sha256', secret).update(`${userId}|${peer}`).digest().readBigInt64LE(0))
}
