import { join } from 'node:path'

/** The program that process tests run: `bin/karvon.js`, which is the build or the sources, unless a run brought a build of its own. */
export const program = process.env['KARVON_PROGRAM'] ?? join(import.meta.dirname, '../../bin/karvon.js')
