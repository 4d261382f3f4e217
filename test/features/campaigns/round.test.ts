import { describe, expect, it } from 'vitest'
import { openAllVerbs } from '../../../src/features/store.ts'
import { messageLink } from '../../../src/features/campaigns/round/link.ts'
import { ruleOf, ruleOfSend, waitOf } from '../../../src/features/campaigns/round/rules.ts'
import type { RoundGroup } from '../../../src/features/campaigns/round/verbs.ts'
import { groupInWords } from '../../../src/features/campaigns/round/words.ts'
import { refused, setup } from './commands-setup.ts'

const supergroup = -1_001_234_567_890

describe('the link to a message', () => {
  it.each([
    [{}, 'https://t.me/c/1234567890/7'],
    [{ username: 'bozor' }, 'https://t.me/bozor/7'],
    [{ topic: 4 }, 'https://t.me/c/1234567890/4/7'],
    [{ username: 'bozor', topic: 4 }, 'https://t.me/bozor/4/7'],
    // The name was the old group's.
    [{ peer: -55, username: 'bozor' }, 'https://t.me/c/1234567890/7'],
    [{ peer: -55, chat: -55 }, undefined],
    [{ state: 'pending', messageId: null }, undefined],
    [{ change: { what: 'delete', state: 'sent', reason: null, atMs: 1 } }, undefined],
    [{ change: { what: 'edit', state: 'sent', reason: null, atMs: 1 } }, 'https://t.me/c/1234567890/7'],
  ] as const)('of %o is %s', (given, link) => {
    expect(messageLink(groupOf(given))).toBe(link)
  })
})

describe('the rule behind a refusal', () => {
  it.each([
    ['CHAT_WRITE_FORBIDDEN', 'may-not-write'],
    ['Bad Request: not enough rights to send text messages to the chat', 'text-forbidden'],
    ['Bad Request: not enough rights to send photos to the chat', 'photo-forbidden'],
    ['Bad Request: not enough rights to send media messages to the chat', 'kind-forbidden'],
    ['Bad Request: not enough rights', 'may-not-write'],
    ['CHANNEL_PRIVATE', 'not-in-group'],
    ['Forbidden: bot was kicked from the supergroup chat', 'not-in-group'],
    ['CHAT_SEND_PLAIN_FORBIDDEN', 'text-forbidden'],
    ['CHAT_SEND_PHOTOS_FORBIDDEN', 'photo-forbidden'],
    ['CHAT_SEND_VIDEOS_FORBIDDEN', 'video-forbidden'],
    ['CHAT_SEND_MEDIA_FORBIDDEN', 'kind-forbidden'],
    ['CHAT_SEND_VOICES_FORBIDDEN', 'kind-forbidden'],
    ['FILE_GONE', 'file-gone'],
    ['FILE_REFERENCE_EXPIRED', 'file-gone'],
    ['FORWARD_SOURCE_UNKNOWN', 'post-unseen'],
    ['CHAT_FORWARDS_RESTRICTED', 'post-protected'],
    ['MEDIA_INVALID', 'file'],
    ['PHOTO_EXT_INVALID', 'file'],
    ['PHOTO_INVALID_DIMENSIONS', 'photo-size'],
    ['Bad Request: PHOTO_INVALID_DIMENSIONS', 'photo-size'],
    ['FILE_PART_TOO_BIG', 'file-too-big'],
    ['Bad Request: file is too big', 'file-too-big'],
    ['UPLOAD_FAILED', 'file-unmoved'],
    ['MULTI_MEDIA_TOO_LONG', 'album'],
    ['MEDIA_CAPTION_TOO_LONG', 'caption'],
    ['Bad Request: message caption is too long', 'caption'],
    ['USER_BANNED_IN_CHANNEL', 'banned'],
    ['TOPIC_CLOSED', 'topic-closed'],
    ['ALLOW_PAYMENT_REQUIRED_20', 'paid'],
    ['MESSAGE_EDIT_TIME_EXPIRED', 'too-old'],
    [`Bad Request: message can't be deleted`, 'too-old'],
    ['MESSAGE_DELETE_FORBIDDEN', 'not-yours'],
    ['MESSAGE_ID_INVALID', 'gone'],
    ['retry-exhausted', 'gave-up'],
    ['SOMETHING_NEW', 'other'],
    [null, 'other'],
  ] as const)('%s is %s', (reason, rule) => {
    expect(ruleOf(reason)).toBe(rule)
  })

  it('is another one where the message was to be sent: then it is the post that is gone', () => {
    expect(ruleOfSend('MESSAGE_ID_INVALID')).toBe('post-gone')
    expect(ruleOfSend('FILE_GONE')).toBe('file-gone')
  })

  it('is what a message waits for: the pause before the account, that before Telegram, that before its turn', () => {
    const waiting = { reason: null, waitReason: null, accountState: 'active' }
    const slow = { ...waiting, waitReason: 'SLOWMODE_WAIT_60' }

    expect(waitOf(waiting, 'running')).toBe('turn')
    expect(waitOf(slow, 'running')).toBe('slow-mode')
    expect(waitOf({ ...waiting, waitReason: 'slow-mode' }, 'running')).toBe('slow-mode')
    expect(waitOf({ ...waiting, reason: 'FLOOD_WAIT_9' }, 'running')).toBe('telegram')
    expect(waitOf({ ...waiting, reason: 'TimeoutError' }, 'running')).toBe('line')
    expect(waitOf({ ...waiting, reason: 'FILE_NOT_READY' }, 'running')).toBe('file')
    expect(waitOf({ ...slow, accountState: 'needs-login' }, 'running')).toBe('account')
    expect(waitOf({ ...slow, accountState: 'needs-login' }, 'paused')).toBe('pause')
  })
})

