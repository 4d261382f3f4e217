import type { Database } from '../../base/sqlite.ts'
import type { ServiceAlert } from '../../delivery/service-alert.ts'
import { dueAtMs, isCritical, itemsShown } from './digest.ts'
import type { NewsItem } from './digest.ts'
import type { News, NewsKind, NewsPace, NewsVerbs, RoundFigures } from './verbs.ts'

/** Notices as news need them: rows of the same transaction. */
export interface NoticeDesk {
  notify(notice: {
    readonly userId: number
    readonly kind: string
    readonly key: string
    readonly detail: string
    readonly nowMs: number
  }): boolean
}

/** What campaigns know of groups that keep failing. */
export interface FailingBook {
  failingGroups(of: {
    readonly campaignId: number
    readonly ownerId: null
    readonly runId: null
    readonly limit: number
  }): { readonly runId: number } | undefined
}

interface Concerned {
  readonly userId: number
  readonly name: string
}

/** The verbs of news on a SQLite connection. verbs.ts says what each does. */
export function openNews(db: Database, desk: NoticeDesk, failing: FailingBook): NewsVerbs {
  const ofAccount = db.prepare<[number], Concerned>('select owner_id as userId, name from accounts where id = ?')
  const ofCampaign = db.prepare<[number], Concerned>('select owner_id as userId, name from campaigns where id = ?')
  const admins = db.prepare<[], { userId: number }>(
    `select id as userId from users where role = 'admin' and state <> 'banned' order by id`,
  )
  const accountState = db.prepare<[number], { state: string }>('select state from accounts where id = ?')
  const next = db.prepare<[number], { goesOn: 0 | 1 }>(
    `select state in ('running', 'paused') and next_at_ms is not null as goesOn from campaigns where id = ?`,
  )
  const item = db.prepare<[number, string, string], { detail: string }>(
    'select detail from news_items where user_id = ? and kind = ? and subject = ?',
  )
  const put = db.prepare(`
    insert into news_items (user_id, kind, subject, detail) values (?, ?, ?, ?)
    on conflict (user_id, kind, subject) do update set detail = excluded.detail`)
  const items = db.prepare<[number, string], { subject: string; detail: string }>(
    'select subject, detail from news_items where user_id = ? and kind = ? order by subject',
  )
  const clear = db.prepare('delete from news_items where user_id = ? and kind = ?')
  const digest = db.prepare<[number, string], { dueAtMs: number | null; toldAtMs: number | null }>(
    'select due_at_ms as dueAtMs, told_at_ms as toldAtMs from news_digests where user_id = ? and kind = ?',
  )
  const plan = db.prepare(`
    insert into news_digests (user_id, kind, due_at_ms) values (?, ?, ?)
    on conflict (user_id, kind) do update set due_at_ms = excluded.due_at_ms`)
  const due = db.prepare<[number, number], { userId: number; kind: BundleName }>(`
    select user_id as userId, kind from news_digests where due_at_ms <= ? order by due_at_ms limit ?`)
  const told = db.prepare('update news_digests set due_at_ms = null, told_at_ms = ? where user_id = ? and kind = ?')
  const unplan = db.prepare('update news_digests set due_at_ms = null where user_id = ? and kind = ?')
  const waiting = db.prepare<[number], { kind: BundleName; toldAtMs: number | null }>(
    'select kind, told_at_ms as toldAtMs from news_digests where user_id = ? and due_at_ms is not null',
  )
  const pace = db.prepare<[number], { news: NewsPace }>('select news from users where id = ?')
  const savePace = db.prepare('update users set news = ? where id = ?')
  const paceOf = (userId: number): NewsPace => pace.get(userId)?.news ?? 'daily'

  const add = (userId: number, kind: NewsKind, subject: string, detail: NewsItem, nowMs: number): void => {
    const wanted = isCritical(kind) ? 'now' : paceOf(userId)
    if (wanted === 'off') return
    const before = item.get(userId, kind, subject)
    const merged = before === undefined ? detail : merge(JSON.parse(before.detail) as NewsItem, detail)
    put.run(userId, kind, subject, JSON.stringify(merged))
    const planned = digest.get(userId, kind)
    if (planned?.dueAtMs != null) return
    plan.run(userId, kind, dueAtMs({ kind, pace: wanted, toldAtMs: planned?.toldAtMs ?? null, nowMs }))
  }

  /** A bundle of its own, because its buttons are about one campaign; beside the others of its owner's day, if they want one a day. */
  const addFailing = (campaignId: number, nowMs: number): void => {
    const campaign = ofCampaign.get(campaignId)
    if (campaign === undefined || failingNow(campaignId) === undefined) return
    const { userId, name } = campaign
    const [wanted, bundle] = [paceOf(userId), `failing ${campaignId}` as const]
    if (wanted === 'off') return
    put.run(userId, bundle, String(campaignId), JSON.stringify({ name }))
    const planned = digest.get(userId, bundle)
    if (planned?.dueAtMs != null) return
    const atMs = dueAtMs({ kind: 'failing', pace: wanted, toldAtMs: planned?.toldAtMs ?? null, nowMs })
    const ofTheDay = wanted === 'daily' ? (digest.get(userId, 'rounds')?.dueAtMs ?? 0) : 0
    plan.run(userId, bundle, Math.max(atMs, ofTheDay))
  }
  const failingNow = (campaignId: number) => failing.failingGroups({ campaignId, ownerId: null, runId: null, limit: 1 })

  const keep = (news: News, nowMs: number): void => {
    switch (news.kind) {
      case 'login':
      case 'limits': {
        const { kind, accountId, state, untilMs } = news
        const account = ofAccount.get(accountId)
        if (account !== undefined) {
          add(account.userId, kind, String(accountId), { name: account.name, accountId, state, untilMs }, nowMs)
        }
        return
      }
      case 'stopped':
      case 'rounds': {
        const { kind, campaignId } = news
        const campaign = ofCampaign.get(campaignId)
        if (campaign === undefined) return
        const detail = kind === 'stopped' ? { state: news.reason } : { figures: news.figures }
        add(campaign.userId, kind, String(campaignId), { name: campaign.name, campaignId, ...detail }, nowMs)
        return
      }
      case 'failing':
        addFailing(news.campaignId, nowMs)
        return
      case 'service': {
        const { alert, accountId } = news
        const name = accountId === null ? '' : (ofAccount.get(accountId)?.name ?? '')
        for (const { userId } of admins.all()) add(userId, 'service', subjectOf(alert), { name, alert }, nowMs)
      }
    }
  }

  /** @returns whether a notice was made; a group may have taken its message meanwhile, or be out of the campaign */
  const tellFailing = (userId: number, bundle: `failing ${number}`, nowMs: number): boolean => {
    const campaignId = Number(bundle.slice('failing '.length))
    const found = failingNow(campaignId)
    clear.run(userId, bundle)
    if (found === undefined) {
      unplan.run(userId, bundle)
      return false
    }
    told.run(nowMs, userId, bundle)
    const detail = JSON.stringify({ campaignId, runId: found.runId })
    return desk.notify({ userId, kind: 'campaigns.failing', key: `${bundle} ${found.runId}`, detail, nowMs })
  }

  const withPlan = (one: NewsItem): NewsItem =>
    one.campaignId === undefined ? one : { ...one, goesOn: next.get(one.campaignId)?.goesOn === 1 }

  /** What has mended itself meanwhile is not told. */
  const isStillSo = ({ accountId, state }: NewsItem): boolean =>
    accountId === undefined || accountState.get(accountId)?.state === state

  return {
    addNews: (news, nowMs) => news.forEach((each) => keep(each, nowMs)),
    tellNews({ nowMs, limit }) {
      let count = 0
      for (const { userId, kind } of due.all(nowMs, limit)) {
        if (isFailing(kind)) {
          if (tellFailing(userId, kind, nowMs)) count += 1
          continue
        }
        const all = items.all(userId, kind).map(({ detail }) => JSON.parse(detail) as NewsItem)
        const current = all.filter(isStillSo)
        clear.run(userId, kind)
        if (current.length === 0) {
          unplan.run(userId, kind)
          continue
        }
        told.run(nowMs, userId, kind)
        const total = current.reduce((sum, { figures }) => addFigures(sum, figures), noFigures)
        const detail = JSON.stringify({
          count: current.length,
          items: current.slice(0, itemsShown).map(withPlan),
          total,
        })
        if (desk.notify({ userId, kind: `news.${kind}`, key: `news ${kind} ${nowMs}`, detail, nowMs })) count += 1
      }
      return count
    },
    newsPace: paceOf,
    saveNewsPace({ userId, pace: wanted, nowMs }) {
      savePace.run(wanted, userId)
      for (const { kind: bundle, toldAtMs } of waiting.all(userId)) {
        const kind = isFailing(bundle) ? 'failing' : bundle
        if (isCritical(kind)) continue
        if (wanted === 'off') {
          clear.run(userId, bundle)
          unplan.run(userId, bundle)
        } else plan.run(userId, bundle, dueAtMs({ kind, pace: wanted, toldAtMs, nowMs }))
      }
    },
  }
}

