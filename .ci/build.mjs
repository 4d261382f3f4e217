// `npm run build`: src → dist. A type error stops it and leaves the last good build in place.
import { spawnSync } from 'node:child_process'
import { existsSync, renameSync, rmSync } from 'node:fs'
import { copyAssets } from './assets.mjs'

const compiler = 'node_modules/typescript/bin/tsc'
// Its own, should two build at once.
const next = `dist.next-${process.pid}`

const built = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--outDir', next], {
  stdio: 'inherit',
})
if (built.status !== 0) {
  rmSync(next, { recursive: true, force: true })
  process.exit(1)
}
copyAssets('src', next)

// Swapped in one step each: what starts meanwhile finds the old build or the new one, never half of one.
const old = `${next}-old`
if (existsSync('dist')) renameSync('dist', old)
renameSync(next, 'dist')
rmSync(old, { recursive: true, force: true })