describe('one message of a round in words', () => {
  it.each([
    [{}, 'sent, 1 min ago, https://t.me/c/1234567890/7'],
    [{ peer: -55, chat: -55 }, 'sent, 1 min ago, no link: a basic group has none'],
    [
      { state: 'failed-terminal', reason: 'CHANNEL_PRIVATE' },
      'its account is not in the group any more: join it again with the account, or take it out of the campaign',
    ],
    [
      { state: 'failed-terminal', reason: 'SOMETHING_NEW' },
      'Telegram refused (SOMETHING_NEW): the documentation of Telegram’s API tells more about that name',
    ],
    [
      { state: 'pending', waitsUntilMs: 180_000, waitReason: 'SLOWMODE_WAIT_120' },
      'waits, due in 2 min: the group’s slow mode',
    ],
    [{ state: 'pending', reason: 'FILE_NOT_READY' }, 'waits, due now: its file is being moved to the account'],
    [
      { state: 'failed-terminal', reason: 'UPLOAD_FAILED' },
      'its file could not be moved to the account after many tries: the next round tries again, and so does `karvon campaigns retry ID`',
    ],
    [{ state: 'pending' }, 'waits, due now: its turn in the queue of its account'],
    [{ change: { what: 'delete', state: 'sent', reason: null, atMs: 60_000 } }, 'taken back, 0 s ago'],
    [
      { change: { what: 'edit', state: 'failed-terminal', reason: 'MESSAGE_EDIT_TIME_EXPIRED', atMs: 60_000 } },
      'not changed, the message is too old to be changed: delete it by hand in the app',
    ],
  ] as const)('%o: %s', (given, words) => {
    expect(groupInWords(groupOf(given), 'running', 60_000)).toBe(words)
  })
})

