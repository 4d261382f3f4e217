import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { dataPaths } from '../../src/base/data-folder.ts'
import { openDatabase } from '../../src/base/sqlite.ts'
import { makeInstallation } from '../fault/engine/installation.ts'
import type { InstallationOptions } from '../fault/engine/installation.ts'
import { startEngineProcess } from '../support/engine-process.ts'
import { run } from '../support/run.ts'
import type { SimulatorProcess } from '../support/simulator-process.ts'

/** A folder as weeks of use would have left it, with a campaign that was told to run once, and the real program to run in it. */
export async function openFolder(simulator: SimulatorProcess, options: Partial<InstallationOptions> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'karvon-engine-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  // One shard, unless a test is about several: each loads GramJS, which takes longer than all that most tests do.
  const settings = { SHARDS: '1', ...options.settings }
  const wanted = { accounts: 2, groups: 6, text: `salom ${folder}`, ...options, settings }
  const installation = await makeInstallation(simulator, folder, wanted)

  /** Ended with the test, if it still runs then. */
  const start = (env: Record<string, string> = {}) => {
    const engine = startEngineProcess(folder, env)
    onTestFinished(async () => void (await engine.end('SIGKILL')))
    return engine
  }
  const read = <Row>(sql: string): Row[] => {
    const db = openDatabase(installation.database, { readonly: true })
    try {
      return db.prepare<[], Row>(sql).all()
    } finally {
      db.close()
    }
  }
  return {
    ...installation,
    paths: dataPaths(join(folder, 'data')),
    start,
    read,
    karvon: (...args: readonly string[]) => run('bin/karvon.js', args, { cwd: folder }),
    /** Accounts of this folder only: the simulator has seen others. */
    applied: async () => {
      const counts = await Promise.all(
        [...new Set(installation.targets.map(({ userId }) => userId))].map(async (account) => {
          const { lines } = await simulator.client.ledger.lines({ account, applied: true, limit: 1000 })
          return lines.length
        }),
      )
      return counts.reduce((sum, count) => sum + count, 0)
    },
  }
}

/** Whether anybody but its owner may do something with a file. One that has gone meanwhile is nobody's. */
export function isOpenToOthers(path: string): boolean {
  return ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o077) !== 0
}
