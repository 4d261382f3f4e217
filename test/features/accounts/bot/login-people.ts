import type { NewPerson } from '../../../support/bot-product.ts'
import type { BotProduct } from '../../../support/bot-product.ts'
import type { Person } from '../../../support/person.ts'

/** Somebody with access, who speaks English and stands on the first screen. */
export async function member(product: BotProduct, details: NewPerson = {}): Promise<Person> {
  const person = await product.person(details)
  await person.starts()
  await person.presses('🇬🇧 English')
  await person.presses(/^Tashkent/)
  await person.sees('Your request has been sent.')
  await product.letIn(person.id)
  // It comes by itself, and would push what is looked at out of sight.
  await person.sees('You are in!')
  await person.starts()
  await person.sees('Hello')
  return person
}

/** From the first screen to the keypad. */
export async function asksForCode(person: Person, phone: string): Promise<void> {
  await person.presses('➕ Connect an account')
  await person.sees('Which account do we connect?')
  await person.writes(phone)
  await person.sees('Enter the code')
}

export async function types(person: Person, code: string): Promise<void> {
  for (const digit of code) await person.presses(digit)
}

/** Of the phones that the simulator lets in with a fixed code: 99966XYYYY, where X is the DC. */
export function testPhone(number: number, dcId = 2) {
  return { dcId, phone: `99966${dcId}${String(number).padStart(4, '0')}`, code: String(dcId).repeat(5) }
}

/** The bot said it, whatever it shows by now. */
export async function hears({ client }: BotProduct, person: Person, words: string): Promise<void> {
  const ask = async () => (await person.history()).some(({ text }) => text.includes(words))
  await client.until(`${words} to be heard by ${person.id}`, ask, {
    timeoutMs: 60_000,
    on: ['message', 'edited', 'deleted', 'tick'],
  })
}
