import type { TelegramClient } from 'telegram'
import { onTestFinished } from 'vitest'
import { makeGramjs } from './gramjs.ts'
import type { GramjsOptions } from './gramjs.ts'

/** An unmodified GramJS client, connected; destroyed when the test ends. */
export async function connectGramjs(options: GramjsOptions): Promise<TelegramClient> {
  const client = makeGramjs(options)
  onTestFinished(() => client.destroy())
  if (!(await client.connect())) throw new Error(`GramJS did not connect to port ${options.port}`)
  return client
}
