import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { copyAssets } from '../../.ci/assets.mjs'

/**
 * A build of the program as it is now, in a folder of its own below `node_modules`: it starts as an installed one does, without looking
 * for sources, and nobody's rebuild changes it while it runs.
 * @returns the file to run
 */
export function buildProgram(name: string): string {
  // Checkouts that share their packages must not run one another's builds.
  const checkout = createHash('sha256')
    .update(import.meta.dirname)
    .digest('hex')
    .slice(0, 8)
  const folder = join(import.meta.dirname, '../../node_modules/.cache', `${name}-${checkout}`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const compiler = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', join(folder, 'dist')]
  // Whether the types are right is told by `npm run check`; here only the program is wanted.
  spawnSync(process.execPath, [...compiler, '--noEmitOnError', 'false'], { stdio: 'ignore' })
  copyAssets('src', join(folder, 'dist'))
  // The program reads its version there.
  cpSync('package.json', join(folder, 'package.json'))
  return join(folder, 'dist/main.js')
}
