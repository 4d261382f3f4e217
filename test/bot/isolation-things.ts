import { controlBotKey, installationId } from '../../src/access/installation.ts'
import { partitionOf } from '../../src/delivery/partition.ts'
import { sealLogin } from '../../src/features/accounts/logins-secrets.ts'
import type { BotHere } from '../support/bot-in-process.ts'

/** In each of which somebody's account may be. */
const accountStates = ['active', 'needs-login', 'paused', 'limited', 'stopped'] as const
/** How many ids after their own number are somebody's. */
export const idsOfOne = 20

/**
 * Gives somebody one of everything that a person can have. All of it has the person's own number as its id: an account, a proxy, a
 * login, a group, a campaign, a run, an attempt, a request. So a number in the wrong place finds something too, and whoever
 * tries the number has tried them all. What there are several of has the numbers after it.
 */
export function giveEverything(bot: BotHere, id: number, isResting: boolean): void {
  const { db, keyring, clock } = bot
  const nowMs = clock.nowMs()
  const put = putInto(db)

  put('proxies', { id, owner_id: id, host: '127.0.0.1', port: portOf(id), created_at_ms: 1 })
  // An account that rests has nothing to wait for, so that no work of a screen outlives its test.
  const states = isResting ? (['paused'] as const) : [...accountStates, 'active' as const]
  for (const [index, state] of states.entries()) {
    const [account, kind] = [id + index, index < accountStates.length ? 'user' : 'bot']
    put('accounts', {
      id: account,
      owner_id: id,
      kind,
      telegram_id: account,
      auth_key_id: `key ${account}`,
      name: `Account ${account}`,
      username: `account_${account}`,
      session: '',
      device: '{}',
      partition: partitionOf(account),
      state,
      cap_per_minute: 6,
      created_at_ms: 1,
      alias: `Alias ${account}`,
      proxy_id: index === 0 ? id : null,
      proxy_down_at_ms: index === 0 ? nowMs : null,
    })
  }
  put('logins', {
    id,
    user_id: id,
    step: 'code',
    secrets: sealLogin(keyring, id, { phone: phoneOf(id).slice(1), digits: '1' }),
    device: '{}',
    way: 'app',
    code_length: 5,
    expires_at_ms: nowMs + 3_600_000,
  })
  for (const [peer, isForum] of [
    [id, 0],
    [id + 1, 1],
  ] as const) {
    put('peers', {
      account_id: id,
      peer,
      kind: 'supergroup',
      title: `Group ${peer}`,
      username: `group_${peer}`,
      may_post: 1,
      is_forum: isForum,
      seen_at_ms: nowMs,
    })
    put('chosen_groups', { account_id: id, peer, topic: isForum * 7, chosen_at_ms: nowMs })
  }
  put('contents', { id, owner_id: id, body: '{"text":"theirs"}', created_at_ms: 1 })
  const campaign = {
    owner_id: id,
    name: `Campaign ${id}`,
    content_id: id,
    misfire: 'skip',
    started_at_ms: 1,
    created_at_ms: 1,
  }
  put('campaigns', { id, uuid: `c${id}`, state: 'running', every_ms: 3_600_000, ...campaign })
  put('campaigns', { id: id + 1, uuid: `c${id + 1}`, state: 'paused', reason: 'access-ended', ...campaign })
  put('campaign_targets', { campaign_id: id, position: 0, account_id: id, peer: id })
  put('campaign_targets', { campaign_id: id, position: 1, account_id: id, peer: id, topic: id, content_id: id })
  const run = { campaign_id: id, campaign_uuid: `c${id}`, owner_id: id, content_id: id, planned_at_ms: 1 }
  put('runs', { id, state: 'running', targets: 1, created_at_ms: 1, ...run })
  put('attempts', {
    id,
    kind: 'send',
    account_id: id,
    owner_id: id,
    partition: partitionOf(id),
    run_id: id,
    peer: id,
    content_id: id,
    state: 'pending',
    rank: 1,
    due_at_ms: nowMs + 3_600_000,
  })
  const draft = `{"text":"draft of ${id}"}`
  put('announcements', { id: draftOf(id), uuid: `a${id}`, created_by: id, draft, created_at_ms: 1 })
  put('access_requests', { id, user_id: id, asked_at_ms: 1 })
  put('news_items', { user_id: id, kind: 'login', subject: `account ${id}`, detail: '{}' })
  giveNotices(bot, { userId: id, first: id, about: id })
  put('conversations', {
    user_id: id,
    screen: 'login.code',
    draft: `{"login":${id}}`,
    version: 7,
    message_id: 4000,
    updated_at_ms: 1,
  })
}

