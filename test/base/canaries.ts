import { randomBytes } from 'node:crypto'

/** Values that look like the real ones and are drawn anew for each run, with the part of each that must never be seen. */
export interface Canary {
  readonly name: string
  readonly value: string
  readonly mustNotShow: string
}

export const canaries: readonly Canary[] = [
  canary('a bot token', `7312345678:AA${randomBytes(33).toString('base64url').slice(0, 33)}`, (value) =>
    value.slice(11),
  ),
  canary('a session of GramJS', `1${randomBytes(270).toString('base64')}`, (value) => value.slice(20, 60)),
  canary('a session of Telethon', `1${randomBytes(263).toString('base64url')}=`, (value) => value.slice(20, 60)),
  canary('an auth key in hex', randomBytes(256).toString('hex'), (value) => value.slice(100, 140)),
  canary('a key of ours', randomBytes(32).toString('base64'), (value) => value.slice(5, 40)),
  canary('a phone number', '+998901234567', () => '90123456'),
]

function canary(name: string, value: string, secretPart: (value: string) => string): Canary {
  return { name, value, mustNotShow: secretPart(value) }
}
