import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dataPaths } from '../../src/base/data-folder.ts'
import { Refusal } from '../../src/base/refusal.ts'
import { migrations } from '../../src/features/store.ts'
import { backUpHere, raiseSchema } from '../../src/ops/schema-change.ts'
import { mountSmallDisk, needsMount } from '../support/small-disk.ts'
import { temporaryFolder } from '../support/world.ts'

describe('a place where no backup can go is refused in one line that names it, and nothing is changed', () => {
  it.each<[string, string, string]>([
    ['below a file', 'file/b.db', 'file is no folder: name a file in a folder'],
    ['deeper below a file', 'file/x/y/b.db', 'file is no folder: name a file in a folder'],
    ['in a folder that is not there', 'x/y/b.db', 'x/y: make it first'],
    ['a folder', 'folder', 'folder is a folder: name a file, such as '],
    ['a folder that is not there yet', 'new/', 'new is a folder: name a file, such as '],
    ['a file', 'file', 'file exists already'],
    ['a link that leads nowhere', 'nowhere', 'nowhere exists already'],
    ['a link to itself, and below it', 'circle/b.db', 'circle/b.db cannot be made (ELOOP): '],
    ['a name that is too long', 'n'.repeat(300), 'cannot be made (ENAMETOOLONG): its name is too long'],
    ['a name that is too long while it is written', 'n'.repeat(252), 'cannot be made (ENAMETOOLONG): '],
    ['the database', 'data/karvon.db', 'karvon.db is the database itself'],
    ['its journal', 'data/karvon.db-journal', 'karvon.db-journal is a name that karvon uses itself'],
    ['its journal, by another way', 'link/karvon.db-journal', 'karvon.db-journal is a name that karvon uses itself'],
    ['the control socket', 'data/control.sock', 'control.sock is a name that karvon uses itself'],
    ['the folder of logs', 'data/logs', 'logs is a name that karvon uses itself'],
    ['beside the log of another database', 'other.db', 'other.db-wal is there'],
    ['where another backup is being written', 'busy.db', 'busy.db.part is being written, or was left'],
  ])('%s', async (_, to, line) => {
    const { folder, backUp } = await setup()
    const before = contentsOf(folder)

    const error = await backUp(`${folder}/${to}`)

    expect(error).toMatchObject({ exitCode: 2, message: expect.stringContaining(line) })
    expect(error.message).not.toContain('\n')
    expect(error.message).toContain(join(folder, to.split('/')[0] ?? ''))
    expect(contentsOf(folder)).toEqual(before)
  })

  it('a disk that is mounted read-only', async (t) => {
    const disk = mountSmallDisk(64 * 1024 * 1024)
    if (disk === undefined) return t.skip(needsMount)
    const { backUp } = await setup()
    disk.makeReadOnly()

    expect(await backUp(join(disk.folder, 'b.db'))).toMatchObject({
      exitCode: 2,
      message: `${disk.folder}/b.db.part cannot be made (EROFS): its disk is mounted read-only, name a file on another`,
    })
  })

  it('a folder whose owner is somebody else', async (t) => {
    t.skip(process.getuid?.() === 0, 'root may write everywhere')
    const { folder, backUp } = await setup()
    mkdirSync(join(folder, 'closed'), { mode: 0o500 })

    expect(await backUp(join(folder, 'closed/b.db'))).toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('b.db.part cannot be made (EACCES): check who owns its folder'),
    })
  })

  it('a disk without room, which is worth another try', async (t) => {
    const disk = mountSmallDisk(64 * 1024)
    if (disk === undefined) return t.skip(needsMount)
    const { backUp } = await setup()

    expect(await backUp(join(disk.folder, 'b.db'))).toMatchObject({
      exitCode: 75,
      message: expect.stringMatching(/^a backup needs \d+ MB free in .*, and there are 1: make room or give --to$/),
    })
    expect(readdirSync(disk.folder)).toEqual([])
  })

  it('a data folder without a database: to look at it does not make one', async () => {
    const paths = dataPaths(temporaryFolder())

    await expect(backUpHere({ paths, migrations, clock })).rejects.toMatchObject({
      exitCode: 78,
      message: `there is no database ${paths.database} to back up`,
    })
    expect(readdirSync(paths.folder)).toEqual([])
  })
})

const clock = { nowMs: () => Date.UTC(2026, 4, 1) }

async function setup() {
  const folder = temporaryFolder()
  const paths = dataPaths(join(folder, 'data'))
  mkdirSync(paths.folder, { mode: 0o700 })
  await raiseSchema({ paths, migrations, clock })
  mkdirSync(join(folder, 'folder'))
  for (const name of ['file', 'other.db-wal', 'busy.db.part']) writeFileSync(join(folder, name), 'precious')
  symlinkSync(join(folder, 'nothing'), join(folder, 'nowhere'))
  symlinkSync(paths.folder, join(folder, 'link'))
  symlinkSync(join(folder, 'circle'), join(folder, 'circle'))
  const backUp = async (to: string): Promise<Refusal> => {
    const error = await backUpHere({ paths, migrations, clock }, { to }).catch((thrown: unknown) => thrown)
    if (error instanceof Refusal) return error
    throw error
  }
  return { folder, backUp }
}

/** Every file with what is in it. */
function contentsOf(folder: string): unknown {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return entries.map((entry) => [
    entry.name,
    entry.isFile() ? readFileSync(join(entry.parentPath, basename(entry.name)), 'hex') : '',
  ])
}
