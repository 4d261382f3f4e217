import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startsWithinMs } from '../../../support/bot-product.ts'
import type { BotProduct } from '../../../support/bot-product.ts'
import { phoneOf } from '../../../support/phone.ts'
import { jpeg, png } from '../../../simulator/botapi/images.ts'
import { hears, owner } from '../../accounts/bot/setup.ts'
import { campaignsOf, startSendingProduct } from './setup.ts'

let product: BotProduct
let the: ReturnType<typeof campaignsOf>

beforeAll(async () => {
  product = await startSendingProduct()
  the = campaignsOf(product)
}, startsWithinMs)

afterAll(() => product.stop())

describe('a campaign that runs', () => {
  it('is given a photo instead of its text, and one of its groups an album, from the next round on', async () => {
    const person = await owner(product, 'en')
    const { account, groups } = await the.sender(person.id, ['Alpha', 'Beta'])
    const [alpha = 0, beta = 0] = groups.map(({ peer }) => peer)
    const phone = await phoneOf(product, person)
    await the.writesNew(person, 'Text alone')
    await person.presses('1 h')
    await person.presses('▶️ Start')
    await the.finds(person, 'Sent: 2 of 2')

    const { world, people } = product.client
    const { id: creatorId } = await world.makeUser({ firstName: 'Author' })
    const memberIds = [person.id]
    const [channel] = await world.makeChats([
      { kind: 'channel', title: 'Begona', creatorId, memberIds, username: 'begona_uz' },
    ])
    await people.write(creatorId, channel?.peer ?? 0, 'Somebody’s post')

    await person.presses('⚙️ Change')
    await person.presses('✏️ Text')
    await the.finds(person, 'A photo, a video, a file or an album will do as well')
    await phone.passesOn('begona_uz', 2)
    await hears(product, person, 'This account is not in the channel')
    await phone.gives([['a.jpg', jpeg(64, 48)]], 'x'.repeat(1_024))
    await hears(product, person, 'A change holds from the next round on.')
    await person.presses('⚙️ Change')
    await person.presses('✏️ Text')
    await phone.gives([['a.jpg', jpeg(64, 48)]], 'With a photo')
    const isKept = () => Promise.resolve(bodies().some((body) => body.includes('With a photo')))
    await product.client.until('the photo to be kept', isKept, { timeoutMs: 60_000, on: ['message', 'tick'] })
    await the.finds(person, 'A change holds from the next round on.')

    await person.presses('⚙️ Change')
    await person.presses('💬 A text for one group')
    await person.presses('▫️ Beta')
    await the.finds(person, 'or send a photo or a file')
    await phone.gives(
      [
        ['1.jpg', jpeg(64, 48)],
        ['2.png', png(32, 20)],
      ],
      'An album for Beta',
    )
    await the.finds(person, 'It gets its own text.')
    await person.presses('👁 The text now')
    await hears(product, person, 'An album for Beta')

    the.nextRound(person)
    const isSent = async () => (await the.written(beta, account.userId)).length === 3
    await product.client.until('the second round', isSent, { timeoutMs: 60_000, on: ['message', 'tick'] })
    const isOver = async () => (await the.written(alpha, account.userId)).length === 2
    await product.client.until('the second round', isOver, { timeoutMs: 60_000, on: ['message', 'tick'] })
    expect(await the.written(alpha, account.userId)).toMatchObject([
      { text: 'Text alone', media: null },
      { text: 'With a photo', media: { type: 'file', kind: 'photo' } },
    ])
    const parts = (await the.written(beta, account.userId)).slice(1)
    expect(parts.map(({ text }) => text)).toEqual(['An album for Beta', ''])
    expect(new Set(parts.map(({ groupedId }) => groupedId)).size).toBe(1)
  })
})

function bodies(): string[] {
  return product.read<{ body: string }>('select body from contents').map(({ body }) => body)
}
