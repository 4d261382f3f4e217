import type { Database } from '../../base/sqlite.ts'
import type { Campaign, CampaignAnswer, CampaignVerbs } from './verbs.ts'

/** What becomes of everything that a person runs, when their access ends, comes back or is taken away. Each is one transaction. */
export interface OwnerWideVerbs {
  /** Pauses what runs. Repeat it with the cursor it gave until that is null; a repeat from the beginning changes nothing. */
  pauseOwned(args: OwnedPage & { readonly reason: string }): OwnedAnswer
  /** Stops what runs or is paused. */
  stopOwned(args: OwnedPage & { readonly reason: string }): OwnedAnswer
  /** Resumes what was paused for that reason. */
  resumeOwned(args: OwnedPage & { readonly reason: string }): OwnedAnswer
  /** Of those that run or are paused, by id. */
  activeCampaigns(page: Omit<OwnedPage, 'nowMs'>): Campaign[]
  /** How many run, are paused, and are paused for that reason. */
  activeFigures(of: { readonly ownerId: number; readonly reason: string }): ActiveFigures
}

export interface OwnedPage {
  readonly ownerId: number
  /** The last id of the page before. */
  readonly after: number
  readonly limit: number
  readonly nowMs: number
}

export interface OwnedAnswer {
  /** As they stand now. */
  readonly changed: readonly Campaign[]
  /** Null: that was the last page. */
  readonly after: number | null
}

export interface ActiveFigures {
  readonly running: number
  readonly paused: number
  readonly pausedForReason: number
}

export function openOwnerWide(db: Database, campaigns: CampaignVerbs): OwnerWideVerbs {
  // The first condition is the one of the index, word by word.
  const active = `from campaigns where owner_id = ? and state in ('running', 'paused')`
  const page = (which: string) =>
    db.prepare<unknown[], { id: number }>(`select id ${active} and id > ? ${which} order by id limit ?`)
  const [running, all] = [page(`and state = 'running'`), page('')]
  const pausedFor = page(`and state = 'paused' and reason = ?`)
  const figures = db.prepare<[string, number], { running: number; paused: number; reasoned: number }>(`
    select coalesce(sum(state = 'running'), 0) as running, coalesce(sum(state = 'paused'), 0) as paused,
      coalesce(sum(state = 'paused' and reason = ?), 0) as reasoned ${active}`)

  const each = (
    found: readonly { id: number }[],
    limit: number,
    tell: (id: number) => CampaignAnswer,
  ): OwnedAnswer => ({
    changed: found.flatMap(({ id }) => {
      const answer = tell(id)
      return 'campaign' in answer ? [answer.campaign] : []
    }),
    after: found.length < limit ? null : (found.at(-1)?.id ?? null),
  })

  return {
    pauseOwned: ({ ownerId, after, limit, nowMs, reason }) =>
      each(running.all(ownerId, after, limit), limit, (id) => campaigns.pauseCampaign({ id, ownerId, reason, nowMs })),
    stopOwned: ({ ownerId, after, limit, nowMs, reason }) =>
      each(all.all(ownerId, after, limit), limit, (id) => campaigns.stopCampaign({ id, ownerId, reason, nowMs })),
    resumeOwned: ({ ownerId, after, limit, nowMs, reason }) =>
      each(pausedFor.all(ownerId, after, reason, limit), limit, (id) =>
        campaigns.resumeCampaign({ id, ownerId, nowMs }),
      ),
    activeCampaigns: ({ ownerId, after, limit }) =>
      all.all(ownerId, after, limit).flatMap(({ id }) => campaigns.campaign({ id, ownerId }) ?? []),
    activeFigures({ ownerId, reason }) {
      const found = figures.get(reason, ownerId)
      return {
        running: found?.running ?? 0,
        paused: found?.paused ?? 0,
        pausedForReason: found?.reasoned ?? 0,
      }
    },
  }
}
