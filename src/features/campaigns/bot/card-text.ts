import { moment } from '../../../bot/figures.ts'
import { bold, lines } from '../../../bot/rich-text.ts'
import type { Rich } from '../../../bot/rich-text.ts'
import type { Visit } from '../../../bot/screen.ts'
import { shownName } from '../../../bot/shown-name.ts'
import { hoursAt } from '../../../scheduler/calendar.ts'
import { ruleOfSend } from '../round/rules.ts'
import type { Campaign, CampaignReport, RunReport } from '../verbs.ts'
import { cardTexts as texts } from './card-texts.ts'
import { groupsIn } from './compose-texts.ts'
import { latestLine } from './latest/texts.ts'
import { planTexts } from './plan/texts.ts'
import { boundsIn, gridIn } from './plan/words.ts'
import { ruleTexts } from './rule-texts.ts'

/** How a campaign goes: its state and why, its plan, its last round in figures, and what comes next. */
export function cardText({ campaign, runs: [run], roundPaceMs }: CampaignReport, visit: Visit): Rich {
  const { language } = visit
  return lines(
    bold(shownName(campaign.name)),
    texts.states[language][campaign.state],
    whyOf(campaign, visit),
    texts.plan[language](gridIn(language, campaign), groupsIn(language, campaign.targets)),
    ...boundsIn(language, campaign, visit.person.timeZone),
    latestLine(campaign.keepLatest, language),
    '',
    ...(run === undefined ? [texts.notYet[language]] : roundLines(run, roundPaceMs, visit)),
    run !== undefined && restOf(campaign, run, visit),
    nextOf(campaign, visit),
  )
}

function whyOf({ state, reason, targets }: Campaign, { language }: Visit): Rich | undefined | false {
  // Whatever its reason was: without a group it cannot start again.
  if (targets === 0) return texts.reasons[language]['no-groups']
  if (reason === null || reason === 'asked' || reason === 'superseded') return false
  const known = texts.reasons[language][reason]
  if (known !== undefined) return known
  if (state !== 'stopped') return false
  const rule = ruleOfSend(reason)
  return rule === 'other' || rule === 'text'
    ? texts.refused[language](reason)
    : texts.stoppedFor[language](ruleTexts[language][rule])
}

function roundLines(run: RunReport, paceMs: number | null, { language, person }: Visit): (Rich | false)[] {
  const { plannedAtMs, targets, sent, failed, uncertain, cancelled, open } = run
  const done = sent + failed
  const head = texts.round[language](moment(language, plannedAtMs, person.timeZone))
  // It is being planned still.
  if (targets === 0) return [head, texts.notYet[language]]
  return [
    head,
    texts.sent[language](sent, targets),
    failed > 0 && texts.failed[language](failed),
    uncertain > 0 && texts.uncertain[language](uncertain),
    cancelled > 0 && texts.cancelled[language](cancelled),
    open > 0 && texts.open[language](open),
    done > 0 && paceMs !== null && texts.eta[language](paceMs * open),
  ]
}

/** A round that waits for the end of its quiet hours. */
function restOf({ state, timetable }: Campaign, run: RunReport, { language, person, nowMs }: Visit): string | false {
  if (state !== 'running' || run.state !== 'paused' || run.reason !== 'quiet-hours' || timetable === null) return false
  const { changesAtMs } = hoursAt(timetable, nowMs)
  return changesAtMs !== null && planTexts.restsUntil[language](moment(language, changesAtMs, person.timeZone))
}

function nextOf({ state, nextAtMs }: Campaign, { language, person, nowMs }: Visit): string | false {
  if (state !== 'running' || nextAtMs === null || nextAtMs <= nowMs) return false
  return texts.next[language](moment(language, nextAtMs, person.timeZone))
}
