// `npm run check`: everything that can be judged without running the product. All steps run, so that one round shows all there is.
import { spawn } from 'node:child_process'

/** @type {[name: string, command: string, ...args: string[]][]} */
const steps = [
  ['types', 'tsc', '-p', 'tsconfig.json'],
  ['page types', 'tsc', '-p', 'src/simulator/page/assets/tsconfig.json'],
  ['lint', 'oxlint', '--type-aware', '--deny-warnings'],
  ['format', 'prettier', '--check', '--log-level', 'warn', '.'],
  ['dead code', 'knip', '--no-progress'],
  ['arrows', 'vitest', 'run', 'test/architecture.test.ts'],
]

const failed = []
for (const [name, command, ...args] of steps) {
  const startedAt = performance.now()
  const { isOk, output } = await run(`node_modules/.bin/${command}`, args)

  if (!isOk) console.log(output.trimEnd())
  console.log(`${name.padEnd(10)} ${((performance.now() - startedAt) / 1000).toFixed(1)} s  ${isOk ? 'ok' : 'FAILED'}`)
  if (!isOk) failed.push(name)
}

console.log(failed.length === 0 ? `check: ${steps.length} ok` : `check: failed in ${failed.join(', ')}`)
process.exitCode = failed.length === 0 ? 0 : 1

/**
 * @param {string} file
 * @param {string[]} args
 * @returns {Promise<{ isOk: boolean, output: string }>}
 */
function run(file, args) {
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  child.stdout.on('data', (chunk) => (output += String(chunk)))
  child.stderr.on('data', (chunk) => (output += String(chunk)))

  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ isOk: false, output: `${error.message}: run \`npm ci\` first` }))
    child.on('close', (code) => resolve({ isOk: code === 0, output }))
  })
}
