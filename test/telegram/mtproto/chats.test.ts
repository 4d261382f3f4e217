import { describe, expect, it } from 'vitest'
import type { FoundChat, Topic, TopicCursor, TopicPage } from '../../../src/telegram/contract.ts'
import { addressFor, noAbort, openLink, valueOf } from './link-setup.ts'

describe('the topics of a forum', () => {
  it('come page by page, General first, and say which are closed', async () => {
    const { telegram, world, aziz, malika, link } = await openLink()
    const members = { creatorId: malika.id, memberIds: [aziz.id] }
    const forum = world.chats.create({ kind: 'supergroup', title: 'Forum', isForum: true, ...members })
    world.topics.openGeneral(forum)
    const made = Array.from({ length: 230 }, (_, index) => world.topics.create(forum, malika.id, `Topic ${index}`))
    const [closed] = made
    if (closed !== undefined) world.topics.change(closed, { isClosed: true })

    const topics: Topic[] = []
    let cursor: TopicCursor | null = null
    let pages = 0
    do {
      const page: TopicPage = valueOf(await link.fetchTopics(addressFor(telegram, aziz, forum.peer), cursor, noAbort))
      topics.push(...page.topics)
      expect(page.total).toBe(231)
      cursor = page.next
      pages++
    } while (cursor !== null)

    expect(pages).toBe(3)
    expect(topics[0]).toEqual({ id: 1, title: 'General', isClosed: false })
    expect(new Set(topics.map(({ id }) => id)).size).toBe(231)
    expect(topics.filter(({ isClosed }) => isClosed).map(({ title }) => title)).toEqual(['Topic 0'])
  })

  it('are refused by what is no forum', async () => {
    const { to, link } = await openLink()

    expect(await link.fetchTopics(to, null, noAbort)).toMatchObject({ type: 'refused', error: 'CHANNEL_FORUM_MISSING' })
  })
})

describe('the folders of an account', () => {
  it('come with their groups and channels, and with what they have in general', async () => {
    const { world, aziz, malika, chat, link } = await openLink()
    const basic = world.chats.create({ kind: 'basic', title: 'Basic', creatorId: malika.id, memberIds: [aziz.id] })
    world.users.update(aziz, {
      folders: [
        { id: 2, title: 'Ish', peers: [chat.peer, basic.peer, malika.id], excluded: [], flags: [] },
        { id: 3, title: 'Hammasi', peers: [], excluded: [chat.peer], flags: ['groups', 'broadcasts'] },
      ],
    })

    expect(valueOf(await link.fetchFolders(noAbort))).toEqual([
      { id: 2, title: 'Ish', peers: [chat.peer, basic.peer], excluded: [], hasGroups: false, hasChannels: false },
      { id: 3, title: 'Hammasi', peers: [], excluded: [chat.peer], hasGroups: true, hasChannels: true },
    ])
  })
})

describe('what a name or an invite link leads to', () => {
  it('is a chat with what the account may do there, a person, or nobody', async () => {
    const { world, malika, chat, link } = await openLink()
    world.chats.setUsername(chat, 'bozor_uz')
    const strange = world.chats.create({ kind: 'supergroup', title: 'Begona', creatorId: malika.id })
    world.chats.setUsername(strange, 'begona_uz')
    world.users.create({ firstName: 'Vali', phone: '998900000003', username: 'vali_uz' })
    const byName = async (username: string): Promise<FoundChat> =>
      valueOf(await link.findChat({ type: 'name', username }, noAbort))

    expect(await byName('bozor_uz')).toMatchObject({
      type: 'chat',
      chat: { to: { peer: chat.peer }, title: 'Bozor', username: 'bozor_uz', cannotPost: null },
    })
    expect(await byName('begona_uz')).toMatchObject({ type: 'chat', chat: { cannotPost: 'not-a-member' } })
    expect(await byName('vali_uz')).toEqual({ type: 'person' })
    expect(await byName('nobody_uz')).toEqual({ type: 'absent' })
  })

  it('is seen through a link without joining', async () => {
    const { world, malika, aziz, chat, link } = await openLink()
    const strange = world.chats.create({ kind: 'supergroup', title: 'Begona', creatorId: malika.id })
    const byLink = async (hash: string): Promise<FoundChat> =>
      valueOf(await link.findChat({ type: 'invite', hash }, noAbort))

    expect(await byLink(chat.inviteHash)).toMatchObject({ type: 'chat', chat: { title: 'Bozor', cannotPost: null } })
    expect(await byLink(strange.inviteHash)).toEqual({ type: 'outside', title: 'Begona' })
    expect(await byLink('nosuchhash')).toEqual({ type: 'absent' })
    expect(world.chats.member(strange.peer, aziz.id)).toBeUndefined()
  })

  it('is unknown while Telegram asks to wait', async () => {
    const telegram = await openLink()
    telegram.break({ method: 'contacts.resolveUsername', floodWait: { seconds: 40 } })

    const answer = await telegram.link.findChat({ type: 'name', username: 'bozor_uz' }, noAbort)

    expect(answer).toMatchObject({ type: 'wait', scope: 'read' })
  })
})
