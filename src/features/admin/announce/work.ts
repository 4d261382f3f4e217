import { installationId } from '../../../access/installation.ts'
import type { Outcome } from '../../../delivery/outcome.ts'
import type { Work } from '../../../shard/work.ts'

/** Blocked by them, deactivated, or never started. */
const unreachable = /^(?:Forbidden: |Bad Request: chat not found)/

/** Sending that remembers whom the control bot reaches no more, as soon as Telegram says so; they are reached again when they write. */
export function noteReach<Payload>(send: Work<Payload>): Work<Payload> {
  return {
    ...send,
    async execute(payload, context) {
      const outcome = await send.execute(payload, context)
      const { ownerId, peer } = context.attempt
      if (ownerId === installationId && peer !== null && isUnreachable(outcome)) {
        // Only a mark: what became of the message must not depend on it.
        await context.store.saveReach(peer, false).catch(() => {})
      }
      return outcome
    },
  }
}

function isUnreachable(outcome: Outcome): boolean {
  return outcome.type === 'refused' && unreachable.test(outcome.error)
}
