import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ControlRequest } from '../../../src/supervisor/control-protocol.ts'
import { controlSocketName, readLines } from '../../../src/supervisor/control-protocol.ts'
import type { TestCommands } from '../../support/commands.ts'
import { create, setup } from './commands-setup.ts'

const once = [...create, '--groups', 'all', '--once', '--start']

describe('a command whose supervisor ends between its commit and its answer', () => {
  it('creates and starts one campaign, because it asks again by itself with the same uuid', async () => {
    const commands = await setup()
    const asked = await endAfterCommit(commands, 1)

    expect(await commands.karvon(...once)).toMatchObject({ code: 0, stderr: '' })

    expect(asked.map(({ verb }) => verb)).toEqual(['campaigns.create'])
    expect(campaignsOf(commands)).toEqual([{ state: 'running' }])
  })

  it('is done after the first commit, also when nothing of it could be made any more', async () => {
    const commands = await setup()
    await endAfterCommit(commands, 1, () =>
      commands.withDatabase((db) => db.exec(`update users set state = 'banned'; update accounts set state = 'paused'`)),
    )

    expect(await commands.karvon(...once)).toMatchObject({ code: 0 })

    expect(campaignsOf(commands)).toHaveLength(1)
  })

  it('says where to look when that answer is lost too', async () => {
    const commands = await setup()
    const asked = await endAfterCommit(commands, 2)

    expect(await commands.karvon(...once)).toEqual({
      code: 75,
      stdout: '',
      stderr:
        'error: the supervisor ended before it answered: it may have been created: look at `karvon campaigns list` before you ask again\n',
    })

    const [first, second] = asked
    expect(second).toEqual(first)
    expect(campaignsOf(commands)).toHaveLength(1)
  })

  it('is not asked again for what has no uuid', async () => {
    const commands = await setup()
    const asked = await endAfterCommit(commands, 2)

    expect(await commands.karvon('accounts', 'pause', '1')).toMatchObject({
      code: 75,
      stderr:
        'error: the supervisor ended before it answered: it may have been done: look at `karvon accounts list` before you ask again\n',
    })
    expect(asked).toHaveLength(1)
  })
})

/** A supervisor that does what it is asked, and loses so many answers; after the last one nobody listens. */
async function endAfterCommit(
  commands: TestCommands,
  times: number,
  then = () => {},
): Promise<readonly ControlRequest[]> {
  const asked: ControlRequest[] = []
  const server = createServer((socket) => {
    socket.on('error', () => {})
    const answer = async (line: string) => {
      const request = JSON.parse(line) as ControlRequest
      asked.push(request)
      await commands.changeHere(commands.paths, request.verb, request.args, () => {})
      then()
      if (asked.length === times) server.close()
      socket.destroy()
    }
    readLines(
      socket,
      (line) => void answer(line),
      () => socket.destroy(),
    )
  })
  await new Promise<void>((resolve) => server.listen(join(commands.paths.folder, controlSocketName), resolve))
  onTestFinished(() => void server.close())
  return asked
}

function campaignsOf({ withDatabase }: TestCommands): unknown[] {
  return withDatabase((db) => db.prepare('select state from campaigns').all())
}
