import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hashOf } from '../../../../src/simulator/ledger/text-hash.ts'
import { startsWithinMs } from '../../../support/bot-product.ts'
import type { BotProduct } from '../../../support/bot-product.ts'
import { hears, owner } from '../../accounts/bot/setup.ts'
import { campaignsOf, startSendingProduct } from './setup.ts'

let product: BotProduct
let the: ReturnType<typeof campaignsOf>

beforeAll(async () => {
  product = await startSendingProduct()
  the = campaignsOf(product)
}, startsWithinMs)

afterAll(() => product.stop())

/** What Telegram has applied of an account, in the order in which it came. */
async function applied(account: { readonly userId: number }): Promise<{ chat: number | null; text: string | null }[]> {
  const lines: { chat: number | null; text: string | null }[] = []
  const of = { account: account.userId, method: 'messages.sendMessage', applied: true }
  for await (const { chat, textHash: text } of product.client.ledger.all(of)) lines.push({ chat, text })
  return lines
}

describe('a campaign that runs', () => {
  it('says what will happen, and is given another text, name, interval and groups from the next round on', async () => {
    const person = await owner(product, 'en')
    const { groups } = await the.sender(person.id, ['Alpha', 'Beta'])
    const [alpha, beta] = groups.map(({ peer }) => peer)
    await the.writesNew(person, 'First text')
    await person.presses('1 h')
    await person.presses('🔮 What will happen?')
    const plan = await person.sees('This is how the next round goes')
    expect(plan.text).toMatch(
      /Begins: when you press “Start”\.\n\d\d:\d\d Alpha\n\d\d:\d\d Beta\n\nIn all: 2 messages\n/,
    )
    await person.presses('⬅️ Back')
    await person.presses('▶️ Start')
    await person.sees('Sent: 2 of 2')

    await person.presses('⚙️ Change')
    await person.sees('A change holds from the next round on.')
    await person.presses('✏️ Text')
    await person.sharesContact()
    await hears(product, person, 'This cannot be sent. Send a text, a photo')
    await person.writes('Second text')
    await hears(product, person, 'A change holds from the next round on.')
    await person.presses('👁 Text')
    await hears(product, person, 'Second text')

    await person.presses('⚙️ Change')
    await person.presses('💬 A text for one group')
    await person.presses('▫️ Beta')
    await person.sees('It is sent the campaign’s text.')
    await person.writes('Beta alone')
    await person.sees('It gets its own text.')
    await person.presses('👁 The text now')
    await hears(product, person, 'Beta alone')
    await person.presses('⬅️ Back')
    await person.sees('Choose the group.')
    expect((await person.screen()).buttons).toEqual(['▫️ Alpha', '💬 Beta', '⬅️ Back'])
    await person.presses('⬅️ Back')

    // A digest of what was sent may come between two screens from here on, so what is shown is looked for among the newest.
    await person.presses('🏷 Name')
    await person.writes('x\ny')
    await hears(product, person, 'A name is one line')
    await person.writes('Taxi')
    await hears(product, person, 'Taxi\n🟢 Running')
    await person.presses('⚙️ Change')
    await person.presses('⏱ Interval')
    await hears(product, person, 'Now: every hour.')
    await person.writes('soon')
    await hears(product, person, 'I did not understand')
    await person.presses('2 h')
    await hears(product, person, 'A change holds from the next round on.')
    await hears(product, person, 'every 2 hours')
    await person.presses('🔮 What will happen?')
    await hears(product, person, 'Beta 💬')
    await person.presses('⬅️ Back')

    the.nextRound(person)
    const bodies = () =>
      product.read<{ peer: number; body: string }>(
        `select a.peer, c.body from attempts a join contents c on c.id = a.content_id
        where a.owner_id = ${person.id} and a.kind = 'send' and a.state = 'sent' order by a.run_id, a.id`,
      )
    const isSent = () => Promise.resolve(bodies().length === 4)
    await product.client.until('the second round', isSent, { timeoutMs: 60_000, on: ['message', 'tick'] })
    expect(bodies()).toEqual([
      { peer: alpha, body: '{"text":"First text"}' },
      { peer: beta, body: '{"text":"First text"}' },
      { peer: alpha, body: '{"text":"Second text"}' },
      { peer: beta, body: '{"text":"Beta alone"}' },
    ])
  })

  it('goes to other groups from the next round on', async () => {
    const person = await owner(product, 'en')
    await the.sender(person.id, ['North', 'South'])
    await the.writesNew(person, 'Hello')
    await person.presses('1 h')
    await person.presses('▶️ Start')
    await person.sees('Sent: 2 of 2')
    await person.presses('⚙️ Change')
    await person.presses('👥 Groups')
    await person.sees('Now: 2 groups.')
    await person.presses(/choose groups$/)
    await person.presses('▫️ South')
    await person.sees('Chosen: 1 group')
    await person.presses('✔️ Done')
    await person.sees('Which groups?')
    await person.presses('✅ Aziz: the chosen 1 group')
    await hears(product, person, 'A change holds from the next round on.')
    await person.sees('every hour · 👥 1 group')
  })
})

