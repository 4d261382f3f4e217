import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { languages } from '../../../../src/bot/language.ts'
import type { InEach, Language } from '../../../../src/bot/language.ts'
import { compose as toText } from '../../../../src/bot/rich-text.ts'
import type { Rich } from '../../../../src/bot/rich-text.ts'
import { cardTexts } from '../../../../src/features/campaigns/bot/card-texts.ts'
import { composeTexts } from '../../../../src/features/campaigns/bot/compose-texts.ts'
import { startsWithinMs } from '../../../support/bot-product.ts'
import type { BotProduct } from '../../../support/bot-product.ts'
import { afterTicks } from '../../../support/person.ts'
import type { TranscriptLine } from '../../../support/person.ts'
import { judgeTranscript } from '../../../support/transcript.ts'
import { hears, owner } from '../../accounts/bot/setup.ts'
import { campaignsOf, startSendingProduct } from './setup.ts'

let product: BotProduct
let the: ReturnType<typeof campaignsOf>

beforeAll(async () => {
  product = await startSendingProduct()
  the = campaignsOf(product)
}, startsWithinMs)

afterAll(() => product.stop())

const texts: InEach<string> = {
  uz: 'Toshkent – Samarqand, har kuni soat 8 da. 3 o‘rin bor.',
  ru: 'Ташкент – Самарканд, каждый день в 8. Есть 3 места.',
  en: 'Tashkent – Samarkand, every day at 8. 3 seats left.',
}
const hour: InEach<string> = { uz: '1 soat', ru: '1 ч', en: '1 h' }
const all: InEach<RegExp> = { uz: /hammasi/, ru: /все/, en: /all/ }
const sent: InEach<string> = { uz: 'Yuborildi: 3 / 3', ru: 'Отправлено: 3 из 3', en: 'Sent: 3 of 3' }
const often: InEach<string> = { uz: 'Qanchalik tez-tez?', ru: 'Как часто?', en: 'How often?' }
const ready: InEach<string> = { uz: 'Hammasi tayyor', ru: 'Всё готово', en: 'Everything is ready' }
const titles: InEach<string> = {
  uz: 'Matndan e’longa uch bosishda',
  ru: 'От текста до рассылки в три нажатия',
  en: 'From a text to a campaign in three taps',
}

describe('a campaign', () => {
  it.each(languages)('runs three taps after its text: docs/transcripts/campaign.%s.md', async (language: Language) => {
    const lines: TranscriptLine[] = []
    const person = await owner(product, language, { watch: (line) => lines.push(line) })
    const { account, groups } = await the.sender(person.id, ['Toshkent – Samarqand', 'Yuk mashinalari', 'Mahalla'])
    lines.length = 0

    await person.presses(cardTexts.menu[language])
    await person.sees(cardTexts.none[language])
    await person.presses(cardTexts.writeNew[language])
    await person.sees(composeTexts.write[language])
    await person.writes(texts[language])
    await person.sees(plain(composeTexts.where[language]))
    await person.presses(all[language])
    await person.sees(often[language])
    await person.presses(hour[language])
    await person.sees(ready[language])
    await person.presses(composeTexts.start[language])
    await person.sees(sent[language])
    const taps = lines.slice(lines.findIndex((line) => line.type === 'writes')).filter(({ type }) => type === 'presses')

    expect(taps).toHaveLength(3)
    expect(await Promise.all(groups.map(({ peer }) => applied(peer, account.userId)))).toEqual([1, 1, 1])
    judgeTranscript(`docs/transcripts/campaign.${language}.md`, titles[language], lines)
  })
})

