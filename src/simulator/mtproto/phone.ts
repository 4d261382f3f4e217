import { mainDcId } from '../dcs.ts'
import { badRequest } from '../world/refusal.ts'

/** A phone that anybody may sign in with, as on Telegram's test servers: 99966XYYYY, where X names the DC. */
export interface TestPhone {
  /** Its home, when the world has that DC. */
  readonly dcId: number
  /** X five times. */
  readonly code: string
  /** For people: "Test 1234". */
  readonly name: string
}

/** Digits with the country code, 7 to 15 of them (E.164). @throws Refusal PHONE_NUMBER_INVALID */
export function parsePhone(text: string): string {
  const digits = text.replace(/[\s()+-]/g, '')
  if (!/^[1-9]\d{6,14}$/.test(digits)) throw badRequest('PHONE_NUMBER_INVALID')
  return digits
}

/** Begins like a test phone and is none: nobody can have it. */
export function isBrokenTestPhone(phone: string): boolean {
  return phone.startsWith('99966') && testPhone(phone) === undefined
}

export function testPhone(phone: string): TestPhone | undefined {
  const match = /^99966(\d)(\d{4})$/.exec(phone)
  if (match === null) return undefined
  const [, x = '', number = ''] = match
  const dcId = Number(x)
  return { dcId: dcId >= 1 && dcId <= 3 ? dcId : mainDcId, code: x.repeat(5), name: `Test ${number}` }
}
