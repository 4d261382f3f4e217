import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startsWithinMs } from '../../../support/bot-product.ts'
import type { BotProduct } from '../../../support/bot-product.ts'
import type { Person } from '../../../support/person.ts'
import { phoneOf } from '../../../support/phone.ts'
import { jpeg, png } from '../../../simulator/botapi/images.ts'
import { connected, hears, owner } from '../../accounts/bot/setup.ts'
import { campaignsOf, startSendingProduct } from './setup.ts'

let product: BotProduct
let the: ReturnType<typeof campaignsOf>

beforeAll(async () => {
  product = await startSendingProduct()
  the = campaignsOf(product)
}, startsWithinMs)

afterAll(() => product.stop())

/** Somebody who is asked for their text, with an account in these groups, and a phone. */
async function composing(titles: readonly string[], channelName?: string, closed: readonly string[] = []) {
  const person = await owner(product, 'en')
  const account = await connected(product, person.id, 'Aziz')
  const groups = await the.makeForeign(account, titles)
  const closedGroups = await the.makeForeign(account, closed, { defaultBanned: ['sendPhotos'] })
  if (channelName !== undefined) await postedIn(channelName, [account.userId, person.id])
  await the.karvon('accounts', 'groups', String(account.id), '--refresh')
  const phone = await phoneOf(product, person)
  await person.presses('📨 Campaigns')
  await person.presses('✏️ New one')
  await person.sees('Write the text right here')
  return { person, account, groups, closedGroups, phone }
}

/** A channel of somebody else's with these members and one post, its second message. */
async function postedIn(username: string, memberIds: readonly number[]): Promise<void> {
  const { world, people } = product.client
  const { id: creatorId } = await world.makeUser({ firstName: 'Author' })
  const [channel] = await world.makeChats([
    { kind: 'channel', title: username, creatorId, memberIds: [...memberIds], username },
  ])
  await people.write(creatorId, channel?.peer ?? 0, `Post of ${username}`)
}

async function start(person: Person, count: number): Promise<void> {
  await person.sees('Where shall it go?')
  await person.presses(new RegExp(`all ${count} groups?$`))
  await person.presses('1️⃣ Only once')
  await person.presses('▶️ Start')
}

