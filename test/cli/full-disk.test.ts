import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openCommands } from '../support/commands.ts'
import { mountSmallDisk, needsMount } from '../support/small-disk.ts'

it('a change on a full disk is refused with what to do, and can be tried again', async (t) => {
  const disk = mountSmallDisk(8 * 1024 * 1024)
  if (disk === undefined) return t.skip(needsMount)
  const { environment, karvon } = openCommands()
  const folder = join(disk.folder, 'data')
  environment['DATA_DIR'] = folder
  expect(await karvon('users', 'add', '--id', '1001', '--days', '30')).toMatchObject({ code: 0 })
  expect(() => {
    for (;;) appendFileSync(join(disk.folder, 'filler'), Buffer.alloc(1024))
  }).toThrow(/ENOSPC/)

  expect(await karvon('users', 'ban', '--id', '1001')).toEqual({
    code: 75,
    stdout: '',
    stderr: `error: the disk of ${folder} is full: make room and try again\n`,
  })
})
