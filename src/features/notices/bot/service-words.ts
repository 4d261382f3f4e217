import { z } from 'zod'
import { duration, figure, moment } from '../../../bot/figures.ts'
import type { Rich } from '../../../bot/rich-text.ts'
import type { Visit } from '../../../bot/screen.ts'
import { shownName } from '../../../bot/shown-name.ts'
import type { ServiceAlert } from '../../../delivery/service-alert.ts'
import { serviceTexts as texts } from './service-texts.ts'
import type { ErrorAdvice } from './service-texts.ts'

/** As it stands in a notice. */
export const serviceAlert: z.ZodType<ServiceAlert> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('unplanned-stop'), startedAtMs: z.number() }),
  z.object({
    type: z.literal('storm-began'),
    accounts: z.number(),
    active: z.number(),
    longestWaitMs: z.number(),
    share: z.number(),
  }),
  z.object({ type: z.literal('storm-ended'), waits: z.number(), lastedMs: z.number(), longestWaitMs: z.number() }),
  z.object({ type: z.literal('shard-restarts'), shard: z.number(), count: z.number(), reason: z.string() }),
  z.object({ type: z.literal('update-given-up'), personId: z.number() }),
  z.object({ type: z.literal('token-shared') }),
  z.object({ type: z.literal('token-ours-again'), lastedMs: z.number() }),
  z.object({ type: z.literal('telegram-error'), row: z.string() }),
])

/** Of what a thread ended with: more is in the log. */
const reasonMax = 120

/** What is wrong with the service and what an admin does next, in their language and by their clock. @param account its name, or '' */
export function serviceInWords(alert: ServiceAlert, account: string, { language, person }: Visit): Rich {
  const count = (value: number) => figure(language, value)
  const time = (ms: number) => duration(language, ms)
  switch (alert.type) {
    case 'unplanned-stop':
      return texts.unplannedStop[language](moment(language, alert.startedAtMs, person.timeZone))
    case 'storm-began': {
      const { accounts, active, longestWaitMs, share } = alert
      return texts.stormBegan[language]({
        accounts: count(accounts),
        active: count(active),
        longest: time(longestWaitMs),
        oneIn: count(Math.round(1 / share)),
      })
    }
    case 'storm-ended':
      return texts.stormEnded[language]({ waits: count(alert.waits), lasted: time(alert.lastedMs) })
    case 'shard-restarts':
      return texts.shardRestarts[language](count(alert.shard), count(alert.count), shownName(alert.reason, reasonMax))
    case 'update-given-up':
      return texts.updateGivenUp[language](String(alert.personId))
    case 'token-shared':
      return texts.tokenShared[language]
    case 'token-ours-again':
      return texts.tokenOursAgain[language](time(alert.lastedMs))
    case 'telegram-error': {
      const name = account === '' ? null : shownName(account)
      return [texts.telegramError[language](alert.row, name), texts.advice[language][adviceOn(alert.row)]]
    }
    default:
      return alert satisfies never
  }
}

/** @param row a name of the table of errors; what nobody can mend by a setting is `unforeseen` */
export function adviceOn(row: string): ErrorAdvice {
  return advised.find(([shape]) => shape.test(row))?.[1] ?? 'unforeseen'
}

const advised: readonly (readonly [RegExp, ErrorAdvice])[] = [
  [/^AUTH_KEY_DUPLICATED$/, 'two-sessions'],
  [/API_ID_(INVALID|PUBLISHED_FLOOD)$/, 'application'],
  [/^(Unauthorized|Not Found)$/, 'bot-token'],
  [/^Conflict: /, 'bot-shared'],
  [/^transport -444 /, 'wrong-dc'],
  [/^bad_msg_notification msg_id /, 'clock'],
  [/^EMFILE$/, 'files'],
  [/^transport -429 /, 'address'],
]
