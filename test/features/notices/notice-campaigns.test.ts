import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { accessOf } from '../../../src/access/people.ts'
import type { Language } from '../../../src/bot/language.ts'
import { compose } from '../../../src/bot/rich-text.ts'
import { ofItself } from '../../../src/bot/screen.ts'
import type { EngineEvent } from '../../../src/delivery/events.ts'
import { NewsDesk } from '../../../src/features/notices/news-desk.ts'
import { startBotHere } from '../../support/bot-in-process.ts'

const done = (campaignId: number): EngineEvent => ({
  name: 'run_finished',
  runId: 1,
  campaignId,
  sent: 10,
  failed: 0,
  cancelled: 0,
  uncertain: 0,
})

/** What is told of these events about two campaigns, of which the first goes on and the second is over. */
async function tell(events: readonly EngineEvent[]) {
  const { store, db, plugs, clock } = await startBotHere()
  db.exec(`insert into campaigns (id, uuid, owner_id, name, state, misfire, created_at_ms, every_ms, next_at_ms,
      content_id, started_at_ms)
    values (1, 'a', 1, 'Taxi', 'running', 'skip', 1, 3600000, ${clock.at + 3_600_000}, 900001, 1),
      (2, 'b', 1, 'Bread', 'finished', 'skip', 1, null, null, 900001, 1)`)
  const desk = new NewsDesk({ store, clock, log: pino({ level: 'silent' }), hint: () => {} })
  for (const event of events) desk.note(event)
  await desk.tick()
  clock.at += 15_000
  await desk.tick()
  const notice = db
    .prepare<[], { kind: string; detail: string }>(`select kind, detail from notices where kind like 'news.%'`)
    .get()
  const kind = plugs.flatMap(({ notices = [] }) => notices).find(({ name }) => name === notice?.kind)
  const person = await store.person(1)
  if (kind === undefined || person === undefined || notice === undefined) throw new Error('nothing was told')
  const nowMs = clock.nowMs()
  const visit = (language: Language) => ({ ...ofItself, person, access: accessOf(person, nowMs), language, nowMs })
  const detail: unknown = JSON.parse(notice.detail)
  return {
    async said(language: Language) {
      const view = await kind.show(detail, visit(language))
      return { text: view && compose(view.text).text, buttons: view?.rows?.flat().map(({ label }) => label) }
    },
    press: (...args: string[]) => kind.actions?.['open']?.(detail, visit('en'), ...args),
  }
}

describe('the notice of what was sent', () => {
  it('says of a campaign that goes on that its rounds were sent, and leads to each', async () => {
    const { said, press } = await tell([done(1), done(1), done(2)])

    expect(await said('en')).toEqual({
      text: '✅ Rounds sent: 3\n30 sent\n\n• Taxi: 2 rounds sent, the campaign goes on: 20 sent\n• Bread: 10 sent',
      buttons: ['📨 Taxi', '📨 Bread'],
    })
    expect((await said('uz')).text).toContain('• Taxi: 2 ta aylanish yuborildi, e’lon davom etyapti: 20 ta ketdi')
    expect((await said('ru')).text).toContain('• Taxi: 2 круга позади, рассылка продолжается: отправлено 20')
    expect(await press('2')).toMatchObject({ screen: 'campaigns.one', draft: { id: 2 } })
    expect(await press('3')).toMatchObject({ screen: 'campaigns.list' })
  })

  it('says that a campaign is sent when it is', async () => {
    const { said } = await tell([done(2)])

    expect((await said('en')).text).toBe('✅ Campaigns sent: 1\n\n• Bread: 10 sent')
  })
})

describe('the notice of a campaign that has stopped', () => {
  it('leads to it', async () => {
    const { said, press } = await tell([{ name: 'campaign_paused', campaignId: 1, reason: 'missed' }])

    expect((await said('en')).buttons).toEqual(['📨 Taxi'])
    expect(await press('1')).toMatchObject({ screen: 'campaigns.one', draft: { id: 1 } })
  })
})
