import { button } from '../../../../bot/screen.ts'
import type { Button } from '../../../../bot/screen.ts'
import { shownName } from '../../../../bot/shown-name.ts'
import { accountsPerProxy } from '../../proxies/verbs.ts'
import type { ProxyView } from '../../proxies/verbs.ts'

const pageSize = 8

/** A button `one` each, with how it was when it was asked last and how many accounts share it; `page` leads on. */
export function proxyRows(all: readonly ProxyView[], page: number, chosen: number | null = null): Button[][] {
  const last = Math.max(0, Math.ceil(all.length / pageSize) - 1)
  const at = Math.min(page, last)
  const shown = all.slice(at * pageSize, (at + 1) * pageSize)
  const mark = ({ id, checkResult }: ProxyView) =>
    id === chosen ? '✔️' : checkResult === null ? '▫️' : checkResult === 'works' ? '✅' : '❌'
  return [
    ...shown.map((proxy) => [
      button(`${mark(proxy)} ${addressOf(proxy)} (${proxy.accounts}/${accountsPerProxy})`, 'one', proxy.id),
    ]),
    [...(at > 0 ? [button('⬅️', 'page', at - 1)] : []), ...(at < last ? [button('➡️', 'page', at + 1)] : [])],
  ]
}

export function addressOf({ host, port }: Pick<ProxyView, 'host' | 'port'>): string {
  return `${shownName(host)}:${port}`
}
