import type { Clock } from './base/clock.ts'
import type { DataPaths } from './base/data-folder.ts'
import { fullDisk } from './base/full-disk.ts'
import type { Random } from './base/random.ts'
import { Refusal, exitCodes } from './base/refusal.ts'
import { openDatabase } from './base/sqlite.ts'
import type { Config } from './config.ts'
import type { EngineEvent } from './delivery/events.ts'
import { featureControl } from './features/control.ts'
import type { Shards } from './features/feature.ts'
import { migrations, openAllVerbs } from './features/store.ts'
import { openInstallation } from './ops/installation.ts'
import { EventFile } from './ops/log-files.ts'
import { requireSchema } from './ops/schema-change.ts'
import { localStore } from './store/local-store.ts'
import type { Progress } from './supervisor/control-protocol.ts'
import type { LoginClient } from './telegram/login-client.ts'
import { controlSettingsOf } from './thread-settings.ts'

export interface OperatorDeps {
  readonly config: Config
  readonly paths: DataPaths
  readonly version: string
  readonly clock: Clock
  readonly random: Random
  openSignIns(): LoginClient
}

/**
 * Does for one command what no supervisor is there to do: takes the data folder, does it by the same verbs, and lets go.
 * @throws Refusal; FolderHeld while another process has the folder
 */
export async function changeHere(
  deps: OperatorDeps,
  verb: string,
  args: unknown,
  report: (progress: Progress) => void,
): Promise<unknown> {
  try {
    return await changeLocked(deps, verb, args, report)
  } catch (error) {
    throw fullDisk(deps.paths.folder, error) ?? error
  }
}

async function changeLocked(
  deps: OperatorDeps,
  verb: string,
  args: unknown,
  report: (progress: Progress) => void,
): Promise<unknown> {
  const { config, paths, version, clock, random } = deps
  const { lock, keyring } = await openInstallation({
    paths,
    who: `karvon ${verb.replace('.', ' ')}`,
    keys: config.SESSION_SECRET_KEY,
    clock,
    random,
    patienceMs: 0,
    migrate: () => requireSchema({ paths, migrations, clock }),
  })
  const db = openDatabase(paths.database)
  const signIns = deps.openSignIns()
  // Whoever has the lock is the only one who writes there.
  const events = new EventFile({ folder: paths.logs, clock, retentionDays: config.LOG_RETENTION_DAYS })
  try {
    const store = localStore(db, openAllVerbs(db))
    const settings = controlSettingsOf(config, version)
    const onEvent = (event: EngineEvent) => events.write(event)
    const control = featureControl({ store, clock, random, keyring, signIns, shards: noShards, settings, onEvent })
    const run = Object.hasOwn(control, verb) ? control[verb] : undefined
    if (run === undefined) {
      throw new Refusal(`this needs a running supervisor: start it with \`karvon start\``, exitCodes.temporary)
    }
    return await run(args, report)
  } finally {
    await signIns.stop()
    events.close()
    db.close()
    lock.release()
  }
}

/** Nobody has a link, so nobody has to let go of one. */
const noShards: Shards = {
  areRunning: false,
  hint() {},
  vacate: (_, work) => work(),
  subscribe: () => () => {},
}
