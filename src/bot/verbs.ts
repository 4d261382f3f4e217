/** The verbs of the bot's own tables. Each is one transaction. */
export interface BotVerbs {
  conversation(userId: number): Conversation | undefined
  saveConversation(conversation: Conversation, nowMs: number): void

  /** Keeps what arrived before Telegram is told that it did. @returns the ids of those that are not done */
  receive(updates: readonly SealedUpdate[], nowMs: number): number[]
  /** What arrived and is not done, oldest first. */
  inbox(): SealedUpdate[]
  /** One more try at it begins. @returns how many there were with this one */
  tryUpdate(updateId: number): number
  /** Its body is gone, its number stays, so that it is not taken for new when Telegram gives it again. */
  doneWith(updateId: number): void
  /** Forgets the numbers of what is done below that one, or arrived before that instant. */
  forgetDone(belowId: number, beforeMs: number): void

  /** Once for each (person, key), whoever says it how often. @returns whether it is new */
  notify(notice: NewNotice): boolean
  noticesDue(nowMs: number, limit: number): Notice[]
  notice(id: number): Notice | undefined
  noticeSent(id: number, messageId: number | null, nowMs: number): void
  noticeLater(id: number, dueAtMs: number): void
  /** What this notice asks was answered elsewhere, or is true no more: where it was shown, its words change. */
  retell(userId: number, key: string): void
  /** Told notices whose words are to change. */
  noticesStale(limit: number): Notice[]
  noticeRetold(id: number): void
  /** Those told before that instant. @returns how many were removed */
  pruneNotices(beforeMs: number, limit: number): number
}

/** Where a person stands: what they see, and what they have chosen so far. */
export interface Conversation {
  readonly userId: number
  readonly screen: string
  /** JSON, of that screen. */
  readonly draft: string
  /** Rises with every screen; a button of an earlier one is old. */
  readonly version: number
  /** The message that shows it. */
  readonly messageId: number | null
  /** A keyboard of ours hides theirs. */
  readonly hasKeyboard: boolean
  /** The message or press that brought them here (`Visit.deed`); null where none did. */
  readonly deed: string | null
}

export interface SealedUpdate {
  readonly updateId: number
  /** Sealed: a person may have written a password. */
  readonly body: string
}

export interface NewNotice {
  readonly userId: number
  /** Which text: a name among those that features have. */
  readonly kind: string
  /** What it is about, such as `run 17 finished`. */
  readonly key: string
  /** JSON: the values of the text. Never a secret. */
  readonly detail: string
  readonly nowMs: number
}

export interface Notice {
  readonly id: number
  readonly userId: number
  readonly kind: string
  readonly detail: string
  readonly tries: number
  readonly sentAtMs: number | null
  /** The message that tells it; null while it is not told, or could not be. */
  readonly messageId: number | null
}
