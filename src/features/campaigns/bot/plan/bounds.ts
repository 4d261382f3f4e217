import { lines } from '../../../../bot/rich-text.ts'
import { button, defineScreen, go } from '../../../../bot/screen.ts'
import type { Button, Next, Screen, View, Visit } from '../../../../bot/screen.ts'
import { texts as common } from '../../../../bot/texts.ts'
import { roundsMax } from '../../../../scheduler/timetable.ts'
import type { Timetable } from '../../../../scheduler/timetable.ts'
import { dayAt } from '../../../../scheduler/zone.ts'
import { roundsHad } from '../../when/rounds-left.ts'
import { parseInstant, parseQuiet } from '../../when/parse.ts'
import { cardTexts } from '../card-texts.ts'
import type { CampaignBotDeps } from '../deps.ts'
import { finish, isKept, leave, planDraft, planOutlook, planWith, problemIn, timetableOf } from './draft.ts'
import type { PlanDraft } from './draft.ts'
import { bounds, planTexts as texts } from './texts.ts'
import type { Bound } from './texts.ts'
import { boundsIn, gridIn } from './words.ts'

const name = 'campaigns.bounds'
const nights = ['22:00-07:00', '23:00-06:00', '21:00-08:00']

/** Quiet hours, a beginning, an end and a number of rounds: for the few who want them, one button away from everybody else. */
export function boundsScreen(deps: CampaignBotDeps): Screen {
  const { store } = deps
  const take = (draft: PlanDraft, part: Partial<Timetable> | undefined, visit: Visit): Next => {
    if (part === undefined) return go(name, draft, { say: texts.notRead[visit.language] })
    const next = planWith(draft, part, visit)
    const problem = problemIn(deps, next, visit)
    return problem === undefined ? go(name, next) : go(name, draft, { say: problem })
  }
  return defineScreen({
    name,
    draft: planDraft,
    async show(draft, visit): Promise<View> {
      const { language, person } = visit
      const { id, asked } = draft
      const standing = id === null ? undefined : await store.campaign({ id, ownerId: person.id })
      if (id !== null && standing === undefined) {
        return { text: cardTexts.gone[language], rows: [[button(common.back[language], 'list')]] }
      }
      if (asked !== null)
        return { text: texts.asks[language][asked](tomorrow(draft, visit)), rows: answers(draft, asked, visit) }
      const had = standing && roundsHad({ ...standing, timetable: draft.timetable })
      const field = (bound: Bound) => button(texts.bounds[language][bound], 'ask', bound)
      return {
        text: lines(
          texts.boundsHead[language],
          `⏱ ${gridIn(language, draft)}`,
          ...boundsIn(language, draft, person.timeZone),
          id !== null && !(await isKept(deps, draft, visit)) && texts.notSaved[language],
          had !== undefined && texts.hadAll[language](had),
          ...(await planOutlook(deps, draft, visit)),
        ),
        rows: [
          id !== null ? [button(texts.atTimes[language], 'times')] : [],
          [field('quiet'), field('rounds')],
          [field('from'), field('until')],
          [button(texts.done[language], 'done'), button(common.back[language], 'back')],
        ],
      }
    },
    actions: {
      ask: (draft, _, bound) => go(name, { ...draft, asked: bounds.find((known) => known === bound) ?? null }),
      quiet: (draft, visit, text = '') => take(draft, partOf('quiet', text, draft, visit), visit),
      none: (draft, visit) => (draft.asked === null ? go(name, draft) : take(draft, empty[draft.asked], visit)),
      times: (draft) => {
        const { everyMs, timetable } = draft
        return go('campaigns.times', { ...draft, asked: null, before: { everyMs, timetable } })
      },
      done: (draft, visit) => finish(deps, name, { ...draft, asked: null }, visit),
      back: (draft, visit) => (draft.asked === null ? leave(deps, draft, visit) : go(name, { ...draft, asked: null })),
      list: () => go('campaigns.list'),
    },
    onWritten(draft, { text, isText }, visit): Next {
      if (draft.asked === null) return go(name, draft)
      return take(draft, isText ? partOf(draft.asked, text, draft, visit) : undefined, visit)
    },
  })
}

function answers(draft: PlanDraft, asked: Bound, visit: Visit): Button[][] {
  const { language } = visit
  const { quiet, beginsAtMs, endsAtMs, rounds } = timetableOf(draft, visit)
  const isGiven = { quiet, from: beginsAtMs, until: endsAtMs, rounds }[asked] !== null
  return [
    asked === 'quiet' ? nights.map((hours) => button(hours.replace('-', '–'), 'quiet', hours)) : [],
    [...(isGiven ? [button(texts.takeAway[language], 'none')] : []), button(common.back[language], 'back')],
  ]
}

const empty: Readonly<Record<Bound, Partial<Timetable>>> = {
  quiet: { quiet: null },
  from: { beginsAtMs: null },
  until: { endsAtMs: null },
  rounds: { rounds: null },
}

/** @returns undefined for what cannot be read */
function partOf(bound: Bound, text: string, draft: PlanDraft, visit: Visit): Partial<Timetable> | undefined {
  const { zone } = timetableOf(draft, visit)
  switch (bound) {
    case 'quiet': {
      const parsed = parseQuiet(text)
      return 'value' in parsed ? { quiet: parsed.value } : undefined
    }
    case 'from': {
      const parsed = parseInstant(text, zone, false)
      return 'value' in parsed ? { beginsAtMs: parsed.value } : undefined
    }
    case 'until': {
      const parsed = parseInstant(text, zone, true)
      return 'value' in parsed ? { endsAtMs: parsed.value } : undefined
    }
    case 'rounds':
      return /^\s*\d{1,7}\s*$/.test(text) ? { rounds: Math.min(Number(text), roundsMax + 1) } : undefined
    default:
      return bound satisfies never
  }
}

/** As an example: `25.11.2026`. */
function tomorrow(draft: PlanDraft, visit: Visit): string {
  const { zone } = timetableOf(draft, visit)
  const date = new Date((dayAt(zone, visit.nowMs) + 1) * 86_400_000)
  const two = (number: number) => String(number).padStart(2, '0')
  return `${two(date.getUTCDate())}.${two(date.getUTCMonth() + 1)}.${date.getUTCFullYear()}`
}
