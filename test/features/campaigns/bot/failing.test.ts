import { describe, expect, it } from 'vitest'
import { accessOf } from '../../../../src/access/people.ts'
import type { Language } from '../../../../src/bot/language.ts'
import { compose } from '../../../../src/bot/rich-text.ts'
import { ofItself } from '../../../../src/bot/screen.ts'
import { startBotHere } from '../../../support/bot-in-process.ts'

const [alfa, beta, gamma] = [-1_000_000_000_001, -1_000_000_000_002, -1_000_000_000_003]

/** The notice of a campaign with these groups, the first two of which refused three rounds. */
async function setup(peers = [alfa, beta, gamma]) {
  const { store, db, plugs, clock } = await startBotHere()
  const group = { kind: 'supergroup', username: null, accessHash: '1', whyNot: null, migratedTo: null } as const
  const named = peers.map((peer, index) => ({ ...group, peer, title: ['Alfa', '', 'Gamma'][index] ?? '' }))
  await store.savePeers({ accountId: 1, peers: named.map((one) => ({ ...one, isForum: one.peer === beta })), nowMs: 1 })
  const made = await store.createCampaign({
    uuid: 'c',
    ownerId: 1,
    name: 'Taxi',
    content: { text: 'Salom', entities: [] },
    everyMs: 60_000,
    targets: peers.map((peer) => ({ accountId: 1, peer, topic: peer === beta ? 7 : 0 })),
    limits: { intervalMinMs: 1_000 },
    nowMs: 1,
  })
  if ('problem' in made) throw new Error(made.problem.type)
  const { id } = made.campaign
  let runId = 0
  for (let round = 1; round <= 3; round++) {
    const opened = { campaignId: id, campaignUuid: 'c', ownerId: 1, contentId: 900001, plannedAtMs: round }
    runId = (await store.openRun(opened, round)).id
    const sends = peers.map((peer) => ({
      peer,
      topic: peer === beta ? 7 : 0,
      part: 0,
      accountId: 1,
      partition: 1,
      dueAtMs: 5,
    }))
    await store.schedule({ runId, ownerId: 1, contentId: 900001, sends })
  }
  const refuse = db.prepare(
    `update attempts set state = 'failed-terminal', reason = ?, settled_at_ms = 9 where peer = ?`,
  )
  refuse.run('CHAT_WRITE_FORBIDDEN', alfa)
  refuse.run('TOPIC_CLOSED', beta)
  db.exec(`update runs set state = 'finished', finished_at_ms = 9`)
  const kind = plugs.flatMap(({ notices = [] }) => notices).find(({ name }) => name === 'campaigns.failing')
  const person = await store.person(1)
  if (kind === undefined || person === undefined) throw new Error('no such notice')
  const nowMs = clock.nowMs()
  const visit = (language: Language) => ({ ...ofItself, person, access: accessOf(person, nowMs), language, nowMs })
  const detail = { campaignId: id, runId }
  return {
    id,
    runId,
    async said(language: Language) {
      const view = await kind.show(detail, visit(language))
      const buttons = view?.rows?.flat().map((one) => one.label)
      return view && [compose(view.text).text, ...(buttons ?? [])]
    },
    press: (name: string) => kind.actions?.[name]?.(detail, visit('en')),
  }
}

describe('the notice of groups that keep failing', () => {
  it('names them with the rule in plain words, in three languages', async () => {
    const { said } = await setup()

    expect(await said('uz')).toEqual([
      '⚠️ «Taxi»: 2 ta guruh ketma-ket 3 aylanishda xabarni olmadi\n\n' +
        '• Nomsiz guruh, 7-mavzu: mavzu yopilgan yoki o‘chirilgan. Boshqasini tanlang.\n' +
        '• Alfa: akkauntga yozishga ruxsat yo‘q. Guruh adminidan so‘rang.',
      '🗑 E’londan 2 ta guruhni olib tashlash',
      '🔎 Aylanishni ko‘rish',
    ])
    expect(await said('ru')).toEqual([
      '⚠️ «Taxi»: 3 круга подряд сообщение не ушло в 2 группы\n\n' +
        '• Группа без названия, тема 7: тема закрыта или удалена. Выберите другую.\n' +
        '• Alfa: аккаунту нельзя писать. Попросите администратора группы.',
      '🗑 Убрать 2 группы из рассылки',
      '🔎 Посмотреть круг',
    ])
    expect(await said('en')).toEqual([
      '⚠️ “Taxi”: 2 groups did not take its message, 3 rounds in a row\n\n' +
        '• A group without a name, topic 7: the topic is closed or deleted. Choose another.\n' +
        '• Alfa: the account may not write. Ask an administrator of the group.',
      '🗑 Drop 2 groups from the campaign',
      '🔎 Look at the round',
    ])
  })

  it('leads to the round, and drops them once', async () => {
    const { press, said, id, runId } = await setup()

    expect(await press('round')).toMatchObject({ screen: 'campaigns.round', draft: { id, runId } })
    const ended = await press('drop')
    expect(ended && 'text' in ended && compose(ended.text).text).toBe('Taxi\nDropped: 2 groups. Left: 1 group.')
    const again = await press('drop')
    expect(again && 'text' in again && compose(again.text).text).toContain('no longer in the campaign')
    expect(await said('en')).toBeUndefined()
  })

  it('leaves the last ones, and says what else to do', async () => {
    const { press, said } = await setup([alfa, beta])

    expect(await press('drop')).toMatchObject({
      screen: 'campaigns.one',
      say: expect.stringContaining('no other group'),
    })
    expect(await said('en')).toHaveLength(3)
  })
})
