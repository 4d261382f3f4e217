import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { describe, expect, it } from 'vitest'
import { supervisorPolicy } from '../../../src/supervisor/supervisor.ts'
import { engineLog } from '../../support/engine-process.ts'
import { temporaryFolder } from '../../support/world.ts'
import { after, openChaos } from './chaos.ts'
import { allWell } from './judge.ts'
import { findPm2, makeClone, noPm2, openPm2 } from './pm2.ts'

const program = findPm2()
const size = { accounts: 8, groups: 320, gapMs: 200 }
/** The file for pm2 starts it with the bot. */
const settings = { TG_BOT_TOKEN: `1:${'a'.repeat(35)}` }

describe('an engine under pm2 (P1)', () => {
  it('loses nothing and sends nothing twice over a restart and a kill -9', async (t) => {
    if (program === undefined) return t.skip(noPm2)
    const chaos = await openChaos(t, { ...size, settings })
    const { client, installation, finished, isFinished } = chaos
    const { folder } = installation
    // Where the judge looks for sessions that leaked, filled below.
    writeFileSync(join(folder, engineLog), '')
    makeClone(folder)
    const pm2 = openPm2(t, program, folder)
    const arrived = (count: number) => client.waitForLines({ applied: true }, count, { timeoutMs: 60_000 })

    await pm2.run('start', 'ecosystem.config.cjs')
    const first = await pm2.app()
    await arrived(50)
    const restartedAtMs = Date.now()
    await pm2.run('restart', 'karvon')
    const restartedInMs = Date.now() - restartedAtMs
    const second = await pm2.app()
    expect(pm2.logs()).toMatch(/\[karvon:0\] exited with code \[0\] via signal \[SIGINT\]/)
    expect(isFinished()).toBe(false)
    await arrived(150)
    process.kill(second.pid, 'SIGKILL')
    await finished()
    const third = await pm2.app()
    await pm2.run('save')
    await pm2.run('stop', 'karvon')

    expect([first, second, third]).toEqual([
      { pid: first.pid, status: 'online', restarts: 0 },
      { pid: second.pid, status: 'online', restarts: 1 },
      { pid: third.pid, status: 'online', restarts: 2 },
    ])
    expect(new Set([first.pid, second.pid, third.pid]).size).toBe(3)
    // It drained, and was not cut off.
    expect(restartedInMs).toBeLessThan(supervisorPolicy.drainMaxMs)
    writeFileSync(join(folder, engineLog), pm2.logs())
    expect(pm2.saved()).toContain('bin/karvon.js')
    expect(pm2.saved()).not.toContain(parseEnv(readFileSync(join(folder, '.env'), 'utf8'))['SESSION_SECRET_KEY'])
    expect(await chaos.judge()).toEqual(allWell)
  })
})

describe('a clone without a configuration, under pm2', () => {
  it('says in the log what is missing and what to try, once, and is left down', async (t) => {
    if (program === undefined) return t.skip(noPm2)
    const folder = temporaryFolder()
    makeClone(folder)
    const pm2 = openPm2(t, program, folder)

    await pm2.run('start', 'ecosystem.config.cjs')
    await expect.poll(() => pm2.logs(), { timeout: 20_000 }).toMatch(/exited with code \[78\]/)
    // Ten times what pm2 says that it waits before a restart. It shows `waiting restart`, and means it for other codes only.
    await after(2_000)

    expect(await pm2.app()).toMatchObject({ pid: 0, restarts: 0 })
    expect(pm2.logs().match(/TG_API_ID is missing|online/g)).toEqual(['online', 'TG_API_ID is missing'])
    expect(pm2.logs()).toContain('`npm run demo` shows everything without an account or a key')
  })
})
