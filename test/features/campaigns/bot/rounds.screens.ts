import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startsWithinMs } from '../../../support/bot-product.ts'
import type { BotProduct } from '../../../support/bot-product.ts'
import type { Person } from '../../../support/person.ts'
import { phoneOf } from '../../../support/phone.ts'
import { jpeg } from '../../../simulator/botapi/images.ts'
import { hears, owner } from '../../accounts/bot/setup.ts'
import { campaignsOf, startSendingProduct } from './setup.ts'

let product: BotProduct
let the: ReturnType<typeof campaignsOf>

beforeAll(async () => {
  product = await startSendingProduct()
  the = campaignsOf(product)
}, startsWithinMs)

afterAll(() => product.stop())

/** Somebody whose campaign is sent once, at its card. */
async function sent(text: string, titles: readonly string[]) {
  const person = await owner(product, 'en')
  const { account, groups } = await the.sender(person.id, titles)
  await the.writesNew(person, text)
  await person.presses('1️⃣ Only once')
  await person.presses('▶️ Start')
  await person.sees(new RegExp(`Sent: ${titles.length} of ${titles.length}`))
  return { person, stands: () => standing(groups, account.userId) }
}

async function standing(groups: readonly { readonly peer: number }[], userId: number) {
  const found = await Promise.all(groups.map(({ peer }) => the.written(peer, userId)))
  return found.map((messages) => messages.map(({ text }) => text))
}

/** Writes a text, and waits for the question below everything that was asked before: its buttons are the ones that count. */
async function asksAbout(person: Person, text: string): Promise<void> {
  const [newest] = await person.history()
  await person.writes(text)
  const isAsked = async () =>
    (await person.history()).some(
      (seen) => seen.messageId > (newest?.messageId ?? 0) && seen.text.startsWith('Shall the message say this'),
    )
  await product.client.until(`${text} to be asked about`, isAsked, { timeoutMs: 60_000, on: ['message', 'tick'] })
}

/** From the card of a campaign to its last round. */
async function opensRound(person: Person): Promise<void> {
  await person.presses('🕘 History')
  await person.presses(/ · \d+\/\d+$/)
}

describe('the history of a campaign', () => {
  it('leads to a round and what became of each message, and takes them back when told twice', async () => {
    const person = await owner(product, 'en')
    const { account, groups } = await the.sender(person.id, ['Alpha', 'Beta', 'Gamma'])
    await product.client.rules.add({
      chat: groups[2]?.peer,
      method: 'messages.sendMessage',
      error: 'CHAT_WRITE_FORBIDDEN',
    })
    await the.writesNew(person, 'To all three')
    await person.presses('1️⃣ Only once')
    await person.presses('▶️ Start')
    await the.finds(person, 'Failed: 1')

    await person.presses('🕘 History')
    const history = await the.finds(person, 'Rounds, the newest first')
    expect(history.buttons).toEqual([expect.stringMatching(/ · 2\/3$/), '⬅️ Back'])
    await person.presses(/ · 2\/3$/)
    const round = await the.finds(person, 'Sent: 2 of 3')
    expect(round.text.split('\n')).toEqual(
      expect.arrayContaining([
        '✅ Alpha: look',
        '✅ Beta: look',
        '❌ Gamma: the account may not write. Ask an administrator of the group.',
      ]),
    )
    await person.presses('👁 The text')
    await hears(product, person, 'To all three')

    await person.presses('🗑 Take all of them back')
    const asked = await the.finds(person, 'Take 2 messages back from the groups?')
    expect(asked.buttons).toEqual(['🗑 Yes, take them back', '⬅️ No'])
    await person.presses('⬅️ No')
    await the.finds(person, '✅ Alpha: look')
    expect(await standing(groups, account.userId)).toEqual([['To all three'], ['To all three'], []])

    await person.presses('🗑 Take all of them back')
    await person.presses('🗑 Yes, take them back')
    const over = await the.finds(person, 'Taken back: 2 of 2')
    expect(over.text).toContain('🗑 Alpha: taken back')
    expect(await standing(groups, account.userId)).toEqual([[], [], []])
    await person.presses('🗑 Take all of them back')
    expect((await the.finds(person, 'No message of this round is left in the groups.')).buttons).toEqual(['⬅️ No'])
    await person.presses('⬅️ No')
    await person.presses('⬅️ Back')
    await the.finds(person, 'Rounds, the newest first')
    await person.presses('⬅️ Back')
    await the.finds(person, '✅ Sent')
  })
})

