import type { Command } from 'commander'
import { Refusal } from '../../../base/refusal.ts'
import { parseId } from '../../../cli/arguments.ts'
import { relative, say, withJson } from '../../../cli/output.ts'
import { openSpine } from '../../../store/store.ts'
import type { KeepLatest } from '../../../store/store.ts'
import type { Database } from '../../../base/sqlite.ts'
import type { FeatureContext } from '../../feature.ts'
import { keepLatestOption, olderInWords } from '../latest-option.ts'
import { warningOf } from '../outlook.ts'
import { campaignRefusal } from '../refusals.ts'
import { openCampaigns } from '../store.ts'
import type { Campaign } from '../verbs.ts'
import { isAnyOf, whenFrom, withWhen } from './flags.ts'
import type { WhenFlags } from './flags.ts'
import { momentInWords, overInWords, whenInWords } from './words.ts'

/** `karvon campaigns set` and `now`. */
export function registerWhen(campaigns: Command, context: FeatureContext): void {
  withWhen(withJson(campaigns.command('set')).addOption(keepLatestOption()))
    .description('another plan, from its next round on; quiet hours and the end also for the round under way')
    .argument('<id>', 'the campaign', parseId)
    .addHelpText('after', setExamples)
    .action((id: number, flags: SetFlags) => set(context, id, flags))
  withJson(campaigns.command('now'))
    .description('one round at once, beside its plan')
    .argument('<id>', 'the campaign', parseId)
    .addHelpText('after', nowExamples)
    .action((id: number, flags: { json?: true }) => now(context, id, flags))
}

const exits = `
Exit codes: 0 done, 2 refused and nothing was changed, 75 try again later, 78 something must be mended first.
`

const setExamples = `
What is not named stays as it is; off takes it away.
${exits}
Examples:
  $ karvon campaigns set 12 --at 09:00,18:00 --days mon-fri
  $ karvon campaigns set 12 --every 2h --quiet 22:00-07:00
  $ karvon campaigns set 12 --until 2026-12-31 --rounds off
  $ karvon campaigns set 12 --keep-latest delete
`

const nowExamples = `${exits}
Examples:
  $ karvon campaigns now 12
`

interface SetFlags extends WhenFlags {
  readonly keepLatest?: KeepLatest
  readonly json?: true
}

async function set(context: FeatureContext, id: number, flags: SetFlags): Promise<void> {
  const { keepLatest } = flags
  if (!isAnyOf(flags) && keepLatest === undefined)
    throw new Refusal(
      'there is nothing to set: give --every, --at, --quiet, --from, --until, --rounds or --keep-latest',
    )
  const { base, zone } = context.read((db) => {
    const found = openCampaigns(db, openSpine(db)).campaign({ id, ownerId: null })
    if (found === undefined) throw campaignRefusal({ type: 'not-found' }, id)
    return { base: found, zone: zoneOf(db, found.ownerId) }
  })
  const spread = context.sending()
  const when = isAnyOf(flags) ? whenFrom(flags, base, zone) : {}
  // Both in one transaction, where both are told.
  const campaign = await (keepLatest === undefined
    ? context.change<Campaign>('campaigns.set', { id, ...when })
    : context.change<Campaign>('campaigns.edit', { id, change: { ...when, keepLatest } }))
  const nowMs = context.clock.nowMs()
  const found = [overInWords(campaign), context.read((db) => warningOf(db, campaign, { spread, nowMs }))]
  const warnings = found.filter((line) => line !== undefined)
  const warning = warnings.length === 0 ? null : warnings.join('\n')
  say(context.terminal, flags, { campaign, warning }, () =>
    [
      `Campaign ${id} runs ${whenInWords(campaign)}.`,
      ...(keepLatest === undefined
        ? []
        : [`Older messages: ${keepLatest === 'off' ? 'all of them stay' : olderInWords[keepLatest]}.`]),
      nextLine(campaign, zone, nowMs),
      ...warnings,
    ].join('\n'),
  )
}

async function now(context: FeatureContext, id: number, flags: { json?: true }): Promise<void> {
  const campaign = await context.change<Campaign>('campaigns.now', { id })
  say(context.terminal, flags, { campaign }, () => `Campaign ${id}: a round begins now, beside its plan.`)
}

/** The owner's. */
export function zoneOf(db: Database, ownerId: number): string {
  const row = db.prepare<[number], { zone: string }>('select time_zone as zone from users where id = ?').get(ownerId)
  return row?.zone ?? 'UTC'
}

/** `Its next round: in 3 h, 22 Nov 2026, 09:00 (Asia/Tashkent).` Nothing where none follows, or one is due. */
export function nextLine(
  { state, nextAtMs }: Pick<Campaign, 'state' | 'nextAtMs'>,
  zone: string,
  nowMs: number,
): string {
  if (state !== 'running' || nextAtMs === null || nextAtMs <= nowMs) return ''
  return `Its next round: ${relative(nextAtMs, nowMs)}, ${momentInWords(nextAtMs, zone)}.`
}
