/** Somebody who wrote to the bot, or whom an admin entered. */
export interface Person {
  /** At Telegram: the only thing that does not change. */
  readonly id: number
  readonly name: string
  /** Without the @. Never an identity: it can be given up, and be registered by a stranger. */
  readonly username: string | null
  /** Null until they chose one. */
  readonly language: 'uz' | 'ru' | 'en' | null
  /** An IANA name. */
  readonly timeZone: string
  readonly isTimeZoneChosen: boolean
  readonly role: 'user' | 'admin'
  readonly isBanned: boolean
  /** Null: never granted, or, for an admin, without end. */
  readonly accessUntilMs: number | null
  readonly createdAtMs: number
}

/** What a person may do now. */
export type Access = 'admin' | 'active' | 'expired' | 'pending' | 'banned'

/** Whoever may do more may do less. */
export type Audience = 'anyone' | 'active' | 'admin'

/** An instant decides, so that nobody has access for as long as a sweep is late. */
export function accessOf({ role, isBanned, accessUntilMs }: Person, nowMs: number): Access {
  if (isBanned) return 'banned'
  if (role === 'admin') return 'admin'
  if (accessUntilMs === null) return 'pending'
  return accessUntilMs > nowMs ? 'active' : 'expired'
}

/** The one guard: in front of every command, every button and everything that is written. */
export function mayUse(access: Access, audience: Audience): boolean {
  if (access === 'banned') return false
  if (audience === 'anyone') return true
  return audience === 'active' ? access === 'active' || access === 'admin' : access === 'admin'
}
