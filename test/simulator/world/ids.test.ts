import bigInt from 'big-integer'
import { Api, utils } from 'telegram'
import { describe, expect, it } from 'vitest'
import { bareId } from '../../../src/simulator/world/peer.ts'
import { openTestWorld } from '../../support/world.ts'

describe('the id of a channel', () => {
  it('is the same number to the telegram package, which writes -100 before the bare id, and to everybody else', () => {
    const { world, aziz } = setup()
    const { peer } = world.chats.create({ kind: 'supergroup', title: 'Taksi', creatorId: aziz.id })

    expect(peer).toBe(-1_001_000_000_001)
    expect(utils.getPeerId(new Api.PeerChannel({ channelId: bigInt(bareId(peer)) }))).toBe(String(peer))
  })
})

describe('the id of a basic group', () => {
  it('is taken for no channel by the telegram package, however many chats there are', () => {
    const { world, aziz } = setup()
    world.chats.create({ kind: 'supergroup', title: 'Taksi', creatorId: aziz.id })
    const { peer } = world.chats.create({ kind: 'basic', title: 'Oila', creatorId: aziz.id })

    expect(peer).toBe(-4_000_000_001)
    expect(utils.resolveId(bigInt(peer))[1]).toBe(Api.PeerChat)
  })

  it('counts apart from those of channels, also after a restart', () => {
    const first = setup()
    const creatorId = first.aziz.id
    first.world.chats.create({ kind: 'basic', title: 'Oila', creatorId })
    first.world.chats.create({ kind: 'channel', title: 'Xabarlar', creatorId })
    const { world } = first.reopen()

    expect(world.chats.create({ kind: 'basic', title: 'Ish', creatorId }).peer).toBe(-4_000_000_002)
    expect(world.chats.create({ kind: 'supergroup', title: 'Taksi', creatorId }).peer).toBe(-1_001_000_000_002)
  })
})

describe('a data folder that an older version wrote', () => {
  it('is refused in one line, because its ids mean something else', () => {
    const first = setup()
    first.commit.flush()
    first.db.prepare(`update meta set value = '2' where key = 'version'`).run()

    expect(() => first.reopen()).toThrow(/^the simulator's data was written by another version \(2, .*delete this one$/)
  })
})

describe('the id of a person', () => {
  it('does not follow the ids that others brought, also after a restart', () => {
    const first = setup()
    const bot = { token: '7000000001:x', privacy: true, description: '' }
    first.world.users.create({ id: 7_000_000_001, firstName: 'Bot', username: 'some_bot', bot })
    first.world.users.create({ id: first.aziz.id + 1, firstName: 'Malika' })

    expect(first.world.users.create({ firstName: 'Nodira' }).id).toBe(first.aziz.id + 2)
    const { world } = first.reopen()
    expect(world.users.create({ firstName: 'Sardor' }).id).toBe(first.aziz.id + 3)
    const other = { token: '7000000002:x', privacy: true, description: '' }
    expect(world.users.create({ firstName: 'Bot', username: 'other_bot', bot: other }).id).toBe(7_000_000_002)
  })
})

function setup() {
  const opened = openTestWorld()
  return { ...opened, aziz: opened.world.users.create({ firstName: 'Aziz' }) }
}
