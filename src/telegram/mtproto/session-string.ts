import { createHash } from 'node:crypto'
import { Secret } from '../../base/secret.ts'

/** A login as a string: which DC, where it stood, and the key that is shared with it. */
export interface ParsedSession {
  readonly type: 'session'
  /** As GramJS writes it, also where Telethon's form was given. */
  readonly session: Secret
  readonly dcId: number
  readonly address: string
  /** The low 64 bits of SHA1 of the key, as decimal text. Two strings with one id are one login: only one may ever connect. */
  readonly authKeyId: string
}

/** `reason` completes "this is not a session string: …" and never repeats what was given. */
export interface NotASession {
  readonly type: 'not-a-session'
  readonly reason: string
}

const keyBytes = 256
/** Telegram's DCs: https://core.telegram.org/api/datacenter */
const dcIdMax = 5

/**
 * Reads a StringSession of GramJS or Telethon, as a person pastes it. GramJS itself accepts nearly anything, and then makes a login
 * of it that hangs.
 */
export function parseSession(given: string): ParsedSession | NotASession {
  const text = given.trim().replaceAll(/\s+/g, '')
  const stranger = strangers.find(({ shape }) => shape.test(text))
  if (stranger !== undefined) return refuse(stranger.reason)
  if (!text.startsWith('1')) return refuse('it must begin with 1, as the StringSession of GramJS and Telethon does')
  if (!/^[\w+/-]+={0,2}$/.test(text.slice(1))) return refuse('it holds characters that no base64 has')

  const bytes = Buffer.from(text.slice(1), 'base64')
  const parts = gramjsParts(bytes) ?? telethonParts(bytes)
  if (parts === undefined) return refuse('it is cut off, or something was added: copy it once more, whole')
  const { dcId, address, key } = parts
  if (dcId < 1 || dcId > dcIdMax) return refuse(`it names DC ${dcId}, and Telegram has 1 to ${dcIdMax}`)
  if (key.every((byte) => byte === key[0])) return refuse('its key is empty: the login was never finished')
  const session = new Secret(encodeSession(parts))
  return { type: 'session', session, dcId, address, authKeyId: authKeyIdOf(key) }
}

interface Parts {
  readonly dcId: number
  readonly address: string
  readonly key: Buffer
}

/** What else people have at hand. */
const strangers: readonly { readonly shape: RegExp; readonly reason: string }[] = [
  { shape: /^$/, reason: 'it is empty' },
  { shape: /^\d{6,12}:[\w-]{30,}$/, reason: "it is a bot's token" },
  { shape: /^\+?\d{7,15}$/, reason: 'it is a phone number: sign in with `karvon accounts login`' },
  { shape: /^[0-9a-f]{512}$/i, reason: 'it is a bare auth key, without its DC' },
  // 271 bytes: DC, api id, test flag, key, user id, bot flag.
  {
    shape: /^(?!1)[\w-]{355,362}={0,2}$/,
    reason: 'it looks like a session of Pyrogram: export one with GramJS or Telethon',
  },
]

/** DC, length of the address, address, port, key. */
function gramjsParts(bytes: Buffer): Parts | undefined {
  if (bytes.length < 3) return undefined
  const addressEnd = 3 + bytes.readUInt16BE(1)
  const keyStart = addressEnd + 2
  if (bytes.length !== keyStart + keyBytes) return undefined
  const address = bytes.toString('latin1', 3, addressEnd)
  if (!/^[\w.:-]{3,100}$/.test(address)) return undefined
  return { dcId: bytes.readUInt8(0), address, key: bytes.subarray(keyStart) }
}

/** DC, 4 or 16 bytes of address, port, key. */
function telethonParts(bytes: Buffer): Parts | undefined {
  const addressBytes = bytes.length - 3 - keyBytes
  if (addressBytes !== 4 && addressBytes !== 16) return undefined
  const raw = bytes.subarray(1, 1 + addressBytes)
  const address = addressBytes === 4 ? raw.join('.') : (raw.toString('hex').match(/.{4}/g) ?? []).join(':')
  return { dcId: bytes.readUInt8(0), address, key: bytes.subarray(3 + addressBytes) }
}

/** The port is never used, and read as a signed number: 80 fits. */
function encodeSession({ dcId, address, key }: Parts): string {
  const head = Buffer.from([dcId, 0, address.length])
  return `1${Buffer.concat([head, Buffer.from(address), Buffer.from([0, 80]), key]).toString('base64')}`
}

function authKeyIdOf(key: Buffer): string {
  return createHash('sha1').update(key).digest().readBigInt64LE(12).toString()
}

function refuse(reason: string): NotASession {
  return { type: 'not-a-session', reason }
}
