import { Refusal } from '../../../base/refusal.ts'
import type { RefusedLine } from './desk.ts'
import type { ProxyProblem } from './parse.ts'
import type { ProbeResult } from './probe.ts'
import { accountsPerProxy } from './verbs.ts'

/** Why an account does not get this proxy. */
export function proxyRefusal(problem: 'no-proxy' | 'full' | 'bot', id: number | null): Refusal {
  switch (problem) {
    case 'no-proxy':
      return new Refusal(`there is no proxy ${id}: see \`karvon proxies list\``)
    case 'full':
      return new Refusal(`proxy ${id} is full: ${accountsPerProxy} accounts use it already`)
    case 'bot':
      return new Refusal('bots go through no proxy yet')
    default:
      return problem satisfies never
  }
}

/** Completes "line 3: …". */
export function lineProblem({ problem, host }: Pick<RefusedLine, 'problem' | 'host'>): string {
  return problem === 'private' && host !== undefined ? `${host} is ${lineProblems.private}` : lineProblems[problem]
}

const lineProblems: Readonly<Record<ProxyProblem | 'too-many', string>> = {
  shape: 'not understood: write host:port, host:port:user:password or socks5://user:password@host:port',
  http: 'an HTTP proxy: only SOCKS5 works, because the Telegram client speaks no HTTP proxy',
  mtproto: 'an MTProxy: not supported yet, only SOCKS5 works',
  private: 'a private or reserved address, to which the Internet does not lead: give the public address of the proxy',
  port: 'a port is a number from 1 to 65535',
  'too-long': 'user and password have at most 255 characters',
  'too-many': 'too many proxies: remove some first',
}

/** Completes "proxy 3 …". */
export const probeWords: Readonly<Record<ProbeResult, string>> = {
  works: 'works: it reaches Telegram',
  'no-answer': 'does not answer',
  'not-socks': 'is no SOCKS5 proxy',
  'wrong-password': 'does not accept the user and password',
  'no-way': 'answers, but does not reach Telegram',
  private: 'leads into a private network, and is not used',
}
