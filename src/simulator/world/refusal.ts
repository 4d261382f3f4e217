/**
 * The world says no, in MTProto's words: `new Refusal(403, 'CHAT_WRITE_FORBIDDEN')`. MTProto passes code and name on; the
 * Bot API turns the name into its own sentence.
 */
export class Refusal extends Error {
  readonly code: number

  constructor(code: number, name: string) {
    super(name)
    this.name = 'Refusal'
    this.code = code
  }
}

export function badRequest(name: string): Refusal {
  return new Refusal(400, name)
}

export function forbidden(name: string): Refusal {
  return new Refusal(403, name)
}

/** A wait that Telegram asks for; whole seconds, rounded up, never 0. */
export function waitRefusal(name: 'FLOOD_WAIT' | 'SLOWMODE_WAIT' | 'FLOOD_PREMIUM_WAIT', waitMs: number): Refusal {
  return new Refusal(420, `${name}_${Math.max(1, Math.ceil(waitMs / 1000))}`)
}
