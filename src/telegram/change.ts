import type { Outcome } from '../delivery/outcome.ts'

/** Taking a message back, or giving it another text. */
export type Change = 'delete' | 'edit'

/** In the words of both APIs. */
const gone = /^MESSAGE_ID_INVALID$|message to (?:edit|delete) not found/
/** Where the error table speaks of the control bot's own screens, for which a new message does as well. */
const notAllowed = /message can't be (?:edited|deleted)|there is no (?:text|caption) in the message to edit/

/**
 * What an error means for a change, where it means something else than for a message that is being sent. Both changes can be repeated:
 * one that finds the message gone, or saying so already, has nothing more to do.
 */
export function outcomeOfChange(change: Change, error: string, outcome: Outcome): Outcome {
  if (gone.test(error)) return change === 'delete' ? done : { type: 'refused', error, what: 'request' }
  if (notAllowed.test(error)) return { type: 'refused', error, what: 'request' }
  return outcome
}

const done: Outcome = { type: 'sent', messageId: null, result: null }
