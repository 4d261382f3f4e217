import type { Database } from '../../../base/sqlite.ts'
import { captionMax, captionPremiumMax } from '../../../delivery/message.ts'
import type { Content } from '../../../delivery/message.ts'

/** A text below files that is too long for an account that is to send it, and would go from a Premium one. */
export interface LongCaption {
  readonly accountId: number
  readonly accountName: string
  readonly length: number
  readonly max: number
}

/** How long a text below files may be. What is not known is no Premium account, because Telegram would refuse every message. */
export function captionMaxOf({ isPremium }: { readonly isPremium: 0 | 1 | null }): number {
  return isPremium === 1 ? captionPremiumMax : captionMax
}

/** Looks at who sends, before Telegram does. */
export function openCaptions(db: Database) {
  const account = db.prepare<[number], { name: string; isPremium: 0 | 1 | null }>(
    'select coalesce(alias, name) as name, is_premium as isPremium from accounts where id = ?',
  )
  const senders = db.prepare<[number], { accountId: number }>(
    'select account_id as accountId from campaign_targets where campaign_id = ? and position = 0 order by account_id',
  )

  /** Of the first account for which it is too long. */
  const longFor = (content: Content | null, accountIds: Iterable<number>): LongCaption | undefined => {
    const { text = '', media = [] } = content ?? {}
    const { length } = text
    if (media.length === 0 || length <= captionMax) return undefined
    for (const accountId of accountIds) {
      const found = account.get(accountId)
      const max = captionMaxOf(found ?? { isPremium: null })
      if (length > max) return { accountId, accountName: found?.name ?? '', length, max }
    }
    return undefined
  }
  return {
    longFor,
    /** The same of all that send for a campaign. */
    longIn: (content: Content | null, campaignId: number): LongCaption | undefined =>
      longFor(
        content,
        senders.all(campaignId).map(({ accountId }) => accountId),
      ),
  }
}

export type Captions = ReturnType<typeof openCaptions>
