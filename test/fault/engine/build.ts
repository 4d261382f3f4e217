import { bundleProgram } from '../../support/bundle-program.ts'

/**
 * Once for a run of the faults, before its files. They find the program by KARVON_PROGRAM, because an engine starts from a bundle in
 * a third of the time that it takes from the sources; what decides by chance comes from CHAOS_SEED.
 */
export async function setup(): Promise<void> {
  // No engine here asks who signed a certificate, and reading those of a machine takes each start of Node another 50 ms.
  delete process.env['NODE_EXTRA_CA_CERTS']
  process.env['KARVON_PROGRAM'] = await bundleProgram('karvon-chaos')
  process.env['CHAOS_SEED'] ??= String(Math.floor(Math.random() * 1_000_000))
  process.stdout.write(`chaos: CHAOS_SEED=${process.env['CHAOS_SEED']}\n`)
}
