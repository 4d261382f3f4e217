import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DataPaths } from '../base/data-folder.ts'
import type { Random } from '../base/random.ts'
import { Refusal, exitCodes } from '../base/refusal.ts'
import type { Database } from '../base/sqlite.ts'
import { FolderHeld } from '../ops/installation.ts'
import { readDatabase } from '../store/inspect.ts'
import { migrationStatus } from '../store/migrate.ts'
import type { Progress } from '../supervisor/control-protocol.ts'
import { AnswerLost, askSupervisor } from './control-client.ts'
import { anyFolder, existingFolder } from './upkeep.ts'
import type { UpkeepDeps } from './upkeep.ts'

/** What a command is given that looks at what the engine does, or changes it. */
export interface CommandContext extends UpkeepDeps {
  /** Reads, whether or not a supervisor runs; the lock is not touched. @throws Refusal where there is nothing to read */
  read<T>(query: (db: Database) => T): T
  /** Has it done by the running supervisor, or does it here, with the lock. @throws Refusal */
  change<T>(verb: string, args: unknown, onProgress?: (progress: Progress) => void): Promise<T>
  /**
   * As `change`, for what is made under a uuid, so that a repeat makes nothing more: an answer that was lost is asked for once more,
   * by itself. `args` get the `uuid`.
   */
  make<T>(verb: string, args: object): Promise<T>
  /** Asks the running supervisor. @returns undefined when none runs @throws Refusal when there is no data folder */
  ask<T>(verb: string, args: unknown): Promise<T | undefined>
}

export interface ContextDeps extends UpkeepDeps {
  readonly random: Random
  /** Does what no supervisor is there to do. @throws FolderHeld when somebody took the folder meanwhile */
  changeHere(paths: DataPaths, verb: string, args: unknown, onProgress: (progress: Progress) => void): Promise<unknown>
}

export function openContext(deps: ContextDeps): CommandContext {
  return {
    ...deps,
    read: (query) => read(deps, query),
    change: async <T>(verb: string, args: unknown, onProgress: (progress: Progress) => void = () => {}) =>
      (await change(deps, { verb, args, onProgress, repeatsMax: 0 })) as T,
    make: async <T>(verb: string, args: object) => {
      const uuid = deps.random.bytes(16).toString('hex')
      return (await change(deps, { verb, args: { ...args, uuid }, onProgress() {}, repeatsMax: 1 })) as T
    },
    async ask<T>(verb: string, args: unknown) {
      const asked = await askSupervisor(existingFolder(deps).folder, { verb, args, silenceMaxMs: answerMaxMs })
      return asked?.value as T | undefined
    },
  }
}

/** Its main thread is never busy for long, so that one which takes longer to say how it is does not work. */
const answerMaxMs = 10_000

/** The longest that a supervisor is busy with one step of a command: a connection to Telegram that does not answer. */
const silenceMaxMs = 90_000

function read<T>(deps: UpkeepDeps, query: (db: Database) => T): T {
  const { database } = existingFolder(deps)
  if (!existsSync(database)) {
    throw new Refusal(`${database} is not there yet: \`karvon start\` makes it`, exitCodes.config)
  }
  return readDatabase(database, (db) => {
    if (migrationStatus(db, deps.migrations).some(({ appliedAtMs }) => appliedAtMs === null)) {
      throw new Refusal(`${database} is older than this program: run \`karvon migrate up\``, exitCodes.config)
    }
    return query(db)
  })
}

/** Another command has the folder for milliseconds, and a supervisor that starts answers within two seconds. */
const patienceMs = 10_000
const againEveryMs = 100

interface Change {
  readonly verb: string
  readonly args: unknown
  readonly onProgress: (progress: Progress) => void
  /** How often it is asked for again after an answer that was lost. */
  readonly repeatsMax: number
}

async function change(deps: ContextDeps, { verb, args, onProgress, repeatsMax }: Change): Promise<unknown> {
  const paths = anyFolder(deps)
  const wait = () => deps.clock.nowMs() + patienceMs
  let [untilMs, repeats] = [wait(), 0]
  let lost: AnswerLost | undefined
  for (;;) {
    try {
      const asked = await askSupervisor(paths.folder, { verb, args, silenceMaxMs, onProgress })
      return asked === undefined ? await deps.changeHere(paths, verb, args, onProgress) : asked.value
    } catch (error) {
      if (error instanceof AnswerLost && repeats < repeatsMax) {
        ;[lost, untilMs, repeats] = [error, wait(), repeats + 1]
      } else if (error instanceof AnswerLost) {
        throw unsure(verb, error)
      } else if (!(error instanceof FolderHeld) || deps.clock.nowMs() >= untilMs) {
        // A refusal of the verb itself says that nothing was done, also not the first time.
        const isRefused = error instanceof Refusal && error.exitCode === exitCodes.usage
        if (lost !== undefined && !isRefused) throw unsure(verb, lost)
        throw error instanceof FolderHeld ? silent(error) : error
      }
    }
    await sleep(againEveryMs)
  }
}

/** Where a person sees what became of it: by the first word of a verb, its command. */
const lists: Readonly<Record<string, string>> = {
  accounts: 'accounts list',
  campaigns: 'campaigns list',
  proxies: 'proxies list',
  users: 'users list',
}

function unsure(verb: string, cause: AnswerLost): Refusal {
  const [area = '', word] = verb.split('.')
  const list = lists[area]
  const done = word === 'create' ? 'created' : 'done'
  const look = list === undefined ? 'look' : `look at \`karvon ${list}\``
  return new Refusal(`${cause.what}: it may have been ${done}: ${look} before you ask again`, exitCodes.temporary, {
    cause,
  })
}

function silent(cause: FolderHeld): Refusal {
  const text = `${cause.where}, and does not answer: see its log, or restart it`
  return cause.isBySupervisor ? new Refusal(text, exitCodes.temporary, { cause }) : cause
}
