/** Why Telegram refused, as the rule that a person can do something about. */
export type Rule =
  | 'not-in-group'
  | 'may-not-write'
  | 'kind-forbidden'
  | 'banned'
  | 'topic-closed'
  | 'paid'
  | 'premium-only'
  | 'blocked'
  | 'text'
  | 'too-old'
  | 'not-yours'
  | 'gone'
  | 'gave-up'
  | 'other'

/** The words of both APIs. The first that fits. */
const rules: readonly { readonly shape: RegExp; readonly rule: Rule }[] = [
  { shape: /^MESSAGE_EDIT_TIME_EXPIRED$|message can't be (?:edited|deleted)/, rule: 'too-old' },
  { shape: /^MESSAGE_(?:AUTHOR_REQUIRED|DELETE_FORBIDDEN)$/, rule: 'not-yours' },
  { shape: /^MESSAGE_ID_INVALID$|message to (?:edit|delete) not found/, rule: 'gone' },
  {
    shape:
      /^(?:CHANNEL_PRIVATE|CHANNEL_INVALID|CHAT_ID_INVALID|PEER_ID_INVALID|USER_NOT_PARTICIPANT|CHAT_GUEST_SEND_FORBIDDEN|CHAT_FORBIDDEN)$|bot (?:was kicked|is not a member)|chat not found|group chat was deleted/,
    rule: 'not-in-group',
  },
  { shape: /^CHAT_SEND_\w+_FORBIDDEN$/, rule: 'kind-forbidden' },
  { shape: /^(?:USER_BANNED_IN_CHANNEL|USER_RESTRICTED|CHAT_RESTRICTED)$/, rule: 'banned' },
  {
    shape: /^CHAT_(?:WRITE_FORBIDDEN|ADMIN_REQUIRED)$|not enough rights|need administrator rights/,
    rule: 'may-not-write',
  },
  { shape: /^TOPIC_|message thread not found/, rule: 'topic-closed' },
  { shape: /^ALLOW_PAYMENT_REQUIRED/, rule: 'paid' },
  { shape: /^(?:PREMIUM_ACCOUNT_REQUIRED|PRIVACY_PREMIUM_REQUIRED)$/, rule: 'premium-only' },
  {
    shape: /^(?:USER_IS_BLOCKED|YOU_BLOCKED_USER|INPUT_USER_DEACTIVATED)$|bot was blocked|user is deactivated/,
    rule: 'blocked',
  },
  {
    shape: /^(?:MESSAGE_(?:EMPTY|TOO_LONG)|ENTIT\w+|MEDIA_CAPTION_TOO_LONG)$|message (?:text is empty|is too long)/,
    rule: 'text',
  },
  { shape: /^(?:retry-exhausted|crash)$/, rule: 'gave-up' },
]

export function ruleOf(reason: string | null): Rule {
  return rules.find(({ shape }) => shape.test(reason ?? ''))?.rule ?? 'other'
}

/** What a message waits for. */
export type WaitFor = 'turn' | 'slow-mode' | 'telegram' | 'line' | 'account' | 'pause'

/** @param runState of its round */
export function waitOf(
  group: { readonly reason: string | null; readonly waitReason: string | null; readonly accountState: string },
  runState: string,
): WaitFor {
  if (runState === 'paused') return 'pause'
  if (group.accountState !== 'active') return 'account'
  const said = group.waitReason ?? group.reason ?? ''
  if (said.startsWith('SLOWMODE_WAIT')) return 'slow-mode'
  if (/WAIT|Too Many Requests/.test(said)) return 'telegram'
  return said === '' ? 'turn' : 'line'
}
