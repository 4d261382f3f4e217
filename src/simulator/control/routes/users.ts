import { Hono } from 'hono'
import { z } from 'zod'
import { listOf, matching, objectOf, oneOf, text, whole, yesOrNo } from '../../json-input.ts'
import type { User } from '../../world/model.ts'
import type { World } from '../../world/world.ts'
import { answer } from '../answer.ts'
import { BadInput } from '../bad-input.ts'
import type { ControlDeps } from '../control-deps.ts'
import { bodyOf, listingOf, oneOrManyOf, paging, queryOf } from '../input.ts'
import { peerNamed, userIn } from '../named.ts'
import { userView } from '../views.ts'

export const usernameText = matching(/^[A-Za-z]\w{3,31}$/, 'must be 4 to 32 letters, digits and _, a letter first')

/** Far above Telegram's ids of today, and far below 2^52, where its promise ends: ids that follow a given one stay exact. */
const idMax = 1_000_000_000_000
/** The account of Telegram itself. */
const serviceId = 777_000

export const newUserSchema = z.strictObject({
  id: whole(1, idMax)
    .refine((id) => id !== serviceId, 'must be another than 777000, which is Telegram itself')
    .optional(),
  firstName: text(64, 1),
  lastName: text(64).optional(),
  username: usernameText.optional(),
  phone: matching(/^[1-9]\d{6,14}$/, 'must be 7 to 15 digits with the country code, no +').optional(),
  dcId: whole(1, 3).optional(),
  languageCode: text(8, 2).optional(),
  premium: yesOrNo().optional(),
  /** Of two-step verification. */
  password: text(256, 1).optional(),
})

export const userChangeSchema = z.strictObject({
  status: oneOf(['active', 'limited', 'frozen', 'deactivated', 'banned']).optional(),
  firstName: text(64, 1).optional(),
  lastName: text(64).optional(),
  dcId: whole(1, 3).optional(),
  languageCode: text(8, 2).optional(),
  premium: yesOrNo().optional(),
})

const passwordSchema = z.strictObject({ password: text(256, 1), hint: text(256).optional() })

const peers = listOf(whole(Number.MIN_SAFE_INTEGER), 1000, 'marked ids')
const folder = objectOf({
  id: whole(2, 255),
  title: text(64, 1),
  peers,
  excluded: peers.default([]),
  flags: listOf(oneOf(['contacts', 'nonContacts', 'groups', 'broadcasts', 'bots']), 5, 'flags').default([]),
})
export const foldersSchema = z.strictObject({ folders: listOf(folder, 100, 'folders') })

const listQuery = z
  .strictObject({ ...paging, phone: text(20), username: text(40), bots: oneOf(['only', 'none']) })
  .partial()

/** People, accounts and bots: making, changing and reading them. */
export function userRoutes({ world, passwords }: ControlDeps): Hono {
  const make = async (inputs: z.output<typeof newUserSchema>[]) => {
    refuseTaken(world, inputs)
    const made = createAll(world, inputs)
    // One after another: all at once they would keep the pool's threads, which the disk is written with, for seconds.
    for (const { user, password } of made) if (password !== undefined) await passwords.set(user, password)
    return made.map(({ user }) => userView(user))
  }

  return new Hono()
    .post('/users', async (c) => answer(c, await oneOrManyOf(c, newUserSchema, make)))
    .get('/users', (c) => {
      const query = queryOf(c, listQuery)
      const found = [...world.users.all()].filter((user) => isWanted(user, query))
      return answer(c, listingOf(found, query, userView))
    })
    .get('/users/:id', (c) => answer(c, userView(userIn(c, world))))
    .patch('/users/:id', async (c) => {
      const user = userIn(c, world)
      world.users.update(user, defined(await bodyOf(c, userChangeSchema)))
      return answer(c, userView(user))
    })
    .put('/users/:id/password', async (c) => {
      const user = userIn(c, world)
      const { password, hint } = await bodyOf(c, passwordSchema)
      await passwords.set(user, password, hint)
      return answer(c, userView(user))
    })
    .delete('/users/:id/password', (c) => {
      const user = userIn(c, world)
      passwords.clear(user)
      return answer(c, userView(user))
    })
    .put('/users/:id/folders', async (c) => {
      const user = userIn(c, world)
      const { folders } = await bodyOf(c, foldersSchema)
      for (const { peers, excluded } of folders) for (const peer of [...peers, ...excluded]) peerNamed(world, peer)
      world.users.update(user, { folders })
      return answer(c, userView(user))
    })
}

/** In the order of the list. Given ids are taken first: one that we pick must not be one that stands further down. */
function createAll(world: World, inputs: readonly z.output<typeof newUserSchema>[]) {
  const create = ({ password, ...input }: z.output<typeof newUserSchema>) => {
    return { user: world.users.create(defined(input)), password }
  }
  const given = new Map(inputs.filter(({ id }) => id !== undefined).map((input) => [input, create(input)]))
  return inputs.map((input) => given.get(input) ?? create(input))
}

/** So that a list is made as a whole or not at all. @throws BadInput */
function refuseTaken(world: World, inputs: readonly z.output<typeof newUserSchema>[]): void {
  const seen = new Set<string>()
  for (const { id, phone, username } of inputs) {
    const names = [id === undefined ? '' : `id ${id}`, phone === undefined ? '' : `phone ${phone}`]
    if (username !== undefined) names.push(`username ${username.toLowerCase()}`)
    for (const name of names.filter((one) => one !== '')) {
      if (seen.has(name)) throw new BadInput(`${name} stands twice in the list`, 409)
      seen.add(name)
    }
    if (id !== undefined && world.users.find(id) !== undefined) throw new BadInput(`id ${id} is taken`, 409)
    if (phone !== undefined && world.users.byPhone(phone) !== undefined)
      throw new BadInput(`phone ${phone} is taken`, 409)
    if (username !== undefined) refuseTakenUsername(world, username)
  }
}

/** Users, bots and chats share one list of names. @throws BadInput */
export function refuseTakenUsername(world: World, username: string): void {
  const holder = world.users.byUsername(username) ?? world.chats.byUsername(username)
  if (holder !== undefined) throw new BadInput(`username ${username} is taken`, 409)
}

/** Without what was left out: a field that is undefined would hide its default. */
export function defined<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]: Exclude<Fields[Name], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [Name in keyof Fields]: Exclude<Fields[Name], undefined> }
}

function isWanted(user: User, { phone, username, bots }: z.output<typeof listQuery>): boolean {
  if (phone !== undefined && user.phone !== phone) return false
  if (username !== undefined && user.username?.toLowerCase() !== username.toLowerCase()) return false
  return bots === undefined || (bots === 'only') === (user.bot !== null)
}
