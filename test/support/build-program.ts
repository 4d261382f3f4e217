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
  const dist = makeBuildFolder(name)
  const compiler = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', dist]
  // Whether the types are right is told by `npm run check`; here only the program is wanted.
  spawnSync(process.execPath, [...compiler, '--noEmitOnError', 'false'], { stdio: 'ignore' })
  return join(dist, 'main.js')
}

/** Everything of a build but its code. @returns the folder for that */
export function makeBuildFolder(name: string): string {
  // Checkouts that share their packages must not run one another's builds.
  const checkout = createHash('sha256')
    .update(import.meta.dirname)
    .digest('hex')
    .slice(0, 8)
  const folder = join(import.meta.dirname, '../../node_modules/.cache', `${name}-${checkout}`)
  rmSync(folder, { recursive: true, force: true })
  const dist = join(folder, 'dist')
  mkdirSync(dist, { recursive: true })
  copyAssets('src', dist)
  // The program reads its version there.
  cpSync('package.json', join(folder, 'package.json'))
  return dist
}
