import { createRequire } from 'node:module'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { exitCodes } from '../src/base/refusal.ts'
import { supervisorPolicy } from '../src/supervisor/supervisor.ts'

interface App {
  readonly script: string
  readonly args: string
  readonly cwd: string
  readonly exec_mode: string
  readonly instances: number
  readonly kill_timeout: number
  readonly wait_ready: boolean
  readonly listen_timeout: number
  readonly exp_backoff_restart_delay: number
  readonly stop_exit_codes: readonly number[]
}

const { apps } = createRequire(import.meta.url)('../ecosystem.config.cjs') as { apps: readonly App[] }

describe('the file for pm2', () => {
  it('starts one process in fork mode, from wherever pm2 is called', () => {
    expect(apps).toMatchObject([{ args: 'start', exec_mode: 'fork', instances: 1, wait_ready: true }])
    expect(existsSync(join(apps[0]?.cwd ?? '', apps[0]?.script ?? ''))).toBe(true)
  })

  it('gives it time to drain, restarts a crash for ever, and leaves it down where a restart cannot help', () => {
    expect(apps[0]?.kill_timeout).toBeGreaterThan(supervisorPolicy.drainMaxMs)
    expect(apps[0]?.exp_backoff_restart_delay).toBe(200)
    expect(apps[0]?.stop_exit_codes).toEqual([exitCodes.held, exitCodes.config])
  })

  it('hands no variable over, because pm2 writes them in clear', () => {
    expect(Object.keys(apps[0] ?? {}).filter((name) => name.startsWith('env'))).toEqual([])
  })
})
