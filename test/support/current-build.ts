import { spawnSync } from 'node:child_process'
import { isBuildCurrent } from '../../bin/current-build.js'
import { variables } from '../../src/config-variables.ts'

/**
 * Before the tests: `npm test` builds what was edited since the last build, in two or three seconds, because each of the many
 * processes and threads of the program takes several times as long to start from the sources. A run of single files by `vitest`
 * does not wait for it. A type error stops neither: then the sources are run.
 */
export function setup(): void {
  // No test asks who signed a certificate, and reading those of a machine takes Node longer than the rest of its start.
  delete process.env['NODE_EXTRA_CA_CERTS']
  // They go before what a test writes into a .env: with those of somebody's shell it would work on their folder and their Telegram.
  for (const name of Object.keys(variables)) {
    delete process.env[name]
    delete process.env[`${name}_FILE`]
  }
  if (process.env['npm_lifecycle_event'] !== 'test' || isBuildCurrent()) return
  spawnSync(process.execPath, ['.ci/build.mjs'], { stdio: 'inherit' })
}
