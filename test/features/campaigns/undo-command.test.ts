import { describe, expect, it } from 'vitest'
import type { Undo } from '../../../src/features/campaigns/undo/verbs.ts'
import { refused, setup } from './commands-setup.ts'

describe('karvon campaigns undo', () => {
  it('says what it would do, and does nothing until it is told yes', async () => {
    const { karvon, json, round, undos } = await sentRound()

    const dry = await karvon('campaigns', 'undo', round, '--dry-run')
    const asked = await karvon('campaigns', 'undo', round)

    expect(dry.stdout).toBe(`2 messages of round ${round} would be taken back, at the pace of their accounts.\n`)
    expect(asked.code).toBe(2)
    expect(undos()).toBe(0)
    expect(await json('campaigns', 'undo', round, '--dry-run')).toMatchObject({ what: 'delete', count: 2, tooOld: 0 })
  })

  it('begins, is refused a second time, and is stopped', async () => {
    const { karvon, json, round, campaignId } = await sentRound()

    const { undo } = await json<{ undo: Undo }>('campaigns', 'undo', round, '--yes')
    const again = await karvon('campaigns', 'undo', round, '--yes')
    const stopped = await karvon('campaigns', 'undo', round, '--stop')

    expect(undo).toMatchObject({ ofRunId: Number(round), campaignId, what: 'delete', state: 'planning' })
    expect(again).toEqual(
      refused(`round ${round} is being undone already: \`karvon campaigns undo ${round} --stop\` stops that`),
    )
    expect(stopped.stdout).toBe(`The undo of round ${round} was stopped: 0 of 0 taken back.\n`)
    expect(await karvon('campaigns', 'undo', round, '--stop')).toEqual(
      refused(`round ${round} is not being undone: there is nothing to stop`),
    )
  })

  it('lets the messages say something else, with marks', async () => {
    const { json, karvon, round, withDatabase } = await sentRound()

    const { undo } = await json<{ undo: Undo }>('campaigns', 'undo', round, '--edit', '<b>2</b> joy', '--html', '--yes')

    expect(undo.what).toBe('edit')
    expect(
      withDatabase((db) =>
        db
          .prepare(`select r.kind, c.body from runs r join contents c on c.id = r.content_id where r.campaign_id = ?`)
          .get(undo.id),
      ),
    ).toEqual({ kind: 'edit', body: '{"text":"2 joy","entities":[{"type":"bold","offset":0,"length":1}]}' })
    expect(await karvon('campaigns', 'undo', round, '--html', '--yes')).toEqual(
      refused('--html says how --edit is written: give the text with --edit'),
    )
    expect(await karvon('campaigns', 'undo', round, '--edit', 'x'.repeat(4097), '--yes')).toEqual(
      refused('the text cannot be sent: it has 4097 characters, and Telegram takes 4096'),
    )
  })

  it('names the later round that has edited some of them, or all', async () => {
    const { karvon, round, withDatabase } = await sentRound()
    const edited = (count: number) =>
      withDatabase((db) =>
        db.exec(`
          insert into runs (id, campaign_id, campaign_uuid, owner_id, content_id, planned_at_ms, state, keep_latest,
            created_at_ms) select id + 2, campaign_id, campaign_uuid, owner_id, content_id, planned_at_ms + 1, 'stopped',
            'edit', created_at_ms from runs where id = ${round} on conflict do nothing;
          insert into standing_messages (campaign_id, peer, topic, account_id, chat, message_id, run_id, sent_at_ms)
          select r.campaign_id, a.peer, a.topic, a.account_id, a.peer, a.message_id, ${round} + 2, 1
          from attempts a join runs r on r.id = a.run_id where r.id = ${round} order by a.id limit ${count}
          on conflict do nothing`),
      )
    const later = Number(round) + 2

    edited(1)
    expect((await karvon('campaigns', 'undo', round, '--dry-run')).stdout).toBe(
      `1 message of round ${round} would be taken back, at the pace of its account.\n` +
        `1 is round ${later}’s by now: left as it is.\n`,
    )
    edited(2)
    expect(await karvon('campaigns', 'undo', round, '--edit', 'x', '--yes')).toEqual(
      refused(`round ${round} has no message of its own left: 2 are round ${later}’s by now`),
    )
  })

  it.each([
    ['edit', 'changed'],
    ['delete', 'taken back'],
  ] as const)('is told of where the campaign is shown: %s', async (what, words) => {
    const { json, karvon, round, campaignId, withDatabase } = await sentRound()
    const flags = what === 'edit' ? ['--edit', 'x'] : []
    const { undo } = await json<{ undo: Undo }>('campaigns', 'undo', round, '--yes', ...flags)
    withDatabase((db) =>
      db.exec(`
        update runs set state = 'finished', targets = 2, sent = 2, finished_at_ms = 9 where campaign_id = ${undo.id};
        insert into attempts (id, kind, account_id, owner_id, partition, run_id, peer, topic, part, message_id, state, rank,
          due_at_ms, settled_at_ms)
        select a.id + 1000, '${what}', a.account_id, a.owner_id, a.partition, r.id, a.peer, a.topic, a.message_id,
          a.message_id, 'sent', 1, 1, 1 from attempts a, runs r where a.run_id = ${round} and r.campaign_id = ${undo.id}`),
    )

    expect((await karvon('campaigns', 'show', `${campaignId}`)).stdout).toMatch(new RegExp(`2 ${words}$`, 'm'))
    expect(await json('campaigns', 'show', `${campaignId}`)).toMatchObject({
      runs: [what === 'edit' ? { sent: 2, changed: 2, takenBack: 0 } : { sent: 2, changed: 0, takenBack: 2 }],
    })
    const { stdout } = await karvon('campaigns', 'show', `${campaignId}`, '--groups', round)
    expect(stdout.match(/https:/g)?.length ?? 0).toBe(what === 'edit' ? 2 : 0)
  })

  it('names a round that is not there, still sends, is too old to be edited, or has sent nothing', async () => {
    const { karvon, round, campaignId, withDatabase } = await sentRound()
    const undo = (...flags: string[]) => karvon('campaigns', 'undo', round, '--yes', ...flags)
    const set = (sql: string) => withDatabase((db) => void db.exec(sql))

    expect(await karvon('campaigns', 'undo', '999', '--yes')).toEqual(
      refused('there is no round 999: `karvon campaigns show ID` lists those of a campaign'),
    )
    set(`update runs set state = 'running', finished_at_ms = null, sent = 1`)
    expect(await undo()).toEqual(
      refused(`round ${round} is sending: \`karvon campaigns stop ${campaignId}\` first, or pause it`),
    )
    set(`update runs set state = 'finished', finished_at_ms = 9, sent = 2, created_at_ms = 1;
      update attempts set settled_at_ms = 1`)
    expect(await undo('--edit', 'x')).toEqual(
      refused(`2 messages of round ${round} are older than two days: Telegram changes them no more`),
    )
    set('update runs set sent = 0, failed = 2')
    expect(await undo()).toEqual(refused(`round ${round} has no message that could be changed`))
  })
})