/** As bundles are called in their rows: of a kind, or of one campaign. */
type BundleName = Exclude<NewsKind, 'failing'> | `failing ${number}`

function isFailing(bundle: BundleName): bundle is `failing ${number}` {
  return bundle.startsWith('failing ')
}

/** What is told once, with its latest figures, however often it happens until then. */
function subjectOf(alert: ServiceAlert): string {
  switch (alert.type) {
    case 'telegram-error':
      return `${alert.type} ${alert.row}`
    case 'shard-restarts':
      return `${alert.type} ${alert.shard}`
    case 'update-given-up':
      return `${alert.type} ${alert.personId}`
    // The last word counts.
    case 'token-shared':
    case 'token-ours-again':
      return 'token'
    default:
      return alert.type
  }
}

const noFigures: RoundFigures = { rounds: 0, sent: 0, failed: 0, uncertain: 0 }

function addFigures(one: RoundFigures, other: RoundFigures = noFigures): RoundFigures {
  return {
    rounds: one.rounds + other.rounds,
    sent: one.sent + other.sent,
    failed: one.failed + other.failed,
    uncertain: one.uncertain + other.uncertain,
  }
}

function merge(before: NewsItem, now: NewsItem): NewsItem {
  return now.figures === undefined ? now : { ...now, figures: addFigures(now.figures, before.figures) }
}
