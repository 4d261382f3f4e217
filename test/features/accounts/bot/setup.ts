import { join } from 'node:path'
import { dataPaths } from '../../../../src/base/data-folder.ts'
import { askSupervisor } from '../../../../src/cli/control-client.ts'
import type { BotProduct, NewPerson } from '../../../support/bot-product.ts'
import type { Person } from '../../../support/person.ts'

/** Has the running product do what the command line would. */
export async function told<Value>(product: BotProduct, verb: string, args: unknown): Promise<Value> {
  const { folder } = dataPaths(join(product.folder, 'data'))
  const asked = await askSupervisor(folder, { verb, args, silenceMaxMs: 60_000 })
  if (asked === undefined) throw new Error('no supervisor runs')
  return asked.value as Value
}

export type Tongue = 'uz' | 'ru' | 'en'

const chosen = { uz: '🇺🇿 O‘zbekcha', ru: '🇷🇺 Русский', en: '🇬🇧 English' } as const
const city = { uz: /^Toshkent/, ru: /^Ташкент/, en: /^Tashkent/ } as const
const letIn = { uz: 'Ruxsat berildi!', ru: 'Доступ открыт!', en: 'You are in!' } as const
const hello = { uz: 'Salom', ru: 'Здравствуйте', en: 'Hello' } as const

/** Somebody with access, at their first screen. */
export async function owner(product: BotProduct, tongue: Tongue, details: NewPerson = {}): Promise<Person> {
  const person = await product.person(details)
  await person.starts()
  await person.presses(chosen[tongue])
  await person.presses(city[tongue])
  await person.sees(String(person.id))
  await told(product, 'users.add', { id: person.id, days: 30, name: null })
  await person.sees(letIn[tongue])
  await person.starts()
  await person.sees(hello[tongue])
  return person
}

export interface Connected {
  /** Ours. */
  readonly id: number
  /** At Telegram. */
  readonly userId: number
}

/** A Telegram account of theirs, signed in. */
export async function connected(product: BotProduct, ownerId: number, firstName: string): Promise<Connected> {
  const { world } = product.client
  const user = await world.makeUser({ firstName })
  const [session] = await world.makeSessions([user.id])
  const kept = await told<{ account: { id: number } }>(product, 'accounts.import', {
    ownerId,
    session: session?.gramjs ?? '',
  })
  return { id: kept.account.id, userId: user.id }
}

/** What the bot said above its screen, once it has. */
export function hears(product: BotProduct, person: Person, words: string): Promise<true> {
  const ask = async () => (await person.history()).slice(0, 3).some(({ text }) => text.includes(words))
  return product.client.until(`${words} to be heard`, ask, { on: ['message', 'edited', 'tick'] })
}
