import { Api } from 'telegram'
import type { TelegramClient } from 'telegram'
import { describe, expect, it } from 'vitest'
import { refusalOf } from '../../support/account.ts'
import { inputFor, startChatting } from '../../support/chatting.ts'

describe('folders', () => {
  it('come back as they were saved, with peers that this account can use', async () => {
    const { telegram, world, aziz, malika, azizClient } = await startChatting()
    const basic = world.chats.create({ kind: 'basic', title: 'Oila', creatorId: aziz.id, memberIds: [malika.id] })
    const group = world.chats.create({ kind: 'supergroup', title: 'Taksi', creatorId: aziz.id })
    const peers = [malika.id, basic.peer, group.peer].map((peer) => inputFor(telegram, aziz, peer))
    const saved = await save(azizClient, 2, { title: 'Ish', includePeers: peers, groups: true })

    const [all, folder] = await foldersOf(azizClient)

    expect(saved).toBe(true)
    expect(all).toBeInstanceOf(Api.DialogFilterDefault)
    expect(folder).toMatchObject({ id: 2, title: { text: 'Ish' }, groups: true, bots: false })
    expect((folder as Api.DialogFilter).includePeers).toMatchObject(peers.map(({ className }) => ({ className })))
    const [, , input] = (folder as Api.DialogFilter).includePeers
    expect(await azizClient.getEntity(input ?? '')).toMatchObject({ title: 'Taksi' })
  })

  it('change, change places and go, also after a restart', async () => {
    const { telegram, aziz, world, azizClient } = await startChatting()
    await save(azizClient, 2, { title: 'One', groups: true })
    await save(azizClient, 3, { title: 'Two', bots: true })
    await save(azizClient, 4, { title: 'Three', contacts: true })
    await save(azizClient, 3, { title: 'Two again', bots: true })
    await azizClient.invoke(new Api.messages.UpdateDialogFiltersOrder({ order: [4, 2, 3] }))
    await azizClient.invoke(new Api.messages.UpdateDialogFilter({ id: 2 }))

    const titles = (await foldersOf(azizClient)).slice(1).map((folder) => (folder as Api.DialogFilter).title.text)

    expect(titles).toEqual(['Three', 'Two again'])
    expect(world.users.get(aziz.id).folders).toHaveLength(2)
    const { world: again } = await telegram.restart()
    expect(again.users.get(aziz.id).folders).toEqual(world.users.get(aziz.id).folders)
  })

  it('tell no access hash that their owner did not have', async () => {
    const { telegram, world, aziz, malika, azizClient } = await startChatting()
    const group = world.chats.create({ kind: 'supergroup', title: 'Taksi', creatorId: malika.id })
    const guessed = inputFor(telegram, malika, group.peer)

    await save(azizClient, 2, { title: 'Ish', includePeers: [guessed, new Api.InputPeerSelf()] })

    const [, folder] = await foldersOf(azizClient)
    expect((folder as Api.DialogFilter).includePeers).toMatchObject([{ className: 'InputPeerSelf' }])
    expect(await refusalOf(save(azizClient, 3, { title: 'Ish', includePeers: [guessed] }))).toBe('FILTER_INCLUDE_EMPTY')
    expect(world.users.get(aziz.id).folders).toHaveLength(1)
  })

  it('take a basic group of others for one that does not exist', async () => {
    const { telegram, world, aziz, malika, azizClient } = await startChatting()
    const { peer } = world.chats.create({ kind: 'basic', title: 'Oila', creatorId: malika.id })
    const includePeers = [inputFor(telegram, malika, peer)]

    expect(await refusalOf(save(azizClient, 2, { title: 'Ish', includePeers }))).toBe('FILTER_INCLUDE_EMPTY')
    await save(azizClient, 2, { title: 'Ish', includePeers, groups: true })

    expect(world.users.get(aziz.id).folders).toMatchObject([{ peers: [] }])
  })

  it('are refused without a title, without content, under a reserved number and above ten', async () => {
    const { azizClient } = await startChatting()
    for (let id = 2; id < 12; id++) await save(azizClient, id, { title: `${id}`, groups: true })

    expect(await refusalOf(save(azizClient, 12, { title: ' ', groups: true }))).toBe('FILTER_TITLE_EMPTY')
    expect(await refusalOf(save(azizClient, 12, { title: 'x' }))).toBe('FILTER_INCLUDE_EMPTY')
    expect(await refusalOf(save(azizClient, 1, { title: 'x', groups: true }))).toBe('FILTER_ID_INVALID')
    expect(await refusalOf(save(azizClient, 12, { title: 'x', groups: true }))).toBe('DIALOG_FILTERS_TOO_MUCH')
  })
})

interface Wish {
  readonly title: string
  readonly includePeers?: Api.TypeInputPeer[]
  readonly groups?: boolean
  readonly bots?: boolean
  readonly contacts?: boolean
}

function save(client: TelegramClient, id: number, { title, includePeers = [], ...flags }: Wish): Promise<boolean> {
  const text = new Api.TextWithEntities({ text: title, entities: [] })
  const filter = new Api.DialogFilter({ id, title: text, includePeers, pinnedPeers: [], excludePeers: [], ...flags })
  return client.invoke(new Api.messages.UpdateDialogFilter({ id, filter }))
}

async function foldersOf(client: TelegramClient): Promise<Api.TypeDialogFilter[]> {
  const { filters } = await client.invoke(new Api.messages.GetDialogFilters())
  return filters
}
