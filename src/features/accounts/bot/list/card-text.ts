import { figure, moment } from '../../../../bot/figures.ts'
import type { Language } from '../../../../bot/language.ts'
import { bold, lines, rich } from '../../../../bot/rich-text.ts'
import type { Rich } from '../../../../bot/rich-text.ts'
import type { Visit } from '../../../../bot/screen.ts'
import { shownName } from '../../../../bot/shown-name.ts'
import { decodePace, perMinute } from '../../../../delivery/pace.ts'
import type { ControlSettings } from '../../../feature.ts'
import type { AccountCard, CheckRow } from '../../care-verbs.ts'
import { findingIn } from '../../check/finding.ts'
import { cardTexts } from './card-texts.ts'
import { lightOf } from './light.ts'
import { titleOf } from './list-screen.ts'

type At = (ms: number) => string
type Limits = Pick<ControlSettings, 'gapMinMs' | 'capPerMinute'>

/** Everything about one account, as its owner reads it. */
export function cardText(given: AccountCard, visit: Visit, { gapMinMs, capPerMinute }: Limits): Rich {
  // The installation's limit binds also who was allowed more before.
  const cap = given.kind === 'bot' ? given.capPerMinute : Math.min(given.capPerMinute, capPerMinute)
  const card = { ...given, capPerMinute: cap }
  const { language, person } = visit
  const at: At = (ms) => moment(language, ms, person.timeZone)
  const { mark, why, next } = lightOf(card, visit)
  const name = card.alias === null ? null : shownName(card.name)
  const username = card.username === null ? null : `@${card.username}`
  const called = [name, username].filter((each) => each !== null).join(' · ')
  return lines(
    rich`${mark} ${bold(titleOf(card))}`,
    called !== '' && called,
    '',
    why,
    next,
    '',
    cardTexts.speed[language](speedOf(card, gapMinMs, visit), figure(language, card.capPerMinute)),
    cardTexts.sent[language](card.sent, card.waiting),
    ...waitsOf(card, language, at),
    card.proxy === null
      ? cardTexts.direct[language]
      : cardTexts.proxy[language](`${shownName(card.proxy.host)}:${card.proxy.port}`),
    checkedLine(card.check, card.state === 'active', language, at),
  )
}

/** Messages a minute that it may send now: below its cap after a flood wait, and never closer together than the least gap. */
function speedOf({ kind, pace, capPerMinute }: AccountCard, gapMinMs: number, { language, nowMs }: Visit): string {
  const paced = perMinute(decodePace(pace, nowMs), { capPerMinute, gapMinMs }, nowMs)
  const now = kind === 'bot' || gapMinMs === 0 ? paced : Math.min(paced, 60_000 / gapMinMs)
  return figure(language, Math.round(now * 10) / 10)
}

function waitsOf({ waits, waitingPeers }: AccountCard, language: Language, at: At): Rich[] {
  const ofLanes = waits.map(({ key, untilMs }) => {
    const text = laneTexts[key.slice('lane:'.length)] ?? cardTexts.waitRead
    return text[language](at(untilMs))
  })
  return waitingPeers === 0 ? ofLanes : [...ofLanes, cardTexts.waitPeers[language](waitingPeers)]
}

const laneTexts: Readonly<Record<string, typeof cardTexts.waitSend>> = {
  send: cardTexts.waitSend,
  read: cardTexts.waitRead,
  join: cardTexts.waitJoin,
  transfer: cardTexts.waitTransfer,
}

function checkedLine(check: CheckRow | null, isActive: boolean, language: Language, at: At): string {
  if (check !== null && check.isAsked && isActive) {
    const isLater = check.reason !== null && check.dueAtMs !== null
    return isLater ? cardTexts.checkLater[language](at(check.dueAtMs ?? 0)) : cardTexts.checking[language]
  }
  const finding = findingIn(check?.found ?? null)
  if (finding === undefined) return cardTexts.neverChecked[language]
  const when = at(check?.foundAtMs ?? 0)
  switch (finding.verdict) {
    case 'fine':
      return cardTexts.checkedFine[language](when)
    case 'restricted':
      return cardTexts.checkedRestricted[language](when)
    case 'frozen':
      return cardTexts.checkedFrozen[language](when, finding.untilMs === null ? null : at(finding.untilMs))
    default:
      return finding.verdict satisfies never
  }
}
