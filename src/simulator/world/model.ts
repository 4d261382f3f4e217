import type { Peer } from './peer.ts'

/** What a login password leaves on the server: SRP salts and verifier, never the password. All hex. */
export interface PasswordRecord {
  readonly salt1: string
  readonly salt2: string
  readonly verifier: string
  readonly hint: string
}

export interface BotCommand {
  readonly command: string
  readonly description: string
}

export interface BotProfile {
  readonly token: string
  /** Privacy mode, as BotFather sets it: in groups the bot sees commands, replies and mentions only, unless it is an admin. */
  readonly privacy: boolean
  readonly description: string
}

/** A folder of the user's dialog list (MTProto calls it a dialog filter). */
export interface Folder {
  readonly id: number
  readonly title: string
  readonly peers: readonly Peer[]
  readonly excluded: readonly Peer[]
  readonly flags: readonly ('contacts' | 'nonContacts' | 'groups' | 'broadcasts' | 'bots')[]
}

/**
 * active: all works. limited: sends to chats answer PEER_FLOOD. frozen: every write answers FROZEN_METHOD_INVALID. deactivated and
 * banned: its sessions answer USER_DEACTIVATED or USER_DEACTIVATED_BAN, messages to it INPUT_USER_DEACTIVATED.
 */
export type UserStatus = 'active' | 'limited' | 'frozen' | 'deactivated' | 'banned'

export interface User {
  readonly id: number
  firstName: string
  lastName: string
  username: string | null
  /** Digits only, with the country code. */
  phone: string | null
  /** The home DC: a login elsewhere is answered PHONE_MIGRATE. */
  dcId: number
  languageCode: string
  premium: boolean
  status: UserStatus
  /** Becomes true at the first sign-in over MTProto; only then its updates are kept for getDifference. */
  hasSignedIn: boolean
  password: PasswordRecord | null
  bot: BotProfile | null
  folders: readonly Folder[]
  /** Users whose messages this one refuses. */
  blocked: readonly number[]
}

export type ChatKind = 'basic' | 'supergroup' | 'channel'

/** Names as in chatBannedRights: what stands here is NOT allowed. */
export const bannedRights = [
  'viewMessages',
  'sendMessages',
  'sendPlain',
  'sendMedia',
  'sendPhotos',
  'sendVideos',
  'sendAudios',
  'sendDocs',
  'sendVoices',
  'sendGifs',
  'embedLinks',
  'inviteUsers',
  'pinMessages',
  'changeInfo',
  'manageTopics',
] as const

export type BannedRight = (typeof bannedRights)[number]

/** Names as in chatAdminRights: what stands here IS allowed. */
export const adminRights = [
  'changeInfo',
  'postMessages',
  'editMessages',
  'deleteMessages',
  'banUsers',
  'inviteUsers',
  'pinMessages',
  'addAdmins',
  'manageTopics',
] as const

export type AdminRight = (typeof adminRights)[number]

export interface Chat {
  readonly peer: Peer
  readonly kind: ChatKind
  title: string
  about: string
  /** A public chat has one; anybody may read and join it. */
  username: string | null
  isForum: boolean
  noForwards: boolean
  /** 0 = off, else seconds between two messages of a member who is no admin. */
  slowModeSeconds: number
  /** 0 = free, else Stars asked for each message (ALLOW_PAYMENT_REQUIRED). */
  paidMessageStars: number
  defaultBanned: readonly BannedRight[]
  /** The hash in t.me/+hash. */
  inviteHash: string
  /** Joining asks an admin first: INVITE_REQUEST_SENT. */
  joinNeedsApproval: boolean
  /** A basic group that became a supergroup, and the way back. */
  migratedTo: Peer | null
  migratedFrom: Peer | null
  isDeleted: boolean
  readonly creatorId: number
  readonly createdAtMs: number
  /** The newest id given out: an id of a channel is never used again, also when its message is deleted. */
  lastMessageId: number
  /** The newest message that still stands and when it was written: what dialog lists show and are ordered by. */
  topMessageId: number
  topAtMs: number
  pts: number
}

export type MemberRole = 'creator' | 'admin' | 'member' | 'left' | 'banned'

export interface Member {
  readonly chat: Peer
  readonly userId: number
  role: MemberRole
  adminRights: readonly AdminRight[]
  /** A restricted member keeps the role `member` and carries its own bans. */
  banned: readonly BannedRight[]
  bannedUntilMs: number | null
  joinedAtMs: number
  lastSentAtMs: number
}

/** General: the topic that every forum has, with everything that belongs to no other. */
export const generalTopicId = 1

export interface Topic {
  readonly chat: Peer
  /** The id of the service message that opened it; 1 is General. */
  readonly id: number
  title: string
  isClosed: boolean
  isDeleted: boolean
  readonly creatorId: number
  readonly createdAtMs: number
  /** The newest message that stands in it. */
  lastMessageId: number
}