describe('on the way to a campaign', () => {
  it('the text waits while groups are chosen, over a kill too, and only these are written to', async () => {
    const person = await owner(product, 'en')
    const { account, groups } = await the.sender(person.id, ['Alpha', 'Beta', 'Gamma'])
    await person.presses('📨 Campaigns')
    await person.presses('✏️ New one')
    await person.sharesContact()
    await hears(product, person, 'This cannot be sent. Send a text, a photo')
    await person.writes('Only where I say')
    await person.presses(/choose groups$/)
    await person.presses('▫️ Beta')
    await person.sees('Chosen: 1 group')
    await product.restart('SIGKILL')
    await person.presses('✔️ Done')
    await person.sees('Where shall it go?')
    await person.presses('✅ Aziz: the chosen 1 group')
    await person.writes('soon')
    await hears(product, person, 'I did not understand')
    await person.writes('0 h')
    await hears(product, person, 'An interval can be from')
    await person.writes('5 hours')
    await person.sees('every 5 hours')
    await person.presses('👁 Text')
    await hears(product, person, 'Only where I say')
    await person.presses('▶️ Start')
    await person.sees('Sent: 1 of 1')

    expect(await Promise.all(groups.map(({ peer }) => applied(peer, account.userId)))).toEqual([0, 1, 0])
    expect(product.read(`select every_ms as everyMs from campaigns where owner_id = ${person.id}`)).toEqual([
      { everyMs: 5 * 3_600_000 },
    ])
  })

  it('says when the account cannot keep the interval, and offers one that it can', async () => {
    const person = await owner(product, 'en')
    const { account } = await the.sender(person.id, ['One', 'Two', 'Three', 'Four'])
    product.write(`update accounts set cap_per_minute = 1 where id = ${account.id}`)
    const compose = async () => {
      await person.presses('📨 Campaigns')
      await person.presses('✏️ New one')
      await person.writes('Often')
      await person.presses(/all 4 groups$/)
    }
    await compose()
    await person.writes('2 min')
    const short = await person.sees('A round needs 4 minutes, and the interval is 2 min.')
    expect(short.text).toContain('It needs 2 messages a minute, and the account has 1 to give.')
    expect(short.buttons).toEqual(expect.arrayContaining(['👥 Fewer groups: up to 2 fit', '👤 Another account']))
    await person.presses('⏱ Make it 5 min: everybody has a turn')
    const enough = await person.sees('One round takes about 4 minutes')
    expect(enough.buttons).not.toContain('👤 Another account')
    await person.presses('▶️ Start')
    await person.sees('🟢 Running')

    await the.home(person)
    await compose()
    // The first campaign takes 4 of every 5 minutes.
    await person.writes('5 min')
    await person.sees('It needs 0.8 messages a minute, and the account has 0.2 to give.')
    await person.presses('✖️ Cancel')
    const list = await person.sees('My campaigns')
    expect(list.buttons).toEqual(['🟢 Often', '✏️ New one', '🏠 Home'])
  })
})

describe('a campaign that runs', () => {
  it('is paused, resumed, stopped and started again with a button, and a second press changes nothing', async () => {
    const person = await owner(product, 'en')
    const { account, groups } = await the.sender(person.id, ['North', 'South'])
    const [north, south] = groups.map(({ peer }) => peer)
    await product.client.rules.add({
      chat: south,
      method: 'messages.sendMessage',
      error: 'CHAT_WRITE_FORBIDDEN',
      times: 1,
    })
    await the.writesNew(person, 'To both')
    await person.presses('1️⃣ Only once')
    await person.presses('▶️ Start')
    await person.sees('Failed: 1')
    expect(await person.presses('🔁 Retry the failed (1)')).toBe('Going again: 1')
    await person.sees('Sent: 2 of 2')
    expect([await applied(north, account.userId), await applied(south, account.userId)]).toEqual([1, 1])

    await person.presses('▶️ Start again')
    await person.sees('It goes to all anew: 2 groups.')
    await person.presses('▶️ Yes, start it')
    const again = async () => (await applied(north, account.userId)) + (await applied(south, account.userId)) === 4
    await product.client.until('both to be written to again', again, { timeoutMs: 60_000, on: ['message', 'tick'] })
  })

  it('says what is left of a round, and stops where it is told to', async () => {
    const person = await owner(product, 'en')
    const { account } = await the.sender(
      person.id,
      Array.from({ length: 12 }, (_, index) => `Group ${index}`),
    )
    product.write(`update accounts set cap_per_minute = 60 where id = ${account.id}`)
    await product.restart('SIGTERM')
    await the.writesNew(person, 'Slowly')
    await person.presses('1️⃣ Only once')
    await person.presses('▶️ Start')
    await person.sees(/At this pace another \d+ seconds\./)
    await person.presses('⏸ Pause')
    await person.sees('⏸ Paused')
    const isAtRest = () =>
      Promise.resolve(product.read(`select id from attempts where state = 'in-flight'`).length === 0)
    await product.client.until('what is on the wire to arrive', isAtRest, { on: ['tick'] })
    const sent = async () => product.read<{ sent: number }>(`select sent from runs order by id desc limit 1`)[0]?.sent
    const atPause = await sent()
    await product.client.until('moments to pass', afterTicks(3), { on: ['tick'] })
    expect(await sent()).toBe(atPause)

    await person.presses('▶️ Resume')
    await person.sees('🟢 Running')
    await person.presses('⏹ Stop')
    await person.sees('Stop it?')
    await person.presses('⬅️ No')
    await person.sees('🟢 Running')
    await person.presses('⏹ Stop')
    await person.presses('⏹ Yes, stop it')
    await person.sees('⏹ Stopped')
    await person.sees('Cancelled:')
    const isDone = () =>
      Promise.resolve(
        product.read(
          `select 1 from runs where id = (select max(id) from runs) and targets = sent + failed + cancelled + uncertain`,
        ).length === 1,
      )
    await product.client.until('the round to add up', isDone, { on: ['tick'] })
    expect(await applied(undefined, account.userId)).toBe(await sent())
  })
})

/** How often an account has written there; undefined: anywhere. */
async function applied(chat: number | undefined, account: number): Promise<number> {
  let total = 0
  for await (const line of product.client.ledger.all({ account, method: 'messages.sendMessage', applied: true })) {
    if (chat === undefined || line.chat === chat) total += 1
  }
  return total
}

function plain(text: Rich): string {
  return toText(text).text
}
