import { buildProgram } from '../support/build-program.ts'
import { judge } from './support/figures.ts'

/** The promises of the engine. */
export async function run(): Promise<void> {
  // Reading the certificates of a machine takes Node longer than the rest of its start, and here nobody asks who signed one.
  delete process.env['NODE_EXTRA_CA_CERTS']
  process.env['KARVON_PROGRAM'] ??= buildProgram('karvon-bench')
  // Loaded now, because they look for the program when they are loaded.
  const { measureStore } = await import('./engine/store.ts')
  const { measureSending } = await import('./engine/sending.ts')
  const { measureStart } = await import('./engine/start.ts')
  await judge([measureStore, measureSending, measureStart])
}
