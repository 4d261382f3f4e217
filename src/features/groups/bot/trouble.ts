import { z } from 'zod'
import { duration } from '../../../bot/figures.ts'
import type { Visit } from '../../../bot/screen.ts'
import type { ReadEnd } from '../read.ts'
import { troubles } from './trouble-texts.ts'

/** Why what is shown could not be read anew, as it stands in a draft. */
export const troubleDraft = z.discriminatedUnion('type', [
  z.object({ type: z.literal('waiting'), untilMs: z.number() }),
  z.object({ type: z.literal('failed'), reason: z.string() }),
  z.object({ type: z.literal('unusable'), state: z.string() }),
])

export type Trouble = z.output<typeof troubleDraft>

export function troubleOf(end: ReadEnd): Trouble | undefined {
  switch (end.type) {
    case 'read':
    case 'bot':
    case 'not-found':
      return undefined
    case 'waiting':
      return { type: 'waiting', untilMs: end.untilMs }
    case 'failed':
      return { type: 'failed', reason: end.reason }
    case 'unusable':
      return { type: 'unusable', state: end.state }
    default:
      return end satisfies never
  }
}

export function troubleIn({ language, nowMs }: Visit, trouble: Trouble | undefined): string | undefined {
  switch (trouble?.type) {
    case undefined:
      return undefined
    case 'waiting':
      // Once it is over, the shard is reading.
      return trouble.untilMs > nowMs
        ? troubles.waiting[language](duration(language, trouble.untilMs - nowMs))
        : undefined
    case 'failed':
      return troubles.failed[language](trouble.reason)
    case 'unusable': {
      const { state } = trouble
      if (state === 'needs-login' || state === 'paused' || state === 'limited') return troubles[state][language]
      return troubles.unusable[language]
    }
    default:
      return trouble satisfies never
  }
}
