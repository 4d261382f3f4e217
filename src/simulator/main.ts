import { existsSync } from 'node:fs'
import type { Logger } from '../base/log.ts'
import { seededRandom, systemRandom } from '../base/random.ts'
import type { Service } from '../base/service.ts'
import type { Database } from '../base/sqlite.ts'
import { BotApiServer } from './botapi/server.ts'
import { ControlServer } from './control/server.ts'
import { openDataFiles } from './data-files.ts'
import type { DataFiles } from './data-files.ts'
import { lastWords } from './disk-trouble.ts'
import { RuleBook } from './faults/rule-book.ts'
import { openLedger } from './ledger/ledger.ts'
import { LedgerReader } from './ledger/ledger-reader.ts'
import { logOutput } from './log-output.ts'
import { openMtprotoSurface } from './mtproto/surface.ts'
import { pageApp } from './page/app.ts'
import { openClock } from './simulator-clock.ts'
import { openSimulatorDatabase, readingError } from './simulator-database.ts'
import { GroupCommit } from './world/group-commit.ts'
import { openWorld } from './world/world.ts'
import { settleWorld } from './worlds/worlds.ts'
import type { WorldName } from './worlds/worlds.ts'

export interface SimulatorOptions {
  /** MTProto, Bot API and control; 0 picks a free port. */
  readonly port: number
  readonly apiPort: number
  readonly controlPort: number
  readonly world: WorldName
  readonly seed: number
  /** Absolute path; created when absent. */
  readonly dataDir: string
  readonly log: Logger
}

/** What a client needs to connect; printed as one line of JSON when everything serves. */
export interface ReadyLine {
  readonly ready: true
  readonly port: number
  readonly apiPort: number
  readonly controlPort: number
  readonly publicKeyFile: string
  readonly dataDir: string
}

export interface RunningSimulator {
  readonly ready: ReadyLine
  stop(): Promise<void>
}

/** Builds the simulated Telegram and serves it. @throws CannotStart for what the operator can mend. */
export async function startSimulator(options: SimulatorOptions): Promise<RunningSimulator> {
  try {
    return await openAndServe(options)
  } catch (error) {
    throw readingError(error, options.dataDir)
  }
}

async function openAndServe(options: SimulatorOptions): Promise<RunningSimulator> {
  const files = await openDataFiles(options.dataDir)
  const { core, mtproto, botApi, control } = await openWhole(files, options)
  if (files.begunAnew !== undefined) options.log.warn({ folder: options.dataDir }, files.begunAnew)
  const services: Service[] = [mtproto.server, botApi, control]
  for (const service of services) await service.start()

  const ports = { port: mtproto.server.port, apiPort: botApi.port, controlPort: control.port }
  return {
    ready: { ready: true, ...ports, publicKeyFile: files.publicKeyFile, dataDir: options.dataDir },
    async stop() {
      for (const service of services.toReversed()) await service.stop()
      core.commit.close()
      core.db.close()
      files.lock.release()
    },
  }
}

/**
 * What a new world begins with is on disk before anybody can connect: a kill right after the ready line must find it again. Until then
 * a disk that cannot be written fails the start, which takes away what it made; from then on it ends the process.
 */
async function openWhole(files: DataFiles, options: SimulatorOptions) {
  const isNew = !existsSync(files.database)
  let db: Database | undefined
  let fail: (error: unknown) => void = () => {}
  try {
    db = openSimulatorDatabase(files.database)
    const failed = new Promise<never>((_, reject) => (fail = reject))
    // Who opened the turn may have thrown it before it is waited for.
    failed.catch(() => {})
    const core = openCore(db, options, (error) => fail(error))
    const surfaces = openSurfaces(core, files, options)
    await Promise.race([failed, new Promise<void>((resolve) => core.commit.whenDurable(resolve))])
    fail = (error) => endProcess(options, error)
    return { core, ...surfaces }
  } catch (error) {
    // Closing would write what stands in the log into a world that shall be left as it is.
    if (isNew) db?.close()
    else if (db?.inTransaction === true) db.exec('rollback')
    files.giveUp()
    throw error
  }
}

/** The world with its judge and its rules: what every surface works on. */
function openCore(db: Database, { log, seed, world: name }: SimulatorOptions, onFailure: (error: unknown) => void) {
  const commit = new GroupCommit(db, onFailure)
  const { clock, keepIn } = openClock()
  const random = seededRandom(seed + countStart(db))
  const world = openWorld({ db, commit, clock, random })
  keepIn(world.store)
  settleWorld(world, name, random)
  const ledger = openLedger(db, commit)
  const rules = new RuleBook({ db, commit, clock, seed })
  return { world, db, commit, clock, ledger, rules, faults: rules, log, random: systemRandom }
}

function openSurfaces(
  core: ReturnType<typeof openCore>,
  files: DataFiles,
  { port, apiPort, controlPort }: SimulatorOptions,
) {
  const mtproto = openMtprotoSurface({ ...core, privatePem: files.privatePem, filesDir: files.uploads, port })
  const botApi = new BotApiServer({ ...core, filesDir: files.uploads, port: apiPort })
  const page = pageApp({
    ...core,
    commandsOf: (botId, viewer) => botApi.commandsOf(botId, viewer),
    contentOf: (fileId) => botApi.contentOf(fileId),
  })
  const control = new ControlServer({
    ...core,
    keys: mtproto.keys,
    codes: mtproto.signIn.codes,
    passwords: mtproto.signIn.passwords,
    judge: new LedgerReader(core.db, core.commit),
    mtproto: mtproto.server,
    botApi: { setLimits: (enabled) => botApi.setLimits({ enabled }) },
    page,
    port: controlPort,
  })
  return { mtproto, botApi, control }
}

/**
 * 0 at the first start of a folder, then rising: a restart continues the world, so it must not draw the same invite links and
 * codes a second time.
 */
function countStart(db: Database): number {
  const count = db.pragma('user_version', { simple: true }) as number
  db.pragma(`user_version = ${count + 1}`)
  return count
}

/** A turn that cannot be written leaves memory ahead of the disk: nobody may be answered from it any more. */
function endProcess({ log, dataDir }: SimulatorOptions, error: unknown): never {
  log.fatal({ err: error }, 'the data folder cannot be written: stopping')
  // The line above is for programs.
  logOutput().write(`error: ${lastWords(error, dataDir)}\n`)
  process.exit(70)
}