describe('a campaign that is over', () => {
  it('is copied, and the copy starts at once; the first goes into the archive and comes back', async () => {
    const person = await owner(product, 'en')
    await the.sender(person.id, ['East'])
    await the.writesNew(person, 'Hi')
    await person.presses('1️⃣ Only once')
    await person.presses('▶️ Start')
    await person.sees('Sent: 1 of 1')
    await person.presses('⚙️ Change')
    await person.presses('📑 Make a copy')
    await person.sees(/^Hi \(2\)\n✏️ Not started yet/)
    await person.presses('▶️ Start')
    await person.sees('Sent: 1 of 1')
    await person.presses('⬅️ Back')
    await person.presses('✅ Hi')
    await person.presses('⚙️ Change')
    expect(await person.presses('🗄 Archive')).toBe('It is archived. Nothing was deleted.')
    const list = await person.sees('My campaigns')
    expect(list.buttons).toEqual(['✅ Hi (2)', '🗄 Archive', '✏️ New one', '🏠 Home'])
    await person.presses('🗄 Archive')
    await person.sees('Archived campaigns')
    await person.presses('✅ Hi')
    await person.presses('⚙️ Change')
    expect(await person.presses('🗂 Out of the archive')).toBe('It is back in the list.')
    await person.presses('⬅️ Back')
    expect((await person.sees('My campaigns')).buttons).toEqual(['✅ Hi (2)', '✅ Hi', '✏️ New one', '🏠 Home'])
  })
})

describe('karvon campaigns dry-run', () => {
  it('names the messages in the order in which Telegram then gets them', async () => {
    const person = await owner(product, 'en')
    const titles = Array.from({ length: 9 }, (_, index) => `Group ${index}`)
    const { account, groups } = await the.sender(person.id, titles)
    const file = join(product.folder, 'order.yaml')
    const list = [...groups]
      .reverse()
      .map(({ peer }, index) => ({ group: peer, ...(index === 2 && { text: '<b>own</b>' }) }))
    writeFileSync(file, JSON.stringify({ account: account.id, text: 'Order', every: 'once', groups: list }))
    const made = JSON.parse(await the.karvon('campaigns', 'create', '--file', file, '--json')) as Made
    const id = String(made.campaign.id)
    const dry = JSON.parse(await the.karvon('campaigns', 'dry-run', id, '--json')) as Dry

    await the.karvon('campaigns', 'start', id)
    const isOver = async () => (await applied(account)).length === 9
    await product.client.until('the round to be over', isOver, { timeoutMs: 60_000, on: ['message', 'tick'] })

    const planned = dry.rounds[0]?.messages ?? []
    expect(await applied(account)).toEqual(
      planned.map(({ peer, content }) => ({ chat: peer, text: hashOf(content.text) })),
    )
    expect(planned.map(({ peer }) => peer)).toEqual([...groups].reverse().map(({ peer }) => peer))
    expect(planned.map(({ content }) => content.text)).toEqual(list.map((_, index) => (index === 2 ? 'own' : 'Order')))
  })
})

interface Made {
  readonly campaign: { readonly id: number }
}

interface Dry {
  readonly rounds: readonly {
    readonly messages: readonly { readonly peer: number; readonly content: { readonly text: string } }[]
  }[]
}