describe('a campaign in the bot', () => {
  it('is a photo with its caption, which stands above the screen as it will look', async () => {
    const { person, account, groups, phone } = await composing(['Alpha', 'Beta'])
    await phone.gives([['a.jpg', jpeg(640, 480)]], 'Toshkent – Samarqand')
    await hears(product, person, 'Toshkent – Samarqand')
    await start(person, 2)
    await person.sees('Sent: 2 of 2')

    for (const { peer } of groups) {
      expect(await the.written(peer, account.userId)).toMatchObject([
        { text: 'Toshkent – Samarqand', media: { type: 'file', kind: 'photo' } },
      ])
    }
    expect(await calls('messages.uploadMedia', account.userId)).toBe(1)
  })

  it('is an album, whose parts arrive one by one, over a kill too', async () => {
    const { person, account, groups, phone } = await composing(['Gamma'])
    await phone.gives(
      [
        ['1.jpg', jpeg(640, 480)],
        ['2.png', png(320, 200)],
        ['3.jpg', jpeg(100, 100)],
      ],
      'Uchta rasm',
    )
    await product.restart('SIGKILL')
    await start(person, 1)
    await person.sees('Sent: 1 of 1')

    const [group] = groups
    const parts = await the.written(group?.peer ?? 0, account.userId)
    expect(parts.map(({ text }) => text)).toEqual(['Uchta rasm', '', ''])
    expect(new Set(parts.map(({ groupedId }) => groupedId)).size).toBe(1)
  })

  it('is a post of a channel that is passed on, where the account can see it', async () => {
    const { person, account, groups, phone } = await composing(['Delta'], 'yangiliklar_uz')
    await postedIn('begona_uz', [person.id])
    await phone.passesOn('begona_uz', 2)
    await hears(product, person, 'The post is forwarded')
    await person.presses(/all 1 group$/)
    await hears(product, person, 'This account is not in the channel')
    await phone.passesOn('yangiliklar_uz', 2)
    await hears(product, person, 'The post is forwarded')
    await person.presses(/all 1 group$/)
    await person.presses('1️⃣ Only once')
    await person.presses('▶️ Start')
    await person.sees('Sent: 1 of 1')

    const [group] = groups
    expect(await the.written(group?.peer ?? 0, account.userId)).toMatchObject([
      { text: 'Post of yangiliklar_uz', forward: { messageId: 2 } },
    ])
  })

  it('is sent to its sender first, where they want to see it, before and after the start', async () => {
    const { person, account, phone } = await composing(['Zeta'])
    await phone.gives([['a.jpg', jpeg(640, 480)]], 'Sinov')
    await person.presses(/all 1 group$/)
    await person.presses('1️⃣ Only once')
    await person.presses('🧪 Send me a test')
    await person.sees(/The test was sent\nOpen Saved Messages of Aziz/)
    expect(await the.written(account.userId, account.userId)).toMatchObject([
      { text: 'Sinov', media: { type: 'file', kind: 'photo' } },
    ])
    await person.presses('⬅️ Back')
    await person.sees('Everything is ready')
    await person.presses('▶️ Start')
    await person.sees('Sent: 1 of 1')
    await person.presses('🧪 Send me a test')
    await person.sees('The test was sent')
    expect(await the.written(account.userId, account.userId)).toHaveLength(2)
    await the.karvon('accounts', 'pause', String(account.id))
    await person.presses('🔁 Once more')
    await hears(product, person, 'This account cannot send now.')
    await person.sees('Sent: 1 of 1')
  })

  it('does not start with a caption that its account may not write, and says by how much', async () => {
    const { person, account, phone } = await composing(['Eta'])
    await product.client.world.changeUser(person.id, { premium: true })
    await phone.gives([['a.jpg', jpeg(640, 480)]], 'x'.repeat(1_100))
    await person.presses(/all 1 group$/)
    await person.presses('1️⃣ Only once')
    const { buttons } = await person.sees('The caption is too long by 76: Aziz has no Premium')
    expect(buttons).not.toContain('▶️ Start')
    await product.client.world.changeUser(account.userId, { premium: true })
    await the.karvon('accounts', 'check', String(account.id))
    await person.presses('⏱ Interval')
    await person.presses('1️⃣ Only once')
    await person.presses('▶️ Start')
    await person.sees('Sent: 1 of 1')
  })

  it('leaves out groups that forbid what it is made of, and says which and what to do', async () => {
    const { person, account, groups, closedGroups, phone } = await composing(['Open'], undefined, ['No photos here'])
    const [open, closed] = [groups[0]?.peer ?? 0, closedGroups[0]?.peer ?? 0]
    await phone.gives([['a.jpg', jpeg(640, 480)]], 'Rasm')
    await person.sees('Groups that forbid such messages are not counted.')
    await person.presses(/all 1 group$/)
    await person.presses('1️⃣ Only once')
    await person.sees(/Left out, because photos are not allowed there: 1 \(No photos here\)\nMake another campaign/)
    await person.presses('▶️ Start')
    await person.sees('Sent: 1 of 1')

    expect(await the.written(open, account.userId)).toHaveLength(1)
    expect(await the.written(closed, account.userId)).toEqual([])
    // As the next reading of the list would find it.
    const group = { kind: 'supergroup', title: 'Open', username: null, accessHash: '1', isForum: false } as const
    const peers = [{ ...group, peer: open, whyNot: null, forbidden: { photo: null }, migratedTo: null }]
    the.before((verbs) => verbs.savePeers({ accountId: account.id, peers, nowMs: Date.now() }))
    await person.presses('🔮 What will happen?')
    await person.sees('The group does not allow photos: 1 (Open).')
  })

  it('takes no sticker and no mixture, and says what it takes', async () => {
    const { person } = await composing(['Epsilon'])
    await person.sharesContact()
    await hears(product, person, 'Send a text, a photo, a video')
    await person.sees('Write the text right here')
  })
})

describe('an engine that is killed between moving a photo and sending it', () => {
  it.each(['ack.after:kill@2nd', 'ack.after:kill@4th'])('sends it once to every group (%s)', async (failpoints) => {
    const { person, account, groups, phone } = await composing(['One', 'Two', 'Three', 'Four'])
    await phone.gives([['a.jpg', jpeg(640, 480)]], `Rasm ${failpoints}`)
    await person.sees('Where shall it go?')
    await product.restart('SIGTERM', { KARVON_FAILPOINTS: failpoints })
    await start(person, 4)
    await product.engine.ended
    await product.restart('SIGKILL')
    await person.starts()
    const isSent = async () =>
      (await Promise.all(groups.map(({ peer }) => the.written(peer, account.userId)))).every(
        (found) => found.length > 0,
      )
    await product.client.until('every group to have it', isSent, { timeoutMs: 60_000, on: ['message', 'tick'] })
    const isSettled = () =>
      Promise.resolve(product.read(`select id from attempts where state in ('pending', 'in-flight')`).length === 0)
    await product.client.until('everything to be settled', isSettled, { timeoutMs: 60_000, on: ['tick'] })

    const counts = await Promise.all(groups.map(async ({ peer }) => (await the.written(peer, account.userId)).length))
    expect(counts).toEqual([1, 1, 1, 1])
    expect(await product.client.ledger.twice({ account: account.userId })).toMatchObject({ count: 0 })
  })
})

async function calls(method: string, account: number): Promise<number> {
  const { lines } = await product.client.ledger.lines({ method, account })
  return lines.length
}
