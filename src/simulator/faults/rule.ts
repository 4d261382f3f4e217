import { z } from 'zod'
import { listOf, matching, objectOf, oneOf, problemsOf, text, whole } from '../json-input.ts'
import { codeOfError } from './known-errors.ts'
import { latencySchema } from './latency.ts'

const id = whole(Number.MIN_SAFE_INTEGER)
const methodName = matching(
  /^[A-Za-z]\w*(\.\w+)?$|^[A-Za-z]\w*\.\*$|^\*$/,
  'must be a method such as messages.sendMessage or messages.*',
)
const shareError = 'must be a number from 0 to 1'
const share = z.number({ error: shareError }).min(0, { error: shareError }).max(1, { error: shareError })
const only = (value: true) => z.literal(value, { error: 'must be true, or left out' })
const day = 86_400

const seconds = z.union(
  [
    whole(1, 14 * day),
    objectOf({ min: whole(1, 14 * day), max: whole(1, 14 * day) }).refine(
      ({ min, max }) => min <= max,
      'must have its min first',
    ),
  ],
  { error: `must be seconds from 1 to ${14 * day}, or {"min":…,"max":…} of them` },
)

/** What a request must be like; what is left out fits every request. */
const conditions = {
  account: z.union([whole(0), listOf(whole(0), 10_000, 'ids')], {
    error: 'must be the id of a user or bot, or a list of them',
  }),
  method: z.union([methodName, listOf(methodName, 100, 'methods')], {
    error: 'must be a method such as messages.sendMessage or messages.*, or a list of them',
  }),
  /** Every method that makes messages. */
  lane: oneOf(['send']),
  chat: z.union([id, listOf(id, 10_000, 'chats')], {
    error: 'must be the marked id of a chat or user, or a list of them',
  }),
  surface: oneOf(['mtproto', 'botapi']),
}

/** How often, once a request fits. */
const frequency = {
  skip: whole(0),
  times: whole(1),
  probability: share,
  seed: whole(0),
}

/** What happens. A rule has one of these, or a delay, or both. */
const effects = {
  error: text(200, 1),
  drop: oneOf(['close', 'reset']),
  silence: only(true),
  halfOpen: only(true),
  garbageBytes: whole(1, 1_000_000),
  transportError: whole(-10_000, -1),
  badMessage: whole(16, 64).refine((code) => code !== 48, { error: 'must not be 48, which is what newSalt does' }),
  forgetKey: only(true),
  duplicateKey: only(true),
  newSalt: only(true),
  floodWait: objectOf({
    seconds,
    /** What the wait stops: the same method (as Telegram does), every sending method, or everything of the account. */
    scope: oneOf(['method', 'send', 'account']).optional(),
    name: oneOf(['FLOOD_WAIT', 'FLOOD_PREMIUM_WAIT', 'FLOOD_TEST_PHONE_WAIT']).optional(),
  }),
  /** The account may make `requests` in any `windowSeconds`; one more, and what the rule fits waits for `waitSeconds`. */
  rate: objectOf({ requests: whole(1, 1000), windowSeconds: whole(1, day), waitSeconds: whole(1, 14 * day) }),
  repeatAnswer: z.literal('duplicate', {
    error: 'must be "duplicate"; the first message is what comes without a rule',
  }),
}

/** More about some of the effects. */
const details = { code: whole(-10_000, 10_000), retryAfter: whole(1, 14 * day), when: oneOf(['before', 'after']) }

/** One rule as the control API takes it. docs/simulator.md has an example of each kind. */
export const ruleSchema = z
  .strictObject(
    { ...conditions, ...frequency, delayMs: latencySchema, ...effects, ...details },
    { error: 'must be a JSON object' },
  )
  .partial()
  .superRefine((rule, context) => {
    for (const message of contradictions(rule)) context.addIssue({ code: 'custom', message })
  })

export type Rule = z.infer<typeof ruleSchema>

/** @returns the rule, or one line for each mistake in it. */
export function parseRule(input: unknown): { readonly rule: Rule } | { readonly problems: readonly string[] } {
  const parsed = ruleSchema.safeParse(input)
  return parsed.success ? { rule: parsed.data } : { problems: problemsOf(parsed.error, 'rule') }
}

const effectNames = Object.keys(effects) as (keyof typeof effects)[]
const placed: readonly string[] = ['error', 'drop', 'silence', 'halfOpen', 'garbageBytes']
const mtprotoOnly: readonly string[] = [
  'transportError',
  'badMessage',
  'forgetKey',
  'duplicateKey',
  'newSalt',
  'repeatAnswer',
]

function* contradictions(rule: Partial<Record<string, unknown>>): Generator<string> {
  const chosen = effectNames.filter((name) => rule[name] !== undefined)
  const [effect = 'delayMs'] = chosen
  if (chosen.length > 1) yield `rule has ${chosen.join(' and ')}: make one rule of each`
  if (chosen.length === 0 && rule['delayMs'] === undefined) {
    yield `rule has nothing to do: give it delayMs or one of ${effectNames.join(', ')}`
  }
  for (const detail of ['code', 'retryAfter']) {
    if (rule[detail] !== undefined && rule['error'] === undefined) yield `${detail} goes with error only`
  }
  if (rule['when'] !== undefined && !placed.includes(effect)) yield `when goes with ${placed.join(', ')} only`
  if (rule['surface'] === 'botapi' && mtprotoOnly.includes(effect)) yield `${effect} is MTProto's: the Bot API has none`
  if (rule['rate'] !== undefined && (rule['probability'] ?? rule['skip']) !== undefined) {
    yield 'rate counts every request: leave probability and skip out'
  }
  if (typeof rule['error'] === 'string' && rule['code'] === undefined && codeOfError(rule['error']) === undefined) {
    yield `error ${rule['error']} is not known: correct it, or give its code too`
  }
}
