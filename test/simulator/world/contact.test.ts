import { describe, expect, it } from 'vitest'
import { openTestWorld } from '../../support/world.ts'

describe('sharing a contact', () => {
  it('gives the number that the person has', () => {
    const { world, bot } = setup()
    const aziz = world.users.create({ firstName: 'Aziz', phone: '998901234567' })

    expect(world.people.shareContact(aziz.id, bot.id).media).toMatchObject({ phone: '998901234567', userId: aziz.id })
  })

  it('gives who was made without one a number by which nobody is found', () => {
    const { world, bot } = setup()
    const malika = world.users.create({ firstName: 'Malika', id: 5_012_345_678 })

    expect(world.people.shareContact(malika.id, bot.id).media).toMatchObject({ phone: '998002345678' })
    expect(world.users.byPhone('998002345678')).toBeUndefined()
  })
})

function setup() {
  const { world } = openTestWorld()
  const bot = { token: '7000000001:x', privacy: true, description: '' }
  return { world, bot: world.users.create({ id: 7_000_000_001, firstName: 'Bot', username: 'some_bot', bot }) }
}
