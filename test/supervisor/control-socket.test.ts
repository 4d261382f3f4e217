import { existsSync, statSync, writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { pino } from 'pino'
import { describe, expect, it, onTestFinished } from 'vitest'
import { askSupervisor } from '../../src/cli/control-client.ts'
import { StoreError } from '../../src/store/store-error.ts'
import { ControlRefusal, ControlSocket } from '../../src/supervisor/control-socket.ts'
import type { ControlVerb } from '../../src/supervisor/control-socket.ts'
import { temporaryFolder } from '../support/world.ts'

describe('the control socket', () => {
  it('answers a verb, with progress on the way', async () => {
    const { ask } = await setup({
      count: (args, report) => {
        report({ done: 1, total: 2 })
        return { asked: args }
      },
    })

    expect(await ask('count', { n: 1 })).toEqual({
      answer: { value: { asked: { n: 1 } } },
      progress: [{ done: 1, total: 2 }],
    })
  })

  it('is readable for its owner only', async () => {
    const { dataDir } = await setup({})

    expect(statSync(join(dataDir, 'control.sock')).mode & 0o777).toBe(0o600)
  })

  it('says a refusal as it is, and hides the inside of a failure', async () => {
    const { ask } = await setup({
      refuse: () => {
        throw new ControlRefusal('there is no campaign 7: see `karvon campaigns list`', 2)
      },
      crash: () => {
        throw new Error('canary-secret')
      },
    })

    await expect(ask('refuse')).rejects.toMatchObject({
      message: 'there is no campaign 7: see `karvon campaigns list`',
      exitCode: 2,
    })
    await expect(ask('crash')).rejects.toMatchObject({ message: expect.not.stringContaining('canary'), exitCode: 70 })
    await expect(ask('fly')).rejects.toMatchObject({
      message: expect.stringContaining("does not know 'fly'"),
      exitCode: 75,
    })
  })

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'knows no verb by the name that every object has: %s',
    async (verb) => {
      const { ask } = await setup({})

      await expect(ask(verb)).rejects.toMatchObject({
        message: expect.stringContaining(`does not know '${verb}'`),
        exitCode: 75,
      })
    },
  )

  it('says of a full disk that it is one', async () => {
    const { ask, dataDir } = await setup({
      pause: () => {
        throw new StoreError('database or disk is full', 'SQLITE_FULL')
      },
    })

    await expect(ask('pause')).rejects.toMatchObject({
      message: `the disk of ${dataDir} is full: make room and try again`,
      exitCode: 75,
    })
  })

  it('tells an absent supervisor from one that stays silent', async () => {
    const { dataDir } = await setup({ sleep: () => new Promise(() => {}) })
    const call = { args: null, silenceMaxMs: 50 }

    await expect(askSupervisor(dataDir, { verb: 'sleep', ...call })).rejects.toMatchObject({ exitCode: 75 })
    expect(await askSupervisor(temporaryFolder(), { verb: 'sleep', ...call })).toBeUndefined()
  })

  it('replaces the file that a killed supervisor left', async () => {
    const dataDir = temporaryFolder()
    writeFileSync(join(dataDir, 'control.sock'), '')

    const { ask } = await setup({ ping: () => 'pong' }, dataDir)

    expect(await ask('ping')).toMatchObject({ answer: { value: 'pong' } })
  })

  it('hangs up on garbage and on an endless line, and goes on for others', async () => {
    const { dataDir, ask } = await setup({ ping: () => 'pong' })
    for (const bytes of ['no json\n', '[]\n', 'null\n', 'x'.repeat(21 * 1024 * 1024)]) {
      const socket = createConnection(join(dataDir, 'control.sock'))
      socket.on('error', () => {})
      socket.write(bytes)
      // Not `once`, which takes the reset that may come first for a failure.
      await new Promise((resolve) => socket.on('close', resolve))
    }

    expect(await ask('ping')).toMatchObject({ answer: { value: 'pong' } })
  })

  it('takes a question as long as the largest file of a campaign, and answers those around it', async () => {
    const { ask } = await setup({ length: (args) => (args as { text: string }).text.length, ping: () => 'pong' })
    const text = 'yo‘l 🚕\n'.repeat(1_000_000)

    const answers = await Promise.all([ask('ping'), ask('length', { text }), ask('ping')])

    expect(answers.map(({ answer }) => answer)).toEqual([{ value: 'pong' }, { value: text.length }, { value: 'pong' }])
  })

  it('is gone when it has stopped, also when it is stopped twice', async () => {
    const { socket, dataDir } = await setup({})

    await Promise.all([socket.stop(), socket.stop()])

    expect(existsSync(join(dataDir, 'control.sock'))).toBe(false)
  })
})

async function setup(verbs: Record<string, ControlVerb>, dataDir = temporaryFolder()) {
  const socket = new ControlSocket({ dataDir, verbs: () => Promise.resolve(verbs), log: pino({ level: 'silent' }) })
  await socket.start()
  onTestFinished(() => socket.stop())
  const ask = async (verb: string, args: unknown = null) => {
    const progress: unknown[] = []
    const answer = await askSupervisor(dataDir, {
      verb,
      args,
      silenceMaxMs: 5000,
      onProgress: (step) => progress.push(step),
    })
    return { answer, progress }
  }
  return { socket, dataDir, ask }
}
