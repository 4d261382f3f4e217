import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBotProduct, startsWithinMs } from '../../support/bot-product.ts'
import type { BotProduct } from '../../support/bot-product.ts'
import { goToAnnouncements, judgeAnnouncement, knowThem, openBot, tell } from './announcing.ts'

let product: BotProduct
let everybody: readonly number[] = []
const count = 300

beforeAll(async () => {
  product = await startBotProduct({
    areLimitsOn: true,
    async before(world) {
      everybody = await openBot(world, count)
    },
  })
  const { admin } = product
  await admin.starts()
  await admin.presses('🇬🇧 English')
  await admin.presses(/^Tashkent/)
  await admin.sees('Hello, Boss!')
}, startsWithinMs)

afterAll(() => product.stop())

describe('before there is anybody to tell', () => {
  it('says that nothing was announced yet, and what is no text', async () => {
    const { admin } = product
    await admin.presses('📣 Announcement')
    await admin.sees('Write the text right here.')
    await admin.presses('🗂 Last announcements')
    const empty = await admin.sees('There was none yet.')
    expect(empty.buttons).toEqual(['✏️ New announcement', '🏠 Home'])
    await admin.presses('✏️ New announcement')
    await admin.sharesContact()
    await product.client.until(
      'the contact to be refused',
      async () => (await admin.history())[1]?.text.startsWith('Only text can be sent for now'),
      { timeoutMs: 60_000, on: ['message', 'tick'] },
    )
  })

  it('is no screen for anybody else', async () => {
    const guest = await product.person({ firstName: 'Guest' })
    await guest.starts()
    await guest.presses('🇬🇧 English')
    await guest.presses(/^Tashkent/)
    await guest.sees('Your request has been sent')
    await product.letIn(guest.id)
    await guest.sees('You are in!')
    await guest.starts()
    const home = await guest.sees('Hello, Guest!')
    expect(home.buttons).not.toContain('📣 Announcement')
  })
})

describe('an announcement to 300 people', () => {
  it(
    'is shown as it will look, reaches everybody once at the pace of the token, and its result is watched live',
    { timeout: 120_000 },
    async () => {
      const { admin, client } = product
      knowThem(product, everybody)
      // Two have blocked the bot, and it has forgotten.
      const gone = everybody.slice(0, 2)
      for (const id of gone) await client.people.block(id, product.bot.id)
      const known = `select id from users where id in (${gone.join(', ')}) and is_reachable = 0`
      await client.until(
        'their blocking to be told',
        () => Promise.resolve(product.read(known).length === gone.length),
        {
          timeoutMs: 60_000,
          on: ['tick'],
        },
      )
      product.write(`update users set is_reachable = 1 where id in (${gone.join(', ')})`)
      product.write(`update users set state = 'banned' where id = ${everybody[2]}`)
      product.write(`update users set is_reachable = 0 where id = ${everybody[3]}`)
      const unasked = everybody.slice(2, 4)
      const before = product.read<{ n: number }>(
        `select count(*) as n from users where is_reachable = 1 and state <> 'banned' and id > 0`,
      )[0]?.n

      await goToAnnouncements(product)
      await tell(admin, 'Salom, hammaga! https://karvon.example')
      const confirm = await admin.sees('Above is the announcement')
      expect((await admin.history())[1]?.text).toBe('Salom, hammaga! https://karvon.example')
      expect(confirm.buttons).toEqual([`✅ Send to ${before} people`, '👁 Show it again', '✖️ Cancel'])
      await admin.presses(/^✅ Send to/)
      const moving = /Sent: [1-9]\d* of \d+\n(.*\n)*Left: \d+\nAbout \d+ (second|minute)s? more/
      await client.until(
        'the live figures to move',
        async () => (await admin.history()).some(({ text }) => moving.test(text)),
        { timeoutMs: 60_000, on: ['edited', 'tick'] },
      )

      const notice = await admin.sees('The announcement was sent')
      expect(notice.text).toContain(`Sent: ${(before ?? 0) - 2} of ${before}`)
      expect(notice.text).toContain('Not delivered (blocked the bot or gone): 2')
      const verdict = await judgeAnnouncement(product, 'Salom, hammaga! https://karvon.example')
      expect(verdict.told).toEqual([])
      expect(Math.max(...verdict.times.values())).toBe(1)
      expect(verdict.times.size).toBe((before ?? 0) - 2)
      for (const id of [...gone, ...unasked]) expect(verdict.times.has(id)).toBe(false)
      expect(product.read(known)).toHaveLength(2)
      expect(product.read(`select action, actor, subject from audit where action like 'announcements%'`)).toEqual([
        {
          action: 'announcements.start',
          actor: `user ${admin.id}`,
          subject: expect.stringMatching(/^announcement \d+$/),
        },
      ])
    },
  )

  it('stands among the last ones, over a restart', { timeout: 120_000 }, async () => {
    const { admin } = product
    await product.restart('SIGTERM')
    await goToAnnouncements(product)
    await admin.presses('🗂 Last announcements')
    const list = await admin.sees('Last announcements')
    expect(list.buttons[0]).toMatch(/^✅ .* · \d+\/\d+$/)
    await admin.presses(list.buttons[0] ?? '')
    await admin.sees('✅ The announcement was sent')
    await admin.presses('👁 The text')
    expect((await admin.history())[1]?.text).toBe('Salom, hammaga! https://karvon.example')
  })
})

