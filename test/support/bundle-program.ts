import { readFileSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { build } from 'esbuild'
import type { BuildOptions, Plugin } from 'esbuild'
import { makeBuildFolder } from './build-program.ts'

/**
 * The program as it is now, like `buildProgram`, with its packages in the same few files: an engine starts from them in two thirds of
 * the processor time, because a start is mostly the search for eight hundred files.
 * @returns the file to run
 */
export async function bundleProgram(name: string): Promise<string> {
  const outdir = makeBuildFolder(name)
  const threads = readdirSync(src).filter((file) => file.endsWith('-thread.ts'))
  await Promise.all([
    // What is loaded only when it is needed stays apart, as in the build of the product.
    build({ ...options, outdir, entryPoints: [join(src, 'main.ts')], splitting: true }),
    // Threads share no code with one another when they run, and one file is opened sooner than thirty.
    build({ ...options, outdir, entryPoints: threads.map((file) => join(src, file)) }),
  ])
  return join(outdir, 'main.js')
}

const src = join(import.meta.dirname, '../../src')

/** The code of all folders comes to stand in one. What a file looks for beside itself is found where the build has it. */
const addressesAsBuilt: Plugin = {
  name: 'addresses-as-built',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]src[\\/].*\.tsx?$/ }, ({ path }) => {
      const file = relative(src, path)
      if (file.startsWith('..')) return undefined
      const address = `new URL('./${file.replace(/tsx?$/, 'js')}', import.meta.url).href`
      return {
        contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', address),
        loader: path.endsWith('x') ? 'tsx' : 'ts',
      }
    }),
}

const options: BuildOptions = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // Native, or asked for by name while the program runs: a copy in the bundle would be a second one.
  external: ['better-sqlite3', 'better-sqlite3-node20', 'grammy', 'pino-pretty', 'temporal-polyfill'],
  plugins: [addressesAsBuilt],
  // Packages that are no modules ask for Node's own by `require`, which a module does not have.
  banner: {
    js: `import { createRequire as requireOf } from 'node:module'\nconst require = requireOf(import.meta.url)`,
  },
  logLevel: 'error',
}
