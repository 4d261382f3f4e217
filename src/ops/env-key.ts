import {
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { parseEnv } from 'node:util'
import { Refusal } from '../base/refusal.ts'

/**
 * Puts a key into a `.env` file that has none: the file is made where it is absent, and is for its owner only before the key is in it.
 * What stands there stays, byte for byte.
 * @param value as SESSION_SECRET_KEY takes it
 * @throws Refusal where a key stands already or the file cannot be written; then nothing is changed
 */
export function addKeyTo(path: string, value: string): void {
  const isNew = !existsSync(path)
  const file = open(path)
  try {
    const { size, mode } = fstatSync(file)
    const text = readFileSync(file, 'utf8')
    const addition = additionTo(path, text, value)
    try {
      fchmodSync(file, 0o600)
      writeFileSync(file, addition)
      fsyncSync(file)
    } catch (error) {
      // Half a key would be refused by every command from then on.
      ftruncateSync(file, size)
      fchmodSync(file, mode)
      if (isNew) rmSync(path, { force: true })
      throw cannotWrite(path, error)
    }
  } finally {
    closeSync(file)
  }
}

function open(path: string): number {
  const { O_RDWR, O_CREAT, O_APPEND } = constants
  try {
    const file = openSync(path, O_RDWR | O_CREAT | O_APPEND, 0o600)
    if (fstatSync(file).isFile()) return file
    closeSync(file)
  } catch (error) {
    throw cannotWrite(path, error)
  }
  throw new Refusal(`${path} is no file: name one`)
}

function additionTo(path: string, text: string, value: string): string {
  const given = parseEnv(text)
  const name = ['SESSION_SECRET_KEY', 'SESSION_SECRET_KEY_FILE'].find((key) => (given[key] ?? '').trim() !== '')
  if (name !== undefined) {
    throw new Refusal(
      `${path} has ${name} already, and without that key no session opens: \`karvon keys rotate --help\` says how to change it`,
    )
  }
  const lineEnd = text === '' || text.endsWith('\n') ? '' : '\n'
  return `${lineEnd}SESSION_SECRET_KEY=${value}\n`
}

function cannotWrite(path: string, cause: unknown): Refusal {
  const { code, message } = cause as NodeJS.ErrnoException
  return new Refusal(
    `${path} cannot be written (${code ?? message}): check its name, its rights and its disk`,
    undefined,
    {
      cause,
    },
  )
}
