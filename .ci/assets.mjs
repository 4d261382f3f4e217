import { cpSync, statSync } from 'node:fs'

/**
 * The compiler copies nothing: pages, scripts of the browser and tables go beside the code that reads them.
 *
 * @param {string} from
 * @param {string} to
 */
export function copyAssets(from, to) {
  cpSync(from, to, { recursive: true, filter: (path) => statSync(path).isDirectory() || !/\.tsx?$/.test(path) })
}
