import type { Work } from '../../../shard/work.ts'
import type { Finding } from './finding.ts'
import { checkKind } from './kind.ts'

/**
 * Looks how an account is, on the one connection that its shard has: whether its session lives, and what Telegram says of it. A session
 * that is over and a proxy that refuses come back as outcomes, which change the account itself.
 */
export const checkWork: Work<void> = {
  kind: checkKind,
  lane: 'read',
  parse: () => {},
  async execute(_, { attempt: { accountId }, link, signal, store }) {
    const health = await link.health(signal)
    if (health.type !== 'answer') return health
    const { isRestricted, isPremium, frozenSinceMs, frozenUntilMs } = health.value
    await store.savePremium({ accountId, isPremium })
    const verdict = frozenSinceMs !== null ? 'frozen' : isRestricted ? 'restricted' : 'fine'
    const finding: Finding = { verdict, untilMs: frozenUntilMs }
    return { type: 'sent', messageId: null, result: JSON.stringify(finding) }
  },
}
