import type { ServiceAlert } from '../../delivery/service-alert.ts'

/**
 * What people are told without asking, in bundles. Each verb is one transaction.
 *
 * - `login`: accounts that send no more until their owner does something. Always told at once.
 * - `stopped`: campaigns that rest, and not because their owner said so. Always told at once.
 * - `limits`: accounts that Telegram limits for a time.
 * - `rounds`: what has been sent.
 * - `failing`: groups of a campaign that refuse it round after round. A notice for each campaign, at most one a day.
 * - `service`: trouble of the installation, for admins. Always told at once.
 */
export interface NewsVerbs {
  /** Keeps what happened for whom it concerns; again and again for the same one, it is one. */
  addNews(news: readonly News[], nowMs: number): void
  /** Turns what is due into notices, one for each person and kind. @returns how many */
  tellNews(args: { readonly nowMs: number; readonly limit: number }): number
  /** How often somebody hears of what can wait. */
  newsPace(userId: number): NewsPace
  saveNewsPace(of: { readonly userId: number; readonly pace: NewsPace; readonly nowMs: number }): void
}

export type NewsPace = 'now' | 'daily' | 'off'

export type NewsKind = 'login' | 'stopped' | 'limits' | 'rounds' | 'failing' | 'service'

/** Something that happened; the verb finds whom it concerns. */
export type News =
  | {
      readonly kind: 'login' | 'limits'
      readonly accountId: number
      readonly state: string
      readonly untilMs: number | null
    }
  | { readonly kind: 'stopped'; readonly campaignId: number; readonly reason: string }
  | { readonly kind: 'rounds'; readonly campaignId: number; readonly figures: RoundFigures }
  /** A round is over in which something failed for good; the verb looks whether it keeps failing. */
  | { readonly kind: 'failing'; readonly campaignId: number }
  | {
      readonly kind: 'service'
      readonly alert: ServiceAlert
      /** With which it was noticed, if with one. */
      readonly accountId: number | null
    }

export interface RoundFigures {
  readonly rounds: number
  readonly sent: number
  readonly failed: number
  readonly uncertain: number
}
