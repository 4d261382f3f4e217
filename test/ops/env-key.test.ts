import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readEnvironment } from '../../src/base/env-file.ts'
import { Refusal } from '../../src/base/refusal.ts'
import { addKeyTo } from '../../src/ops/env-key.ts'
import { mountSmallDisk, needsMount } from '../support/small-disk.ts'
import { temporaryFolder } from '../support/world.ts'

describe('a key that is added to .env', () => {
  it.each([
    ['a file that is not there', undefined, ''],
    ['an empty one', '', ''],
    ['one that holds something', 'A=1\n# SESSION_SECRET_KEY=\n', ''],
    ['one whose last line does not end', 'A=1', '\n'],
    ['one in which a quotation mark is never closed', 'A="1\n', ''],
    ['one in which its place is empty', 'SESSION_SECRET_KEY=\nA=1\n', ''],
  ])('is read from there by its owner only, and changes nothing else: %s', (_, text, between) => {
    const { path, key } = setup()
    if (text !== undefined) {
      writeFileSync(path, text)
      chmodSync(path, 0o644)
    }

    addKeyTo(path, key)

    expect(readFileSync(path, 'utf8')).toBe(`${text ?? ''}${between}SESSION_SECRET_KEY=${key}\n`)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readEnvironment(path, {})['SESSION_SECRET_KEY']).toBe(key)
  })

  it.each([
    ['a key', 'SESSION_SECRET_KEY=old\n', 'has SESSION_SECRET_KEY already'],
    ['a key as a shell takes it', 'export SESSION_SECRET_KEY="old,older"\n', 'has SESSION_SECRET_KEY already'],
    ['the name of its file', 'SESSION_SECRET_KEY_FILE=/run/key\n', 'has SESSION_SECRET_KEY_FILE already'],
  ])('is refused in one line where it finds %s, and the file stays as it is', (_, text, line) => {
    const { path, key } = setup()
    writeFileSync(path, text)
    chmodSync(path, 0o640)

    const error = errorOf(() => addKeyTo(path, key))

    expect(error).toMatchObject({ exitCode: 2, message: expect.stringContaining(`${path} ${line}`) })
    expect(error.message).not.toMatch(/\n|old/)
    expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777]).toEqual([text, 0o640])
  })

  it('is refused where no file can be', () => {
    const { path, key } = setup()
    mkdirSync(path)

    expect(errorOf(() => addKeyTo(path, key)).message).toBe(
      `${path} cannot be written (EISDIR): check its name, its rights and its disk`,
    )
    expect(errorOf(() => addKeyTo(join(path, 'no', '.env'), key)).message).toContain('(ENOENT)')
    expect(errorOf(() => addKeyTo('/dev/null', key)).message).toBe('/dev/null is no file: name one')
  })

  it('leaves nothing of it on a disk that is full', (t) => {
    const disk = mountSmallDisk(64 * 1024)
    if (disk === undefined) return t.skip(needsMount)
    const [path, other] = [join(disk.folder, '.env'), join(disk.folder, 'other.env')]
    // To the last byte of a page, so that a line needs one more.
    writeFileSync(path, '#'.repeat(4095) + '\n')
    expect(() => writeFileSync(join(disk.folder, 'rest'), Buffer.alloc(128 * 1024))).toThrow('ENOSPC')

    expect(errorOf(() => addKeyTo(path, setup().key)).message).toContain('cannot be written (ENOSPC)')
    expect(errorOf(() => addKeyTo(other, setup().key)).message).toContain('cannot be written (ENOSPC)')
    expect(statSync(path).size).toBe(4096)
    expect(existsSync(other)).toBe(false)
  })
})

function setup() {
  return { path: join(temporaryFolder(), '.env'), key: randomBytes(32).toString('base64') }
}

function errorOf(work: () => void): Refusal {
  try {
    work()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error('nothing was refused')
}
