import type { Secret } from '../base/secret.ts'
import type { AccountKind } from '../delivery/attempt.ts'
import type { Forbidden } from '../delivery/forbidden.ts'
import type { FileToMove, OutgoingFile } from '../delivery/media.ts'
import type { Entity } from '../delivery/message.ts'
import type { Outcome } from '../delivery/outcome.ts'
import type { Peer } from '../delivery/peer.ts'

/**
 * Opens links to Telegram. One for user accounts (MTProto), one for bots (Bot API). What it hands out and takes is plain data: marked
 * peer ids as numbers, access hashes and random ids as decimal text, because they have 64 bits.
 */
export interface TelegramAdapter {
  /**
   * Makes no connection yet. One account has one link at a time: two connections of one auth key end its session.
   * @throws Error when the credentials are none at all
   */
  open(account: AccountCredentials, options?: LinkOptions): TelegramLink
}

/**
 * One account's way to Telegram: connects when it is asked for something, and again after its connection was lost. A user account's
 * messages go one after another in the order in which they came, and beside them, one after another too, what it reads; a bot's
 * calls go side by side. Each ends by its deadline, whatever Telegram, the network or the library does, and none of them throws: what
 * went wrong is an Outcome.
 */
export interface TelegramLink {
  /** A connection stands, or is being made. */
  readonly isOpen: boolean
  /** When the last call ended, or the link was made. Its owner closes links that were idle for long enough. */
  readonly lastUsedAtMs: number
  /**
   * Sends a message, once: a repeat with the same `randomId` is answered with the first message's id. A bot's repeat is another message.
   * What there is to know of files and forwards stands in the result, as `SentFiles`.
   */
  send(message: OutgoingMessage, signal: AbortSignal): Promise<Outcome>
  /** Moves a file to the account, part by part, and sends nothing. @returns how its link calls the file from then on; a bot cannot */
  upload(file: FileToMove, signal: AbortSignal): Promise<Answer<string>>
  /** How to call the files of messages that stand in a chat, for a while; one that is gone or has none is left out. */
  findFiles(at: MessagesAddress, signal: AbortSignal): Promise<Answer<ReadonlyMap<number, string>>>
  /** Takes a message of the account's back, for everybody. One that is gone already counts as `sent`, so a repeat does no harm. */
  deleteMessage(message: MessageToDelete, signal: AbortSignal): Promise<Outcome>
  /**
   * Gives a message of the account's another text. One that says so already counts as `sent`; one that is gone, too old or not the
   * account's is `refused`.
   */
  editMessage(edit: MessageEdit, signal: AbortSignal): Promise<Outcome>
  /** One page of the account's conversations; begin with null. */
  fetchDialogs(cursor: DialogCursor | null, signal: AbortSignal): Promise<Answer<DialogPage>>
  /** One page of a forum's topics; begin with null. */
  fetchTopics(forum: Address, cursor: TopicCursor | null, signal: AbortSignal): Promise<Answer<TopicPage>>
  /** The folders that the account's person has made for their conversations. */
  fetchFolders(signal: AbortSignal): Promise<Answer<readonly Folder[]>>
  /** What stands behind a name or an invite link. Joins nothing. */
  findChat(wanted: WantedChat, signal: AbortSignal): Promise<Answer<FoundChat>>
  /** Looks into the chat's history for a message that may have been sent. */
  findSent(wanted: SentMessage, signal: AbortSignal): Promise<Answer<Found>>
  /** Who the account is. On a dead session the answer is `accountDead`. */
  self(signal: AbortSignal): Promise<Answer<Self>>
  /** Whether the session lives, and what Telegram says of the account. */
  health(signal: AbortSignal): Promise<Answer<Health>>
  /** Ends the connection and resolves when it is gone. A call that runs meanwhile is given up. A later call connects again. */
  close(): Promise<void>
}

export type Answer<Value> =
  { readonly type: 'answer'; readonly value: Value } | Exclude<Outcome, { readonly type: 'sent' }>

export interface AccountCredentials {
  readonly kind: AccountKind
  /** A StringSession; of a bot its token. */
  readonly session: Secret
  /** A bot shows none. */
  readonly device: Device
  /** Undefined: directly. With one, never directly, also when it fails. */
  readonly proxy: Proxy | undefined
}

export interface LinkOptions {
  /** Asked before every packet. False: another shard owns the account by now, so nothing may be written. */
  readonly mayUse?: () => boolean
  /** Told when bytes have left while a call waits for its answer: where a test makes it fail. */
  readonly onWritten?: () => void
  /** A connection stands; how long it took, the wait for its turn included. */
  readonly onOpened?: (tookMs: number) => void
  /** It is let go of. */
  readonly onClosed?: (reason: LinkEnd) => void
  /** Telegram said something that asks for somebody's attention. */
  readonly onAlert?: (alert: {
    readonly level: 'owner' | 'ticket' | 'page'
    readonly row: string
    readonly action: string
  }) => void
}

/** `closed`: by us, when it was idle or its account left. `lost`: it ended by itself. `failed`: a call on it did. */
export type LinkEnd = 'closed' | 'lost' | 'failed'

/** What Telegram shows in the account's list of devices. The same for the life of a session: a change looks like a theft. */
export interface Device {
  readonly model: string
  readonly systemVersion: string
  readonly appVersion: string
}

/** SOCKS5. */
export interface Proxy {
  readonly host: string
  readonly port: number
  readonly username?: string
  readonly password?: Secret
}