describe('an announcement in the middle of which the process is killed', () => {
  it(
    'goes on by itself, nobody gets it twice, and whoever is unknown is counted as uncertain',
    { timeout: 180_000 },
    async () => {
      const { admin } = product
      await product.restart('SIGTERM', { KARVON_FAILPOINTS: 'send.after:kill@100th' })
      await goToAnnouncements(product)
      await tell(admin, 'Ikkinchi e’lon')
      await admin.presses(/^✅ Send to/)
      expect(await product.engine.ended).toEqual({ code: null, signal: 'SIGKILL' })
      await product.restart('SIGKILL')
      const notice = await admin.sees(/The announcement was sent\n[^]*Unknown: \d+/)

      const [run] = product.read<{ targets: number; sent: number; failed: number; uncertain: number }>(
        `select targets, sent, failed, uncertain from runs order by id desc limit 1`,
      )
      if (run === undefined) throw new Error('there is no run')
      expect(run.sent + run.failed + run.uncertain).toBe(run.targets)
      expect(run.uncertain).toBeGreaterThanOrEqual(1)
      expect(notice.text).toContain(`Unknown: ${run.uncertain}.`)
      const { times, told } = await judgeAnnouncement(product, 'Ikkinchi e’lon')
      expect(Math.max(...times.values())).toBe(1)
      expect(told).toEqual([])
      // Of those in doubt some have it and some do not: nobody else is missing.
      expect(times.size).toBeGreaterThanOrEqual(run.sent)
      expect(times.size).toBeLessThanOrEqual(run.sent + run.uncertain)
    },
  )
})

describe('an announcement that is stopped', () => {
  it('goes to nobody any more, and says to how many it did not', { timeout: 120_000 }, async () => {
    const { admin } = product
    await goToAnnouncements(product)
    await tell(admin, 'To‘xtatiladigan e’lon')
    await admin.presses(/^✅ Send to/)
    // The screen is not the newest message any more: the admin is among those who get it.
    await admin.presses('⏹ Stop')
    await admin.presses('⏹ Yes, stop')
    const notice = await admin.sees(/The announcement was stopped\n[^]*Not sent to: \d+/)

    const [run] = product.read<{ targets: number; sent: number; cancelled: number; failed: number }>(
      `select targets, sent, cancelled, failed from runs order by id desc limit 1`,
    )
    expect(run?.cancelled).toBeGreaterThan(0)
    expect(notice.text).toContain(`Not sent to: ${run?.cancelled}`)
    const { times } = await judgeAnnouncement(product, 'To‘xtatiladigan e’lon')
    expect(times.size).toBe(run?.sent)
    expect(product.read(`select count(*) as n from audit where action = 'announcements.stop'`)).toEqual([{ n: 1 }])
  })
})
