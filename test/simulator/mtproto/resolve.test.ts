import { Api } from 'telegram'
import { describe, expect, it } from 'vitest'
import { bareId } from '../../../src/simulator/world/peer.ts'
import { refusalOf } from '../../support/account.ts'
import { startChatting } from '../../support/chatting.ts'

describe('a username', () => {
  it.each([
    ['a person', 'aziz_k', 'Api.User'],
    ['a bot', 'karvon_bot', 'Api.User'],
    ['a group', 'open_group', 'Api.Channel'],
    ['a channel, written otherwise', '@Open_NEWS', 'Api.Channel'],
  ])('leads to %s', async (_, username) => {
    const { world, aziz, malikaClient } = await startChatting()
    const bot = { token: '1:a', privacy: true, description: '' }
    world.users.create({ firstName: 'Karvon', username: 'karvon_bot', bot })
    world.chats.create({ kind: 'supergroup', title: 'G', username: 'open_group', creatorId: aziz.id })
    world.chats.create({ kind: 'channel', title: 'N', username: 'open_news', creatorId: aziz.id })

    const entity = await malikaClient.getEntity(username)

    expect('username' in entity && entity.username).toBe(username.replace('@', '').toLowerCase())
    // What was found can be used.
    expect(await malikaClient.getEntity(await malikaClient.getInputEntity(username))).toMatchObject({ id: entity.id })
  })

  it('that nobody has, or nobody can have, is refused', async () => {
    const { world, aziz, malikaClient } = await startChatting()
    const resolve = (username: string) => malikaClient.invoke(new Api.contacts.ResolveUsername({ username }))

    expect(await refusalOf(resolve('nobody_here'))).toBe('USERNAME_NOT_OCCUPIED')
    expect(await refusalOf(resolve('1abc'))).toBe('USERNAME_INVALID')
    expect(await refusalOf(resolve('ab'))).toBe('USERNAME_INVALID')
    world.users.update(aziz, { status: 'deactivated' })
    expect(await refusalOf(resolve('aziz_k'))).toBe('USERNAME_NOT_OCCUPIED')
  })
})

describe('searching by name', () => {
  it('finds own conversations by any part and others by the beginning of their usernames', async () => {
    const { world, aziz, malika, malikaClient } = await startChatting()
    world.chats.create({ kind: 'supergroup', title: 'Toshkent taksi', creatorId: aziz.id, memberIds: [malika.id] })
    world.chats.create({ kind: 'supergroup', title: 'Other', username: 'taksi_uz', creatorId: aziz.id })
    world.chats.create({ kind: 'supergroup', title: 'Hidden taksi', creatorId: aziz.id })

    const found = await malikaClient.invoke(new Api.contacts.Search({ q: 'taksi', limit: 10 }))

    const titleOf = (peer: Api.TypePeer) =>
      found.chats.map((chat) =>
        'channelId' in peer && chat.id.equals(peer.channelId) ? (chat as Api.Channel).title : '',
      )
    expect(found.myResults.flatMap(titleOf).filter(Boolean)).toEqual(['Toshkent taksi'])
    expect(found.results.flatMap(titleOf).filter(Boolean)).toEqual(['Other'])
  })

  it('finds first who has exactly that username', async () => {
    const { world, aziz, malikaClient } = await startChatting()
    for (let i = 0; i < 60; i++) world.users.create({ firstName: `U${i}`, username: `taksi_${i}` })
    const make = (username: string) =>
      world.chats.create({ kind: 'supergroup', title: username, username, creatorId: aziz.id })
    make('taksi_x')
    const { peer } = make('Taksi')

    const { results } = await malikaClient.invoke(new Api.contacts.Search({ q: '@taksi', limit: 3 }))

    expect(results).toHaveLength(3)
    expect(results[0]).toMatchObject({ className: 'PeerChannel', channelId: { value: BigInt(bareId(peer)) } })
  })
})
