import type { Entity } from '../../world/model.ts'

/**
 * The entity of a link: a mention for tg://user?id=…, else a link with the address as Telegram completes it, or nothing where
 * it is none (the text then stays without a mark).
 */
export function linkEntity(url: string, offset: number, length: number): Entity | undefined {
  const userId = /^tg:\/\/user\/?\?(?:.*&)?id=(\d{1,15})(?:&|#|$)/i.exec(url)?.[1]
  if (userId !== undefined) return { type: 'text_mention', offset, length, userId: Number(userId) }
  const address = completeUrl(url.trim())
  return address === undefined ? undefined : { type: 'text_link', offset, length, url: address }
}

/** `example.com` becomes `http://example.com/`; undefined for what cannot be opened. */
export function completeUrl(url: string): string | undefined {
  if (/\s/.test(url)) return undefined
  if (/^(?:tg|ton):\/\/./i.test(url)) return url
  const match = /^(?:([a-z]+):\/\/)?([^/?#\s]+)(.*)$/iu.exec(url)
  const [, scheme = 'http', host = '', rest = ''] = match ?? []
  if (!/^(?:https?|tonsite)$/i.test(scheme) || !isHost(host)) return undefined
  return `${scheme.toLowerCase()}://${host.toLowerCase()}${rest.startsWith('/') ? rest : `/${rest}`}`
}

function isHost(host: string): boolean {
  const name = host.replace(/^[^@]*@/, '').replace(/:\d{1,5}$/, '')
  return /^(?:[\p{L}\p{N}_-]+\.)+[\p{L}\p{N}-]{1,63}$/u.test(name)
}
