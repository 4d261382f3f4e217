import type { Classification } from './classify.ts'
import type { AccountPause, Outcome, RefusedWhat, StaleWhat } from './outcome.ts'

/**
 * What a classified error did to the try.
 * @param wasWritten whether any byte of the request may have left. An adapter that does not know says true.
 */
export function outcomeOf(classification: Classification, wasWritten: boolean): Outcome {
  const { decision, effect, error } = classification
  switch (decision) {
    case 'account-dead':
      return { type: 'accountDead', error, isCertain: isCertainlyDead(classification) }
    case 'account-pause':
      return { type: 'accountPaused', error, ...pauseOf(classification) }
    case 'already-sent':
      return classification.layer === 'botapi' ? done : { type: 'busyDuplicate', error }
    case 'await-approval':
      return { type: 'wait', error, waitMs: 7 * dayMs, scope: 'peer' }
    case 'bug':
      return bugOf(classification)
    case 'migrate':
      return { type: 'notSent', error }
    case 'refresh-retry':
      return effect === 'login' ? { type: 'failed', error } : { type: 'stale', error, what: staleWhat(classification) }
    case 'retry-after':
      return waitOf(classification)
    case 'retry-backoff':
      return troubleOf(classification, wasWritten)
    case 'success':
      return done
    case 'terminal-message':
      return effect === 'request' ? { type: 'refused', error, what: 'request' } : { type: 'contentRefused', error }
    case 'terminal-target':
      return refusalOf(classification)
    case 'user-input':
      // A login is missing a step that only its person can take, `SESSION_PASSWORD_NEEDED` above all.
      return { type: 'accountPaused', error, concerns: 'account', days: [], fromPeers: 1 }
    default:
      return decision satisfies never
  }
}

const dayMs = 24 * 3_600_000
const done: Outcome = { type: 'sent', messageId: null, result: null }

/** A 401 that nobody has seen yet, and a key that one DC does not know: a fresh connection must say so too. */
function isCertainlyDead({ isKnown, layer }: Classification): boolean {
  return isKnown && layer !== 'transport'
}

/** Limits that end by themselves; all others last until the owner acts. */
const limitDays: Readonly<Record<string, readonly number[]>> = {
  PEER_FLOOD: [1, 2, 7],
  USER_RESTRICTED: [1],
  USER_BANNED_IN_CHANNEL: [1],
  FRESH_RESET_AUTHORISATION_FORBIDDEN: [1],
}

function pauseOf({ effect, row }: Classification): AccountPause {
  const concerns = effect === 'account joins' ? 'joins' : effect === 'account proxy' ? 'proxy' : 'account'
  // One group may simply have banned the account; a second one on the same day means that the account is limited.
  return { concerns, days: limitDays[row] ?? [], fromPeers: row === 'USER_BANNED_IN_CHANNEL' ? 2 : 1 }
}

function bugOf({ effect, error }: Classification): Outcome {
  if (effect === 'request') return { type: 'refused', error, what: 'request' }
  if (effect === 'message') return { type: 'contentRefused', error }
  if (effect === 'account') return { type: 'accountDead', error, isCertain: true }
  // Our configuration: nothing can be sent until an admin mends it, and no attempt shall be used up by that.
  return { type: 'notSent', error }
}

const staleShapes: readonly { readonly shape: RegExp; readonly what: StaleWhat }[] = [
  { shape: /MIGRATED$|upgraded to a supergroup/, what: 'migrated' },
  { shape: /^FILE_?REF/, what: 'file-reference' },
  { shape: /^(?:FILE_|INPUT_FILE|MD5_)/, what: 'upload' },
  { shape: /^REPLY_/, what: 'reply' },
  { shape: /^SEND_AS_/, what: 'send-as' },
  { shape: /message (?:to edit|can't be edited)/, what: 'message' },
]

function staleWhat({ row }: Classification): StaleWhat {
  return staleShapes.find(({ shape }) => shape.test(row))?.what ?? 'peer'
}

function waitOf({ effect, error, lane, waitMs }: Classification): Outcome {
  if (effect === 'login') return { type: 'wait', error, waitMs: waitMs ?? dayMs, scope: lane }
  // Without a number: a chat that has 100 scheduled messages already. They go out by and by.
  return { type: 'wait', error, waitMs: waitMs ?? 3_600_000, scope: effect === 'target' ? 'peer' : lane }
}

/** Telegram says that it did not run these, whatever their code. */
const neverRan = /^(?:MSG_WAIT_(?:FAILED|TIMEOUT)|FLOOD_SKIP_FAILED_WAIT)/
const neverLeft = 'GramJS: Cannot send requests while disconnected'

/** A 400 is an answer to this request. A 500, no code, or a code that nobody knows leaves open what happened before it failed. */
function troubleOf({ effect, error, row, layer, isKnown, code = 500 }: Classification, wasWritten: boolean): Outcome {
  if (!wasWritten || row === neverLeft || effect === 'process' || effect === 'bot') return { type: 'notSent', error }
  const isAnswer = isKnown && layer === 'mtproto' && code >= 400 && code < 500
  return { type: isAnswer || neverRan.test(error) ? 'failed' : 'unknown', error }
}

const refusedWhat: Readonly<Record<string, RefusedWhat>> = {
  'target topic': 'topic',
  topic: 'topic',
  'target+content kind': 'content-kind',
  request: 'request',
}

function refusalOf({ effect, error, isKnown, code }: Classification): Outcome {
  const refused = { type: 'refused', error, what: refusedWhat[effect] ?? 'peer' } as const
  // An unknown 400 may be about the chat or about the content. Three chats that say the same decide.
  return !isKnown && code === 400 ? { ...refused, contentAfterPeers: 3 } : refused
}
