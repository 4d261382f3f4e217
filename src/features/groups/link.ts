import type { WantedChat } from '../../telegram/contract.ts'

/** What a person gave: something to be looked for at Telegram, or the id of a group that only its members can address. */
export type GivenLink =
  { readonly type: 'wanted'; readonly wanted: WantedChat } | { readonly type: 'peer'; readonly peer: number }

/**
 * A link to a group as people copy it: `@name`, `t.me/name`, `t.me/name/15`, `t.me/+hash`, `t.me/joinchat/hash`, `t.me/c/123/45`,
 * `tg://resolve?domain=name`, `tg://join?invite=hash`.
 * @returns undefined for what is none
 */
export function parseLink(text: string): GivenLink | undefined {
  const given = text.trim()
  const name = /^@?([a-z]\w{3,31})$/i.exec(given)?.[1]
  if (name !== undefined) return named(name)
  const [, scheme, rest = ''] = /^(https?:\/\/|tg:\/\/)?(.+)$/i.exec(given) ?? []
  return scheme?.toLowerCase() === 'tg://' ? ofApp(rest) : ofWeb(rest)
}

function ofApp(rest: string): GivenLink | undefined {
  const domain = /^resolve\?(?:.*&)?domain=([a-z]\w{3,31})(?:&|$)/i.exec(rest)?.[1]
  if (domain !== undefined) return named(domain)
  return invited(/^join\?(?:.*&)?invite=([\w-]+)/i.exec(rest)?.[1])
}

function ofWeb(rest: string): GivenLink | undefined {
  const path = /^(?:www\.)?(?:t\.me|telegram\.(?:me|dog))\/(.+)$/i.exec(rest)?.[1]
  if (path === undefined) return undefined
  const hash = /^(?:\+|%2B|joinchat\/)([\w-]+)/i.exec(path)?.[1]
  if (hash !== undefined) return invited(hash)
  const bare = /^c\/(\d{1,12})(?:[/?#]|$)/.exec(path)?.[1]
  if (bare !== undefined) return { type: 'peer', peer: -1_000_000_000_000 - Number(bare) }
  const name = /^(?:s\/)?([a-z]\w{3,31})(?:[/?#]|$)/i.exec(path)?.[1]
  return name === undefined || notNames.has(name.toLowerCase()) ? undefined : named(name)
}

/** Of the same host, and nobody's. */
const notNames = new Set(['addstickers', 'addemoji', 'addlist', 'share', 'proxy', 'socks', 'login', 'setlanguage'])

function named(username: string): GivenLink {
  return { type: 'wanted', wanted: { type: 'name', username: username.toLowerCase() } }
}

function invited(hash: string | undefined): GivenLink | undefined {
  return hash === undefined ? undefined : { type: 'wanted', wanted: { type: 'invite', hash } }
}
