import { Hono } from 'hono'
import { z } from 'zod'
import type { Random } from '../../../base/random.ts'
import { matching, text, yesOrNo } from '../../json-input.ts'
import { makeBotToken } from '../../worlds/bot-token.ts'
import type { World } from '../../world/world.ts'
import { answer } from '../answer.ts'
import { BadInput } from '../bad-input.ts'
import type { ControlDeps } from '../control-deps.ts'
import { oneOrManyOf } from '../input.ts'
import { userView } from '../views.ts'
import { refuseTakenUsername } from './users.ts'

export const newBotSchema = z.strictObject({
  firstName: text(64, 1),
  username: matching(/^[A-Za-z]\w{1,28}bot$/i, 'must be 5 to 32 letters, digits and _, ending in bot'),
  /** Made up when left out; its number is the bot's id. */
  token: matching(/^[1-9]\d{5,14}:[\w-]{35}$/, 'must be the id, a colon and 35 letters, digits, _ or -')
    .refine((token) => !token.startsWith('777000:'), 'must not be of 777000, which is Telegram itself')
    .optional(),
  /** Privacy mode, as BotFather sets it; on by default. */
  privacy: yesOrNo().optional(),
  description: text(512).optional(),
})

/** Bots as BotFather makes them. */
export function botRoutes({ world, random }: ControlDeps): Hono {
  const make = (inputs: z.output<typeof newBotSchema>[]) => {
    const tokens = tokensFor(world, inputs, random)
    return inputs.map(({ firstName, username, privacy, description }, index) => {
      const token = tokens[index] ?? ''
      const bot = { token, privacy: privacy ?? true, description: description ?? '' }
      return userView(world.users.create({ id: idIn(token), firstName, username, bot }))
    })
  }

  return new Hono().post('/bots', async (c) => answer(c, await oneOrManyOf(c, newBotSchema, make)))
}

const firstBotId = 7_000_000_001

/** A token for each. @throws BadInput when an id or name is taken, before any bot is made */
function tokensFor(world: World, inputs: readonly z.output<typeof newBotSchema>[], random: Random): string[] {
  const ids = new Set<number>()
  const names = new Set<string>()
  const isTaken = (id: number): boolean => world.users.find(id) !== undefined || ids.has(id)
  let free = firstBotId
  return inputs.map(({ token, username }) => {
    refuseTakenUsername(world, username)
    if (names.has(username.toLowerCase())) throw new BadInput(`username ${username} stands twice in the list`, 409)
    names.add(username.toLowerCase())
    if (token === undefined) while (isTaken(free)) free++
    const id = token === undefined ? free : idIn(token)
    if (isTaken(id)) throw new BadInput(`id ${id} of the token is taken`, 409)
    ids.add(id)
    return token ?? makeBotToken(id, random)
  })
}

function idIn(token: string): number {
  return Number(token.split(':')[0])
}
