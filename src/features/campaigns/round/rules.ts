/** Why Telegram refused, as the rule that a person can do something about. */
export type Rule =
  | 'not-in-group'
  | 'may-not-write'
  | 'text-forbidden'
  | 'photo-forbidden'
  | 'video-forbidden'
  | 'kind-forbidden'
  | 'banned'
  | 'topic-closed'
  | 'paid'
  | 'premium-only'
  | 'blocked'
  | 'text'
  | 'caption'
  | 'photo-size'
  | 'file'
  | 'file-gone'
  | 'file-too-big'
  | 'file-unmoved'
  | 'album'
  | 'post-unseen'
  | 'post-gone'
  | 'post-protected'
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
  { shape: /^CHAT_SEND_PLAIN_FORBIDDEN$|not enough rights to send text/, rule: 'text-forbidden' },
  { shape: /^CHAT_SEND_PHOTOS_FORBIDDEN$|not enough rights to send photos/, rule: 'photo-forbidden' },
  { shape: /^CHAT_SEND_VIDEOS_FORBIDDEN$|not enough rights to send videos/, rule: 'video-forbidden' },
  { shape: /^CHAT_SEND_\w+_FORBIDDEN$|not enough rights to send \w+ (?:messages )?to/, rule: 'kind-forbidden' },
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
  { shape: /^MEDIA_CAPTION_TOO_LONG$|caption is too long/, rule: 'caption' },
  { shape: /^(?:MESSAGE_(?:EMPTY|TOO_LONG)|ENTIT\w+)$|message (?:text is empty|is too long)/, rule: 'text' },
  { shape: /^PHOTO_INVALID_DIMENSIONS$|PHOTO_INVALID_DIMENSIONS/, rule: 'photo-size' },
  {
    shape: /^(?:FILE_PART_TOO_BIG|FILE_PARTS_INVALID)$|file is too big|Request Entity Too Large/,
    rule: 'file-too-big',
  },
  // The first is our own word: it is not in the library any more.
  { shape: /^(?:FILE_GONE|FILE_?REF\w+)$|wrong file.?id/, rule: 'file-gone' },
  // Our own word: its bytes did not get to the account.
  { shape: /^UPLOAD_FAILED$/, rule: 'file-unmoved' },
  { shape: /^(?:MULTI_MEDIA_TOO_LONG|GROUPED_MEDIA_INVALID|MEDIA_GROUPED_INVALID)$/, rule: 'album' },
  {
    shape:
      /^(?:MEDIA_(?:EMPTY|INVALID|FILE_INVALID)|PHOTO_(?:EXT|SAVE_FILE)_INVALID|IMAGE_PROCESS_FAILED|VIDEO_CONTENT_TYPE_INVALID|DOCUMENT_INVALID|SEND_MEDIA_INVALID|FILE_PART_\w+)$|IMAGE_PROCESS_FAILED/,
    rule: 'file',
  },
  // Our own word: the account does not know the channel of the post.
  { shape: /^FORWARD_SOURCE_UNKNOWN$/, rule: 'post-unseen' },
  { shape: /^CHAT_FORWARDS_RESTRICTED$|message has protected content/, rule: 'post-protected' },
  { shape: /^MESSAGE_IDS_EMPTY$|message to forward not found/, rule: 'post-gone' },
  { shape: /^(?:retry-exhausted|crash)$/, rule: 'gave-up' },
]

export function ruleOf(reason: string | null): Rule {
  return rules.find(({ shape }) => shape.test(reason ?? ''))?.rule ?? 'other'
}

/** The same of a message that was to be sent: what is missing then is the post that it passes on. */
export function ruleOfSend(reason: string | null): Rule {
  const rule = ruleOf(reason)
  return rule === 'gone' ? 'post-gone' : rule
}

/** What a message waits for. */
export type WaitFor = 'turn' | 'file' | 'slow-mode' | 'telegram' | 'line' | 'account' | 'pause'

/** @param runState of its round */
export function waitOf(
  group: { readonly reason: string | null; readonly waitReason: string | null; readonly accountState: string },
  runState: string,
): WaitFor {
  if (runState === 'paused') return 'pause'
  if (group.accountState !== 'active') return 'account'
  const said = group.waitReason ?? group.reason ?? ''
  // Telegram's word, and ours for what is known before it says so.
  if (said.startsWith('SLOWMODE_WAIT') || said === 'slow-mode') return 'slow-mode'
  // Our own word: it is on its way to the account.
  if (said === 'FILE_NOT_READY') return 'file'
  if (/WAIT|Too Many Requests/.test(said)) return 'telegram'
  return said === '' ? 'turn' : 'line'
}