describe('karvon campaigns show ID --groups', () => {
  it('lists what became of each message of the last round, and of the one that is named', async () => {
    const { karvon, json, ended, withDatabase } = await setup()
    const { campaignId } = await ended(['sent', 'failed-terminal'])
    const runId = withDatabase((db) => {
      db.exec(`update attempts set message_id = 7, settled_at_ms = ${Date.now()} where state = 'sent'`)
      db.exec(`update attempts set reason = 'CHAT_WRITE_FORBIDDEN' where state <> 'sent'`)
      return db.prepare<[], number>('select id from runs').pluck().get() ?? 0
    })

    const { stdout } = await karvon('campaigns', 'show', `${campaignId}`, '--groups')
    const named = await json<{ groups: RoundGroup[] }>('campaigns', 'show', `${campaignId}`, '--groups', `${runId}`)

    expect(stdout).toContain(`Round ${runId}, finished: 2 messages\n`)
    expect(stdout).toMatch(/Alfa +1 +sent, 0 s ago, https:\/\/t\.me\/c\/1\/7\n/)
    expect(stdout).toMatch(
      /Beta +1 +its account may not write there: ask an administrator of the group for the right, or take it out$/m,
    )
    expect(named.groups).toMatchObject([
      { title: 'Beta', link: null, state: 'failed-terminal' },
      { title: 'Alfa', link: 'https://t.me/c/1/7' },
    ])
    expect(await karvon('campaigns', 'show', `${campaignId}`, '--groups', '99')).toEqual(
      refused(`campaign ${campaignId} has no round 99: \`karvon campaigns show ${campaignId}\` lists them`),
    )
  })

  it('names the slow mode that a message waits for, unless that ends before its turn', async () => {
    const { karvon, ended, withDatabase } = await setup()
    const { campaignId } = await ended(['pending', 'pending'])
    const untilMs = Date.now() + 600_500
    withDatabase((db) =>
      db.exec(`insert into waits select account_id, 'slow-mode:' || peer, ${untilMs}, 'slow-mode' from attempts;
        update attempts set due_at_ms = ${untilMs + 60_000}, reason = null where id = (select max(id) from attempts);
        update attempts set reason = null`),
    )

    const { stdout } = await karvon('campaigns', 'show', `${campaignId}`, '--groups')

    expect(stdout).toMatch(/Alfa +1 +waits, due in 10 min: the group’s slow mode\n/)
    expect(stdout).toMatch(/Beta +1 +waits, due in 11 min: its turn in the queue of its account\n/)
    // Also where the whole account waits for less.
    withDatabase((db) => db.exec(`insert into waits values (1, 'lane:send', ${untilMs - 300_000}, 'FLOOD_WAIT_300')`))
    const { stdout: both } = await karvon('campaigns', 'show', `${campaignId}`, '--groups')
    expect(both).toMatch(/Alfa +1 +waits, due in 10 min: the group’s slow mode\n/)
    expect(both).toMatch(/Beta +1 +waits, due in 11 min: Telegram asked its account to slow down\n/)
  })

  it('shows nobody the rounds of somebody else', async () => {
    const { ended, withDatabase } = await setup()
    const { campaignId } = await ended(['sent', 'sent'])

    withDatabase((db) => {
      const verbs = openAllVerbs(db)
      const of = { campaignId, ownerId: 7, before: null, limit: 5 }
      const [run] = verbs.rounds({ ...of, ownerId: 1001 })
      const page = { runId: run?.id ?? 0, filter: 'all', skip: 0, limit: 5, nowMs: 1 } as const
      expect(verbs.rounds(of)).toEqual([])
      expect(verbs.round({ runId: run?.id ?? 0, ownerId: 7 })).toBeUndefined()
      expect(verbs.roundGroups({ ...page, ownerId: 7 })).toEqual([])
      expect(verbs.roundGroups({ ...page, ownerId: 1001 })).toHaveLength(2)
      expect(verbs.roundGroups({ ...page, ownerId: 1001, filter: 'failed' })).toEqual([])
      expect(verbs.roundGroups({ ...page, ownerId: 1001, filter: 'sent', skip: 1 })).toHaveLength(1)
    })
  })
})

/** One that was sent to a supergroup a minute after the beginning of time. */
function groupOf(given: Partial<RoundGroup>): RoundGroup {
  return {
    accountId: 1,
    accountName: 'Aziz',
    accountState: 'active',
    peer: supergroup,
    topic: 0,
    title: 'Bozor',
    username: null,
    state: 'sent',
    reason: null,
    dueAtMs: 0,
    settledAtMs: 0,
    messageId: 7,
    chat: supergroup,
    waitsUntilMs: null,
    waitReason: null,
    change: null,
    takenBy: null,
    ...given,
  }
}
