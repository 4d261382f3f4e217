import { readdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The build's main file. */
export const builtMain = new URL('../dist/main.js', import.meta.url)

/** Whether there is a build and no source was changed since: nobody tests a stale build. */
export function isBuildCurrent() {
  const built = statSync(builtMain, { throwIfNoEntry: false })
  return built !== undefined && newestChange(fileURLToPath(new URL('../src', import.meta.url))) <= built.mtimeMs
}

/** @param {string} folder */
function newestChange(folder) {
  if (statSync(folder, { throwIfNoEntry: false }) === undefined) return 0
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return Math.max(...files.map((file) => statSync(`${folder}/${file}`).mtimeMs))
}
