import { createConnection } from 'node:net'
import { ok, warn } from './finding.ts'
import type { Finding } from './finding.ts'

export interface Address {
  /** `DC 2` */
  readonly name: string
  readonly host: string
  readonly port: number
}

/** Telegram's data centres, as its clients have them built in. */
export const telegramDcs: readonly Address[] = [
  { name: 'DC 1', host: '149.154.175.53', port: 443 },
  { name: 'DC 2', host: '149.154.167.51', port: 443 },
  { name: 'DC 3', host: '149.154.175.100', port: 443 },
  { name: 'DC 4', host: '149.154.167.91', port: 443 },
  { name: 'DC 5', host: '91.108.56.130', port: 443 },
]

/** Which Telegram is configured; why nobody can tell, where it is none: nothing is connected to then. */
export type ConfiguredTelegram = readonly Address[] | { readonly unknownBecause: string }

/** Only whether a connection opens: nothing is said on it. Not reachable is a warning, because accounts may have proxies. */
export async function checkReachable(telegram: ConfiguredTelegram, maxMs = 3_000): Promise<Finding[]> {
  if ('unknownBecause' in telegram) {
    const what = `not looked at, because Telegram is not configured: ${telegram.unknownBecause}`
    return [warn('telegram', what, 'set it in .env, and run `karvon doctor` again')]
  }
  return Promise.all(
    telegram.map(async ({ name, host, port }) => {
      const problem = await connectProblem(host, port, maxMs)
      if (problem === undefined) return ok('telegram', `${name} is reachable (${host}:${port})`)
      return warn(
        'telegram',
        `${name} is not reachable (${host}:${port}: ${problem})`,
        'check the network, the firewall for outgoing TCP, and TG_DC_ADDRESS; accounts with a proxy do not need it',
      )
    }),
  )
}

function connectProblem(host: string, port: number, maxMs: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port })
    const end = (problem: string | undefined) => {
      clearTimeout(limit)
      socket.destroy()
      resolve(problem)
    }
    const limit = setTimeout(() => end(`no answer within ${maxMs / 1000} s`), maxMs)
    socket.once('connect', () => end(undefined))
    socket.on('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message))
  })
}