/** A peer and the proof that this account may address it: hashes of another account are refused. */
export interface Address {
  readonly peer: Peer
  /** Null for a basic group, which has none. */
  readonly accessHash: string | null
  /** The account's own Saved Messages: it needs no hash of itself. */
  readonly isSelf?: boolean
}

/** Messages that stand in a chat. */
export interface MessagesAddress {
  readonly to: Address
  readonly messageIds: readonly number[]
}

export interface OutgoingMessage {
  readonly to: Address
  /** A forum topic; null in General and where there are no topics. */
  readonly topicId: number | null
  readonly text: string
  readonly entities: readonly Entity[]
  /** With files, the text is their caption; several are one album. */
  readonly files?: readonly OutgoingFile[]
  /** Messages that are passed on as they are, instead of a text: with a random id for each, as of an album. */
  readonly forward?: { readonly from: MessagesAddress; readonly randomIds: readonly string[] }
  /** Signed, 64 bits, never 0. The same for every try of the message. */
  readonly randomId: string
  readonly isSilent?: boolean
  readonly hasPreview?: boolean
  /** Access hashes of people whom the text mentions by id. Whoever is not in it is written as plain text. */
  readonly mentionHashes?: ReadonlyMap<number, string>
}

/** A message that stands in a chat. */
export interface MessageAddress {
  readonly to: Address
  readonly messageId: number
}

export interface MessageToDelete extends MessageAddress {
  /** Of an album, those after its first: they go with it. */
  readonly parts?: readonly number[]
}

export interface MessageEdit extends MessageAddress {
  readonly text: string
  readonly entities: readonly Entity[]
}

export interface SentMessage {
  readonly to: Address
  readonly topicId: number | null
  readonly text: string
  /** When its first try may have left, at the earliest. */
  readonly sinceMs: number
}

export type Found =
  | { readonly type: 'found'; readonly messageId: number }
  /** It is not there. */
  | { readonly type: 'absent' }
  /** The chat moved on too fast: its history back to that time is longer than we read. */
  | { readonly type: 'unclear' }

export interface Self {
  readonly id: number
  readonly firstName: string
  readonly lastName: string
  readonly username: string | null
  readonly phone: Secret | null
  readonly isPremium: boolean
}

export interface Health {
  /** Telegram marks it: some people do not see it. */
  readonly isRestricted: boolean
  readonly isPremium: boolean
  /** It can only read; null: it is not frozen. */
  readonly frozenSinceMs: number | null
  /** When Telegram deletes it, unless an appeal is heard. */
  readonly frozenUntilMs: number | null
}

export type DialogKind = 'user' | 'bot' | 'self' | 'basic' | 'supergroup' | 'channel'

/** Why this account cannot write anything there. What only a try can tell, such as a price in Stars, is not among them. */
export type CannotPost =
  /** The account has left, or was put out. */
  | 'not-a-member'
  | 'deleted'
  /** A basic group that became a supergroup: `migratedTo` is where it goes on. */
  | 'migrated'
  /** Only administrators write in it. */
  | 'admins-only'
  /** Nobody but administrators may write, for now. */
  | 'closed-to-members'
  /** This account was silenced. */
  | 'restricted'
  | 'premium-only'

export interface Dialog {
  readonly to: Address
  readonly kind: DialogKind
  readonly title: string
  readonly username: string | null
  /** Null when the account may write. */
  readonly cannotPost: CannotPost | null
  /** What it may not send there, where it may write. */
  readonly forbidden: Forbidden
  readonly isForum: boolean
  /** Members wait between two messages. How long is known only from the wait that a message is answered with. */
  readonly hasSlowMode: boolean
  readonly migratedTo: Peer | null
  readonly isArchived: boolean
  readonly membersCount: number | null
}

export interface DialogPage {
  readonly dialogs: readonly Dialog[]
  /** For the next page; null after the last. */
  readonly next: DialogCursor | null
  /** In all, as far as Telegram tells: for a progress bar. */
  readonly total: number
}

/** A place in the list. Plain, so that reading it can go on after a restart. */
export interface DialogCursor {
  readonly isArchive: boolean
  /** Null at the list's beginning. */
  readonly after: { readonly atS: number; readonly messageId: number; readonly to: Address } | null
}

export interface Topic {
  /** 1 is General. */
  readonly id: number
  readonly title: string
  /** Only administrators write in it. */
  readonly isClosed: boolean
}

export interface TopicPage {
  readonly topics: readonly Topic[]
  /** For the next page; null after the last. */
  readonly next: TopicCursor | null
  readonly total: number
}

/** The last topic of the page before, with its newest message. */
export interface TopicCursor {
  readonly atS: number
  readonly messageId: number
  readonly topicId: number
}

export interface Folder {
  readonly id: number
  readonly title: string
  readonly peers: readonly Peer[]
  readonly excluded: readonly Peer[]
  /** Has all groups, or all channels, beside its own peers. */
  readonly hasGroups: boolean
  readonly hasChannels: boolean
}

export type WantedChat =
  /** Without the @. */
  | { readonly type: 'name'; readonly username: string }
  /** The part of an invite link behind the +. */
  | { readonly type: 'invite'; readonly hash: string }

export type FoundChat =
  | { readonly type: 'chat'; readonly chat: Dialog }
  /** A group or channel that the account is not in; its title is all that the link tells. */
  | { readonly type: 'outside'; readonly title: string }
  | { readonly type: 'person' }
  /** The name is nobody's, or the link has ended. */
  | { readonly type: 'absent' }
