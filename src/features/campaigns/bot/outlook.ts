import { lines } from '../../../bot/rich-text.ts'
import type { Rich } from '../../../bot/rich-text.ts'
import { button } from '../../../bot/screen.ts'
import type { Button, Visit } from '../../../bot/screen.ts'
import { firstInstant } from '../../../scheduler/misfire.ts'
import { shortestGapMs } from '../../../scheduler/timetable.ts'
import { intervalMaxMs } from '../campaign.ts'
import { fitOf } from '../fit/fit.ts'
import type { Fit, SlowGroups } from '../fit/fit.ts'
import { senderOf } from '../fit/sender.ts'
import type { NewTarget } from '../verbs.ts'
import type { When } from '../when/verbs.ts'
import { clockTime } from '../when/words.ts'
import { composeTexts as texts } from './compose-texts.ts'
import type { CampaignBotDeps, Composed } from './deps.ts'
import { fitTexts, nearest } from './fit-texts.ts'
import { roundUp } from './interval.ts'
import { someNames } from './left-out.ts'

/** A campaign as far as it decides whether it fits. */
type Fitted = Pick<Composed, 'uuid' | 'everyMs' | 'timetable' | 'keepLatest'> & {
  /** Of one that stands: what it sends now is not beside it, but in its place. */
  readonly id?: number
}

/** Whether the account can do it beside what it does already; undefined when it is gone. */
export async function fitOfAccount(
  { store, settings, clock }: CampaignBotDeps,
  {
    account,
    targets,
  }: { readonly account: { readonly id: number }; readonly targets: readonly Pick<NewTarget, 'peer'>[] },
  { id, uuid, everyMs = null, timetable, keepLatest }: Fitted,
): Promise<Fit | undefined> {
  const found = await store.accountSending(account.id)
  if (found === undefined) return undefined
  const nowMs = clock.nowMs()
  const slowModes = new Map(found.slowModes.map((group) => [group.peer, group]))
  // What stands may be edited at any time.
  const held = keepLatest === 'edit' ? [] : targets
  const slow = held.flatMap(({ peer }, position) => {
    const group = slowModes.get(peer)
    return group === undefined ? [] : [{ position, ...group }]
  })
  const beginsAtMs = firstInstant({ everyMs, timetable }, nowMs) ?? nowMs
  const bounds = { nextAtMs: beginsAtMs, startedAtMs: beginsAtMs, roundsLeft: timetable?.rounds ?? null, open: [] }
  const spread = { gapMinMs: settings.gapMinMs, capMax: settings.capPerMinute }
  return fitOf({
    plan: { uuid, everyMs, timetable, targets: targets.length, slow, ...bounds },
    others: found.plans.filter(({ campaignId }) => campaignId !== id),
    sender: senderOf(found.account, spread, { nowMs }),
    nowMs,
    jitterMaxMs: settings.jitterMaxMs,
    roundUp,
  })
}

/** What a round takes, whether that is enough, and what comes in between. */
export function outlook(
  { roundMs, isEnough, neededPerMinute, givenPerMinute, slow, isRested }: Fit,
  when: When,
  visit: Visit,
): Rich {
  const { language } = visit
  if (!Number.isFinite(roundMs)) return texts.noRoom[language]
  const everyMs = gapOf(when)
  const isTooShort = !isEnough && everyMs !== null && neededPerMinute !== null
  const quiet = isRested ? (when.timetable?.quiet ?? null) : null
  return lines(
    isTooShort ? fitTexts.tooShort[language](nearest(roundMs), everyMs) : texts.takes[language](nearest(roundMs)),
    isTooShort && fitTexts.pace[language](neededPerMinute, givenPerMinute),
    slow !== null && slowLine(slow, visit),
    quiet !== null && fitTexts.rested[language](`${clockTime(quiet.from)}–${clockTime(quiet.until)}`),
  )
}

/** Which groups do not hear every round, and from which interval on they do. */
function slowLine({ count, groups, slowModeMs, everyMs }: SlowGroups, { language }: Visit): string {
  const names = someNames(groups.map(({ peer, title = '' }) => ({ peer, title })))
  const said = fitTexts.slow[language](count, names, slowModeMs)
  return everyMs === null || everyMs > intervalMaxMs ? said : `${said} ${fitTexts.slowUntil[language](everyMs)}`
}

/** A longer interval, fewer groups, another account: what helps, as far as each of them does. Actions: `every`, `fewer`, `where`. */
export function waysOut({ isEnough, everyMinMs, groupsMax, slow }: Fit, { language }: Visit): Button[][] {
  const rows: Button[][] = []
  if (!isEnough && everyMinMs !== null && everyMinMs <= intervalMaxMs)
    rows.push([button(texts.fits[language](everyMinMs), 'every', everyMinMs)])
  if (!isEnough && groupsMax !== null && groupsMax > 0)
    rows.push([button(fitTexts.fewer[language](groupsMax), 'fewer')])
  if (!isEnough) rows.push([button(fitTexts.another[language], 'where')])
  if (isEnough && slow !== null && slow.everyMs !== null && slow.everyMs <= intervalMaxMs)
    rows.push([button(fitTexts.slowFits[language](slow.everyMs), 'every', slow.everyMs)])
  return rows
}

/** Of a calendar where its times are closest. */
function gapOf({ everyMs, timetable }: When): number | null {
  return timetable?.calendar == null ? everyMs : shortestGapMs(timetable.calendar)
}
