// Builds after `npm ci`, so that `karvon` runs at once. A production install has no compiler and needs no build: skipped.
import { existsSync } from 'node:fs'

const compiler = new URL('../node_modules/typescript/package.json', import.meta.url)
const sources = new URL('../src/main.ts', import.meta.url)
if (existsSync(compiler) && existsSync(sources)) await import('./build.mjs')
