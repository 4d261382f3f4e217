import type { Hono } from 'hono'
import { z } from 'zod'
import type { Users } from '../../world/users.ts'
import type { World } from '../../world/world.ts'
import { bodyOf, holderOf, queryOf } from '../request.ts'
import { findPeople } from '../search.ts'
import { personView } from '../view/peer.ts'

const pageQuery = z.object({
  query: z.string().max(200).default(''),
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})

const name = z.string().trim().max(64)

const newPerson = z.object({
  firstName: name.min(1, 'a person needs a first name'),
  lastName: name.default(''),
  username: z
    .string()
    .regex(/^(?:[A-Za-z]\w{3,31})?$/, 'a username has 4 to 32 letters, digits or _')
    .default(''),
  phone: z
    .string()
    .transform((text) => text.replace(/[\s()+-]/g, ''))
    .pipe(z.string().regex(/^(?:\d{7,15})?$/, 'a phone number has 7 to 15 digits'))
    .default(''),
  languageCode: z.enum(['uz', 'ru', 'en']).default('uz'),
})

/** What Telegram calls a wrong field: the page has words for it in every language. */
const codes = { firstName: 'FIRSTNAME_INVALID', username: 'USERNAME_INVALID', phone: 'PHONE_NUMBER_INVALID' }

/** Who there is, and making somebody new. */
export function addPeopleRoutes(app: Hono, world: World): void {
  app.get('/phone/people', (c) => {
    const { query, offset, limit } = queryOf(c, pageQuery)
    return c.json(findPeople(world, query, { offset, limit }))
  })

  app.post('/phone/people', async (c) => {
    const { firstName, lastName, username, phone, languageCode } = await bodyOf(c, newPerson, codes)
    const user = world.users.create({
      firstName,
      lastName,
      username: username === '' ? null : username,
      phone: phone === '' ? freeTestPhone(world.users) : phone,
      languageCode,
    })
    return c.json(personView(user))
  })

  app.get('/phone/:userId/me', (c) => c.json(personView(holderOf(c, world))))
}

/** Like Telegram's own test numbers, 99966 and the DC: who is made here can also sign in, with the code 22222. */
function freeTestPhone(users: Users): string | null {
  for (let number = 5001; number <= 9999; number++) {
    const phone = `999662${number}`
    if (users.byPhone(phone) === undefined) return phone
  }
  return null
}