describe('what a round has sent', () => {
  it('is given another text after a look at it, and says of each group how that went', async () => {
    const { person, stands } = await sent('Seats: 3', ['North', 'South', 'West'])
    await opensRound(person)
    await person.presses('✏️ Change what was sent')
    const asked = await the.finds(person, 'it takes its place in the messages of this round (3 groups)')
    expect(asked.buttons).toEqual(['👁 The text', '⬅️ Back'])
    await person.sharesContact()
    await hears(product, person, 'Of what was sent only the text can be changed.')
    await person.writes('Seats: 2')
    await hears(product, person, 'Seats: 2')
    await the.finds(person, 'Shall the message say this in 3 groups?')
    await asksAbout(person, 'Seats: 1')
    await hears(product, person, 'Seats: 1')
    expect((await the.finds(person, 'Shall the message say this')).buttons).toEqual(['✏️ Yes, change it', '⬅️ No'])
    await person.presses('⬅️ No')
    await the.finds(person, '✅ North: look')
    expect(await stands()).toEqual([['Seats: 3'], ['Seats: 3'], ['Seats: 3']])

    const method = 'messages.editMessage'
    await product.client.rules.add({ method, error: 'MESSAGE_EDIT_TIME_EXPIRED', times: 1 })
    await person.presses('✏️ Change what was sent')
    await asksAbout(person, 'Seats: 1')
    await person.presses('✏️ Yes, change it')
    const over = await the.finds(person, 'Changed: 2 of 3')
    expect(over.text).toMatch(/Could not: 1\n/)
    expect(over.text).toMatch(/⚠️ \w+: the message is too old to be changed\. Delete it by hand\./)
    expect(over.text.match(/✏️ \w+: changed/g)).toHaveLength(2)
    expect((await stands()).flat().toSorted()).toEqual(['Seats: 1', 'Seats: 1', 'Seats: 3'])

    const before = 1_000 * 3 * 86_400
    product.write(`update attempts set settled_at_ms = settled_at_ms - ${before} where kind = 'send';
      update runs set created_at_ms = created_at_ms - ${before}`)
    await person.presses('✏️ Change what was sent')
    const old = await the.finds(person, 'The messages are older than two days')
    expect(old.buttons).toEqual(['⬅️ Back'])
    await person.presses('⬅️ Back')
    await the.finds(person, 'Changed: 2 of 3')
  })

  it('keeps its photo, and has another caption', async () => {
    const person = await owner(product, 'en')
    const { account, groups } = await the.sender(person.id, ['East'])
    const phone = await phoneOf(product, person)
    await person.presses('📨 Campaigns')
    await person.presses('✏️ New one')
    await phone.gives([['a.jpg', jpeg(64, 48)]], 'Old caption')
    await person.sees('Where shall it go?')
    await person.presses(/all 1 group$/)
    await person.presses('1️⃣ Only once')
    await person.presses('▶️ Start')
    await the.finds(person, 'Sent: 1 of 1')
    await opensRound(person)
    await person.presses('✏️ Change what was sent')
    await the.finds(person, 'Photos and files stay, the text below them is changed.')
    await phone.gives([['b.jpg', jpeg(64, 48)]], 'Another photo')
    await hears(product, person, 'For another photo or file, take the messages back')
    await person.writes('x'.repeat(1025))
    await hears(product, person, 'The caption is too long')
    await person.writes('New caption')
    await person.presses('✏️ Yes, change it')
    await the.finds(person, 'Changed: 1 of 1')
    expect(await the.written(groups[0]?.peer ?? 0, account.userId)).toMatchObject([
      { text: 'New caption', media: { type: 'file', kind: 'photo' } },
    ])
  })
})
