import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makePrivateFolder } from '../base/data-folder.ts'
import { DriverMissing } from '../base/sqlite.ts'
import { LockHeld, acquireProcessLock } from '../base/process-lock.ts'
import type { ProcessLock } from '../base/process-lock.ts'
import { CannotStart } from './cannot-start.ts'
import { diskTrouble } from './disk-trouble.ts'
import { rememberNew } from './new-files.ts'
import { ServerKey, createServerKeyPem } from './mtproto/wire/crypto/server-key.ts'

/** What stands in the simulator's data folder. */
export interface DataFiles {
  readonly lock: ProcessLock
  readonly database: string
  /** Photos and documents. */
  readonly uploads: string
  readonly privatePem: string
  /** For clients: they must be given the server's key, as they carry Telegram's own. */
  readonly publicKeyFile: string
  /** What was missing of an earlier start's, in one line for the log. */
  readonly begunAnew: string | undefined
  /** After a start that fails before its world stands: takes away what it made, and lets the folder go. */
  giveUp(): void
}

/**
 * Makes the folder where it is absent, and holds it. What is missing of an earlier world is begun anew.
 * @throws CannotStart when another simulator has it, or it holds other things than a world.
 */
export async function openDataFiles(folder: string): Promise<DataFiles> {
  makePrivateFolder(folder)
  refuseForeign(folder)
  const lock = lockFolder(folder)
  const removeNew = rememberNew(folder)
  const giveUp = () => {
    removeNew()
    lock.release()
  }
  try {
    return { lock, giveUp, ...(await fill(folder)) }
  } catch (error) {
    giveUp()
    throw error
  }
}

async function fill(folder: string): Promise<Omit<DataFiles, 'lock' | 'giveUp'>> {
  const database = join(folder, databaseName)
  const uploads = join(folder, 'files')
  mkdirSync(uploads, { recursive: true, mode: 0o700 })
  const keyFile = join(folder, keyName)
  const begunAnew = missingOf(existsSync(database), existsSync(keyFile))
  const privatePem = await serverKeyIn(keyFile)
  const publicKeyFile = join(folder, 'public-key.pem')
  writePublicKey(publicKeyFile, publicPemOf(privatePem, keyFile))
  return { database, uploads, privatePem, publicKeyFile, begunAnew }
}

const databaseName = 'simulator.db'
const keyName = 'server-key.pem'
/** What SQLite keeps beside a database, what a start leaves that was killed, and what file systems and Git put into any folder. */
const ourNames =
  /^(?:(?:simulator\.db|lock)(?:-(?:wal|shm|journal))?|(?:server-key|public-key)\.pem(?:\.new)?|files|lost\+found|\..*)$/

/** A slip in `--data` must not strew a world over somebody's own folder. One that has a world may hold more: notes, a log. */
function refuseForeign(folder: string): void {
  const names = readdirSync(folder)
  const foreign = names.includes(databaseName) ? undefined : names.find((name) => !ourNames.test(name))
  if (foreign === undefined) return
  throw new CannotStart(`${folder} holds no world, but other things (${foreign}): give --data a new or empty folder`)
}

function missingOf(hasWorld: boolean, hasKey: boolean): string | undefined {
  if (hasKey && !hasWorld) return `${databaseName} was not there: a new world is begun, with the key that was`
  if (hasWorld && !hasKey)
    return `${keyName} was not there: a new key is made, and clients must be given the new public-key.pem`
  return undefined
}

function lockFolder(folder: string): ProcessLock {
  const path = join(folder, 'lock')
  try {
    return acquireProcessLock(path)
  } catch (error) {
    if (error instanceof LockHeld)
      throw new CannotStart(`${folder} is in use by another simulator: stop that one, or give another --data`)
    if (error instanceof DriverMissing) throw error
    const trouble = diskTrouble(error, path)
    if (trouble !== undefined) throw new CannotStart(trouble, { cause: error })
    throw new CannotStart(`${path} is damaged (${(error as Error).message}): delete it`, { cause: error })
  }
}

async function serverKeyIn(path: string): Promise<string> {
  if (existsSync(path)) return keyAt(path)
  const pem = await createServerKeyPem()
  try {
    writeWhole(path, pem)
  } catch (error) {
    throw new CannotStart(`the server key cannot be written: ${(error as Error).message}: ${makeRoom}`, {
      cause: error,
    })
  }
  return pem
}

function keyAt(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new CannotStart(`the server key cannot be read: ${(error as Error).message}`)
  }
}

function publicPemOf(privatePem: string, path: string): string {
  try {
    return new ServerKey(privatePem).publicPem
  } catch {
    throw new CannotStart(
      `${path} holds no RSA key of 2048 bits: put the key back, or delete the file to get a new one`,
    )
  }
}

function writePublicKey(path: string, pem: string): void {
  try {
    writeFileSync(path, pem)
  } catch (error) {
    throw new CannotStart(`the public key cannot be written: ${(error as Error).message}: ${makeRoom}`)
  }
}

const makeRoom = 'make room for it, or give another --data'

/** On a disk that is full there is no file then, rather than an empty one that the next start trips over. */
function writeWhole(path: string, text: string): void {
  const draft = `${path}.new`
  rmSync(draft, { force: true })
  try {
    writeFileSync(draft, text, { mode: 0o600, flush: true })
    renameSync(draft, path)
  } finally {
    rmSync(draft, { force: true })
  }
}
