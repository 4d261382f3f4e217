#!/usr/bin/env node
// Runs the build; in a clone that was never built, or whose sources are newer, the sources. Traces name the lines of the build:
// reading the source maps takes a third of the time of a short command. NODE_OPTIONS=--enable-source-maps brings them.
import { existsSync } from 'node:fs'
import { builtMain, isBuildCurrent } from './current-build.js'

if (isBuildCurrent()) await import(builtMain.href)
else await runSources()

async function runSources() {
  const tsx = await import('tsx/esm/api').catch(() => null)
  if (tsx !== null) {
    tsx.register()
    await import(new URL('../src/main.ts', import.meta.url).href)
  } else if (existsSync(builtMain)) {
    await import(builtMain.href)
  } else {
    process.stderr.write('error: the packages that karvon needs are not installed: run `npm ci` in its folder\n')
    process.exit(70)
  }
}