/** Entities as the Bot API writes them; offsets and lengths in UTF-16 code units. */
export interface Entity {
  readonly type: string
  readonly offset: number
  readonly length: number
  readonly url?: string
  readonly userId?: number
  readonly language?: string
  readonly customEmojiId?: string
}

export type MediaKind = 'photo' | 'document' | 'video' | 'audio' | 'voice' | 'animation' | 'sticker' | 'video_note'

export type Media =
  | { readonly type: 'file'; readonly kind: MediaKind; readonly fileId: number }
  | {
      readonly type: 'contact'
      readonly phone: string
      readonly firstName: string
      readonly lastName: string
      readonly userId: number | null
    }
  | { readonly type: 'location'; readonly latitude: number; readonly longitude: number }

/** Keyboards in the Bot API's own JSON shape, kept as they came. */
export type ReplyMarkup = { readonly [key: string]: unknown }

export type ServiceAction =
  | { readonly type: 'created'; readonly title: string; readonly userIds: readonly number[] }
  | { readonly type: 'joined'; readonly userIds: readonly number[]; readonly byLink: boolean }
  | { readonly type: 'left'; readonly userId: number }
  | { readonly type: 'titleChanged'; readonly title: string }
  | { readonly type: 'migratedTo'; readonly chat: Peer }
  | { readonly type: 'migratedFrom'; readonly chat: Peer; readonly title: string }
  | { readonly type: 'topicCreated'; readonly title: string }
  | { readonly type: 'topicEdited'; readonly title: string | null; readonly isClosed: boolean | null }
  | { readonly type: 'pinned'; readonly messageId: number }

export interface ForwardOrigin {
  readonly fromId: Peer
  readonly messageId: number
  readonly atMs: number
}

export interface MessageContent {
  readonly text: string
  readonly entities: readonly Entity[]
  readonly media: Media | null
  readonly markup: ReplyMarkup | null
}

export interface Message extends MessageContent {
  /**
   * The counter its id comes from: the channel's peer, or 0 for private chats and basic groups. Telegram keeps a counter per user
   * there; here one counter serves all users, so that a message has one id for everybody. Clients see gaps, which they allow for.
   */
  readonly box: Peer
  readonly id: number
  /** A user id; in a channel the channel itself. */
  readonly fromId: Peer
  /** Where it was sent: a chat, or the other user of a private chat. */
  readonly to: Peer
  readonly atMs: number
  readonly editedAtMs: number | null
  readonly replyToId: number | null
  /** The forum topic; null in General and where there are no topics. The message that opened a topic stands in that topic. */
  readonly topicId: number | null
  readonly forward: ForwardOrigin | null
  readonly action: ServiceAction | null
  readonly viaBotId: number | null
  readonly groupedId: string | null
  readonly isSilent: boolean
}

export interface StoredFile {
  readonly id: number
  readonly kind: MediaKind
  readonly name: string
  readonly mime: string
  readonly sizeBytes: number
  readonly width: number
  readonly height: number
  readonly ownerId: number
}

/** What happened in the world; who delivers updates subscribes. Emitted inside the turn's transaction, before it is durable. */
export type WorldEvent =
  | { readonly type: 'message'; readonly message: Message; readonly pts: PtsByOwner }
  | { readonly type: 'edited'; readonly message: Message; readonly pts: PtsByOwner }
  | {
      readonly type: 'deleted'
      readonly box: Peer
      readonly ids: readonly number[]
      readonly to: Peer
      readonly pts: PtsByOwner
    }
  | {
      readonly type: 'member'
      readonly chat: Chat
      readonly userId: number
      readonly before: Member
      readonly after: Member
      readonly byId: number
    }
  | { readonly type: 'blocked'; readonly userId: number; readonly targetId: number; readonly isBlocked: boolean }
  | { readonly type: 'button'; readonly callback: ButtonPress }
  | { readonly type: 'answered'; readonly answer: ButtonAnswer }

/** The pts that an event got in each box it entered: a channel's peer, or a user id for private chats and basic groups. */
export type PtsByOwner = ReadonlyMap<Peer, number>

/** A person pressed an inline button; the bot answers it by its id. */
export interface ButtonPress {
  readonly id: string
  readonly userId: number
  readonly botId: number
  readonly message: Message
  readonly data: string
}

/** What a bot said to a press of its button: a note at the top of the person's screen, an alert, a link, or nothing. */
export interface ButtonAnswer {
  /** Of the ButtonPress. */
  readonly callbackId: string
  readonly botId: number
  readonly text: string
  readonly isAlert: boolean
  readonly url: string | null
}
