import { describe, expect, it } from 'vitest'
import type { BannedRight, ChatKind } from '../../../src/simulator/world/model.ts'
import type { Dialog, DialogCursor, DialogPage } from '../../../src/telegram/contract.ts'
import type { MtprotoLink } from '../../../src/telegram/mtproto/link.ts'
import { noAbort, openLink, valueOf } from './link-setup.ts'

describe('the list of conversations', () => {
  it('comes whole, page by page, each chat once', async () => {
    const { world, malika, aziz, link } = await openLink()
    const peers = Array.from({ length: 2000 }, (_, index) => {
      const kind = (['supergroup', 'basic', 'channel'] as const)[index % 3] ?? 'channel'
      return world.chats.create({ kind, title: `Chat ${index}`, creatorId: malika.id, memberIds: [aziz.id] }).peer
    })
    for (const peer of peers.slice(0, 3)) world.dialogs.setPinned(aziz.id, peer, true)

    const { dialogs, pages, totals } = await readAll(link)

    // A hundred at a time, an empty page, because only that is the end, and the archive.
    expect(pages).toBe(23)
    expect(totals[0]).toBe(2001)
    expect(new Set(dialogs.map(({ to }) => to.peer)).size).toBe(2001)
    expect(dialogs).toHaveLength(2001)
  })

  it('goes on where it stopped, also on another link and from a stored place', async () => {
    const { world, malika, aziz, link, adapter, session } = await openLink()
    for (let index = 0; index < 120; index++) makeChat('supergroup', `Chat ${index}`)
    function makeChat(kind: ChatKind, title: string) {
      world.chats.create({ kind, title, creatorId: malika.id, memberIds: [aziz.id] })
    }
    const first = valueOf(await link.fetchDialogs(null, noAbort))
    await link.close()

    const stored = JSON.parse(JSON.stringify(first.next)) as DialogCursor
    const other = adapter.open({
      session,
      device: { model: 'Karvon', systemVersion: '1', appVersion: '1' },
      proxy: undefined,
    })
    const second = valueOf(await other.fetchDialogs(stored, noAbort))
    await other.close()

    expect([first.dialogs.length, second.dialogs.length]).toEqual([100, 21])
  })

  it('tells of each chat whether the account may write there, and if not, why', async () => {
    const { world, malika, aziz, link } = await openLink()
    const make = (kind: ChatKind, title: string, more: object = {}) =>
      world.chats.create({ kind, title, creatorId: malika.id, memberIds: [aziz.id], ...more })
    const banned = ['sendMessages'] as const
    make('supergroup', 'open', { username: 'ochiq', slowModeSeconds: 30 })
    make('supergroup', 'forum', { isForum: true })
    make('supergroup', 'closed', { defaultBanned: banned })
    make('channel', 'channel')
    const ours = world.chats.create({ kind: 'channel', title: 'ours', creatorId: aziz.id })
    const silenced = make('supergroup', 'silenced')
    world.membership.ban(silenced, malika.id, aziz.id, banned, null)
    const admin = make('supergroup', 'admin', { defaultBanned: banned })
    world.chats.changeMember(admin, aziz.id, { role: 'admin', adminRights: ['changeInfo'] }, malika.id)
    const left = make('basic', 'left')
    world.membership.leave(left, aziz.id)
    const putOut = make('supergroup', 'put out')
    world.membership.ban(putOut, malika.id, aziz.id, ['viewMessages'], null)
    const small = make('basic', 'grew')
    const grown = world.membership.migrate(small, malika.id)

    const { dialogs } = await readAll(link)

    const byTitle = new Map(dialogs.map((dialog) => [`${dialog.title} ${dialog.kind}`, dialog]))
    expect(Object.fromEntries([...byTitle].map(([title, { cannotPost }]) => [title, cannotPost]))).toMatchObject({
      'Bozor supergroup': null,
      'open supergroup': null,
      'forum supergroup': null,
      'closed supergroup': 'closed-to-members',
      'channel channel': 'admins-only',
      'ours channel': null,
      'silenced supergroup': 'restricted',
      'admin supergroup': null,
      'grew basic': 'migrated',
      'grew supergroup': null,
    })
    expect(byTitle.get('open supergroup')).toMatchObject({ username: 'ochiq', hasSlowMode: true, membersCount: 2 })
    expect(byTitle.get('forum supergroup')).toMatchObject({ isForum: true, hasSlowMode: false })
    expect(byTitle.get('grew basic')?.migratedTo).toBe(grown.peer)
    expect(byTitle.get('ours channel')?.to.peer).toBe(ours.peer)
    for (const { title, cannotPost } of dialogs)
      if (['left', 'put out'].includes(title)) expect(cannotPost).toBe('not-a-member')
  })

  it('tells of each group what it does not take, for whom and until when', async () => {
    const { world, malika, aziz, link } = await openLink()
    const make = (title: string, defaultBanned: readonly BannedRight[] = [], kind: ChatKind = 'supergroup') =>
      world.chats.create({ kind, title, creatorId: malika.id, memberIds: [aziz.id], defaultBanned })
    make('takes all', ['embedLinks', 'pinMessages'])
    make('no photos', ['sendPhotos', 'sendGifs'])
    make('text only', ['sendMedia'])
    make('no text', ['sendPlain'])
    make('nothing', ['sendPlain', 'sendMedia'])
    make('small', ['sendDocs'], 'basic')
    const admin = make('admin', ['sendMedia'])
    world.chats.changeMember(admin, aziz.id, { role: 'admin', adminRights: ['changeInfo'] }, malika.id)
    const untilMs = Math.floor(world.clock.nowMs() / 1000) * 1000 + 3_600_000
    world.membership.ban(make('for an hour'), malika.id, aziz.id, ['sendVideos', 'sendVoices'], untilMs)
    world.membership.ban(make('both', ['sendAudios']), malika.id, aziz.id, ['sendAudios', 'sendDocs'], null)

    const { dialogs } = await readAll(link)

    const media = { photo: null, video: null, document: null, audio: null, voice: null, animation: null }
    const told = dialogs.map(({ title, cannotPost, forbidden }) => [title, { cannotPost, forbidden }])
    expect(Object.fromEntries(told)).toMatchObject({
      'takes all': { cannotPost: null, forbidden: {} },
      'no photos': { cannotPost: null, forbidden: { photo: null, animation: null } },
      'text only': { cannotPost: null, forbidden: media },
      'no text': { cannotPost: null, forbidden: { text: null } },
      nothing: { cannotPost: 'closed-to-members' },
      small: { cannotPost: null, forbidden: { document: null } },
      admin: { cannotPost: null, forbidden: {} },
      'for an hour': { cannotPost: null, forbidden: { video: untilMs, voice: untilMs } },
      both: { cannotPost: null, forbidden: { audio: null, document: null } },
    })
  })

  it('names people and bots, and how to address them', async () => {
    const { world, malika, aziz, link, send } = await openLink()
    const bot = { token: '7000000001:x', privacy: true, description: '' }
    world.users.create({ id: 7_000_000_001, firstName: 'Karvon', username: 'karvon_bot', bot })
    world.messages.send({ fromId: malika.id, to: aziz.id, text: 'salom' })
    world.messages.send({ fromId: aziz.id, to: 7_000_000_001, text: '/start' })

    const { dialogs } = await readAll(link)

    const person = dialogs.find(({ kind }) => kind === 'user')
    expect(person).toMatchObject({ title: 'Malika', cannotPost: null, to: { peer: malika.id } })
    expect(dialogs.find(({ kind }) => kind === 'bot')).toMatchObject({ username: 'karvon_bot' })
    if (person === undefined) return
    expect(await send({ to: person.to })).toMatchObject({ type: 'sent' })
  })

  it('has hashes with which each of its chats can be written to', async () => {
    const { link, send, texts } = await openLink()
    const [dialog] = (await readAll(link)).dialogs

    if (dialog !== undefined) expect(await send({ to: dialog.to })).toMatchObject({ type: 'sent' })
    expect(texts()).toEqual(['salom'])
  })

  it('may have to wait, which stops no sending', async () => {
    const { link, ...rest } = await openLink()
    rest.break({ method: 'messages.getDialogs', error: 'FLOOD_WAIT_9' })

    expect(await link.fetchDialogs(null, noAbort)).toEqual({
      type: 'wait',
      waitMs: 9000,
      scope: 'read',
      error: 'FLOOD_WAIT_9',
    })
  })
})

async function readAll(link: MtprotoLink) {
  const dialogs: Dialog[] = []
  const totals: number[] = []
  let cursor: DialogCursor | null = null
  do {
    const page: DialogPage = valueOf(await link.fetchDialogs(cursor, noAbort))
    dialogs.push(...page.dialogs)
    totals.push(page.total)
    cursor = page.next
  } while (cursor !== null && totals.length < 100)
  return { dialogs, totals, pages: totals.length }
}
