import type { World } from '../../../src/simulator/world/world.ts'

/** Two people, a bot and a public group that only the second one is in. */
export function populate(world: World) {
  const aziz = world.users.create({ firstName: 'Aziz', lastName: 'Karimov', phone: '998901234567', username: 'aziz_k' })
  const malika = world.users.create({ firstName: 'Malika', lastName: 'Yo‘ldosheva' })
  const bot = world.users.create({
    id: 7_000_000_001,
    firstName: 'Karvon',
    username: 'karvon_bot',
    bot: { token: '7000000001:x', privacy: true, description: 'Sends on time.' },
  })
  const group = world.chats.create({
    kind: 'supergroup',
    title: 'Toshkent taksi',
    username: 'taksi',
    creatorId: malika.id,
  })
  return { aziz, malika, bot, group }
}