export const portOf = (id: number): number => id % 60_000
/** One counter numbers campaigns and announcements, so this one cannot have the number of the campaign. */
export const draftOf = (id: number): number => id + 2
/** The last two digits are shown, so they are everybody's. */
export const phoneOf = (id: number): string => `+9989${String(id).padStart(6, '0')}77`

/** The control bot's account, with which an announcement could be sent. */
export async function giveControlBot({ store, db }: BotHere): Promise<void> {
  await store.keepInstallation()
  const own = { owner_id: installationId, kind: 'bot', telegram_id: 77, name: 'Karvon', session: '', device: '{}' }
  putInto(db)('accounts', { id: 77, partition: 0, state: 'active', cap_per_minute: 6, created_at_ms: 1, ...own })
  await store.saveSetting(controlBotKey, '77', 1)
}

/** Tells somebody one notice of each kind, about what has this id, with ids from `first` on. */
export function giveNotices(
  { db, plugs }: BotHere,
  { userId, first, about }: { readonly userId: number; readonly first: number; readonly about: number },
): void {
  const kinds = plugs.flatMap(({ notices = [] }) => notices)
  for (const [index, { name: kind }] of kinds.entries()) {
    putInto(db)('notices', {
      id: first + index,
      user_id: userId,
      kind,
      key: `${kind} ${first}`,
      detail: JSON.stringify(detailOf(kind, about)),
      due_at_ms: 1,
      sent_at_ms: 1,
      message_id: 3000 + index,
    })
  }
}

function putInto(db: BotHere['db']) {
  return (table: string, row: Readonly<Record<string, number | string | null>>): void => {
    const columns = Object.keys(row)
    const values = columns.map((column) => `@${column}`)
    db.prepare(`insert into ${table} (${columns.join(', ')}) values (${values.join(', ')})`).run(row)
  }
}

/** @throws Error for a kind that somebody has added: it has to say here what it carries */
function detailOf(kind: string, id: number): unknown {
  if (kind.startsWith('news.')) return newsOf(id)
  const detail = details[kind]?.(id)
  if (detail === undefined) throw new Error(`say in test/bot/isolation-things.ts what a notice ${kind} carries`)
  return detail
}

const figures = { rounds: 1, sent: 1, failed: 0, uncertain: 0 }
const newsOf = (campaignId: number) => ({
  count: 1,
  items: [{ name: 'x', campaignId, state: 'needs-login', figures }],
  total: figures,
})
const details: Readonly<Record<string, (id: number) => unknown>> = {
  'accounts.proxy-down': (id) => ({ accountId: id, name: 'x' }),
  'login.application-refused': () => ({ error: 'API_ID_INVALID' }),
  'campaigns.failing': (id) => ({ campaignId: id, runId: id }),
  'admin.request': (id) => ({ requestId: id }),
  'admin.announced': (id) => ({ id: draftOf(id) }),
  'access.granted': () => ({ untilMs: 1 }),
  'access.shortened': () => ({ untilMs: 1 }),
  'access.ending': () => ({ untilMs: 1 }),
  'access.ended': () => ({ untilMs: 1 }),
}