/** A round with two messages that stand. */
async function sentRound() {
  const commands = await setup()
  const { campaignId } = await commands.ended(['sent', 'sent'])
  const round = commands.withDatabase((db) => {
    db.exec(`update attempts set message_id = id, settled_at_ms = ${Date.now()}`)
    db.exec(`update runs set created_at_ms = ${Date.now()}`)
    return db.prepare<[], number>('select id from runs').pluck().get()
  })
  const undos = () => commands.withDatabase((db) => db.prepare('select count(*) from undos').pluck().get())
  return { ...commands, campaignId, round: String(round), undos }
}

describe('karvon campaigns create --keep-latest', () => {
  it('keeps one message in a group, is changed, and remembers what stands', async () => {
    const { json, karvon, withDatabase, campaignId } = await sentRound()
    const id = String(campaignId)
    const standing = () => withDatabase((db) => db.prepare('select count(*) from standing_messages').pluck().get())

    expect(await json('campaigns', 'edit', id, '--keep-latest', 'delete')).toMatchObject({
      campaign: { keepLatest: 'delete' },
    })
    expect(standing()).toBe(2)
    expect((await karvon('campaigns', 'show', id)).stdout).toContain('deleted once the new one stands')
    expect(await json('campaigns', 'edit', id, '--keep-latest', 'off')).toMatchObject({
      campaign: { keepLatest: 'off' },
    })
    expect(standing()).toBe(0)
    expect((await karvon('campaigns', 'edit', id, '--keep-latest', 'some')).stderr).toContain(
      'Allowed choices are off, delete, edit.',
    )
    const made = ['campaigns', 'create', '--owner', '1001', '--account', '1', '--text', 'Salom', '--groups', 'all']
    expect(await json(...made, '--every', '5m', '--keep-latest', 'edit')).toMatchObject({
      campaign: { keepLatest: 'edit' },
    })
  })
})
