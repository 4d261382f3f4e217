import { describe, expect, it } from 'vitest'
import type { PeoplePage } from '../../../src/simulator/page/search.ts'
import type { PersonView } from '../../../src/simulator/page/view/peer.ts'
import { texts } from '../../../src/simulator/page/texts/texts.ts'
import { servePage } from './serve-page.ts'
import { populate } from './people-and-bot.ts'

describe('choosing a person', () => {
  it('lists people and accounts, and never bots', async () => {
    const { world, get } = await servePage()
    const { aziz, malika } = populate(world)

    const { body } = await get<PeoplePage>('/phone/people')

    expect(body.total).toBe(2)
    expect(body.people).toMatchObject([
      { id: aziz.id, name: 'Aziz Karimov', phone: '+998901234567', username: 'aziz_k' },
      { id: malika.id, phone: null },
    ])
  })

  it.each([
    ['a part of a name', 'malik', 'Malika'],
    ['a name typed with another apostrophe', "yo'ldosh", 'Malika'],
    ['a phone number as one writes it', '+998 90 123-45-67', 'Aziz'],
    ['a username', '@AZIZ_k', 'Aziz'],
  ])('finds somebody by %s', async (_, query, name) => {
    const { world, get } = await servePage()
    populate(world)

    const { body } = await get<PeoplePage>(`/phone/people?query=${encodeURIComponent(query)}`)

    expect(body.people.map((person) => person.name.split(' ')[0])).toEqual([name])
  })

  it('turns pages where there are thousands', async () => {
    const { world, get } = await servePage()
    for (let index = 0; index < 3000; index++) world.users.create({ firstName: `Person ${index}` })

    const { body } = await get<PeoplePage>('/phone/people?offset=2990&limit=50')

    expect(body.total).toBe(3000)
    expect(body.people).toHaveLength(10)
    expect(body.people[9]?.name).toBe('Person 2999')
  })

  it('makes a person, with a test number that can sign in when none is given', async () => {
    const { world, post } = await servePage()

    const first = await post<PersonView>('/phone/people', { firstName: ' Gulnora ', languageCode: 'ru' })
    const second = await post('/phone/people', {
      firstName: 'Otabek',
      phone: '+998 (93) 111-22-33',
      username: 'otabek',
    })

    expect(first.body).toMatchObject({ name: 'Gulnora', phone: '+9996625001', languageCode: 'ru' })
    expect(second.body).toMatchObject({ phone: '+998931112233', username: 'otabek' })
    expect(world.users.byPhone('9996625001')?.id).toBe(first.body.id)
  })

  it('says what is wrong with a new person', async () => {
    const { world, post } = await servePage()
    populate(world)

    const nameless = await post('/phone/people', { firstName: '  ' })
    const taken = await post('/phone/people', { firstName: 'X', username: 'Aziz_K' })
    const phone = await post('/phone/people', { firstName: 'X', phone: 'call me' })

    const username = await post('/phone/people', { firstName: 'X', username: '1a' })
    const language = await post('/phone/people', { firstName: 'X', languageCode: 'xx' })

    expect(nameless).toMatchObject({
      status: 400,
      body: { error: 'FIRSTNAME_INVALID', problem: 'firstName: a person needs a first name' },
    })
    expect(taken).toMatchObject({ status: 400, body: { error: 'USERNAME_OCCUPIED' } })
    expect(phone).toMatchObject({
      status: 400,
      body: { error: 'PHONE_NUMBER_INVALID', problem: 'phone: a phone number has 7 to 15 digits' },
    })
    expect(username.body.error).toBe('USERNAME_INVALID')
    expect(language.body.error).toBe('BAD_REQUEST')
    expect(Object.keys(texts)).toEqual(
      expect.arrayContaining(['FIRSTNAME_INVALID', 'USERNAME_INVALID', 'PHONE_NUMBER_INVALID']),
    )
  })

  it.each([
    ['nobody', '123'],
    ['a bot', '7000000001'],
    ['no number', 'abc'],
  ])('gives nobody the phone of %s', async (_, id) => {
    const { world, get } = await servePage()
    populate(world)

    const { status, body } = await get(`/phone/${id}/me`)

    expect(status).toBe(404)
    expect(body.error).toBe('NO_SUCH_PERSON')
  })
})
