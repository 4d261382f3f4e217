import { Api } from 'telegram'
import { messageKinds } from '../../delivery/forbidden.ts'
import type { Forbidden, MessageKind } from '../../delivery/forbidden.ts'
import { markPeer } from '../../delivery/peer.ts'
import type { CannotPost, Dialog, DialogKind } from '../contract.ts'
import { successorOf } from './successor.ts'

/** A conversation with a person or bot; undefined when Telegram tells nothing about them. */
export function dialogOfUser(user: Api.TypeUser | undefined, isArchived: boolean): Dialog | undefined {
  if (!(user instanceof Api.User)) return undefined
  const name = [user.firstName, user.lastName].filter(Boolean).join(' ')
  return {
    ...plain,
    to: { peer: markPeer('user', user.id.toJSNumber()), accessHash: user.accessHash?.toString() ?? null },
    kind: user.self === true ? 'self' : user.bot === true ? 'bot' : 'user',
    title: name,
    username: usernameOf(user),
    cannotPost: cannotWriteTo(user),
    isArchived,
  }
}

/** A group or channel; undefined when Telegram tells nothing about it. */
export function dialogOfChat(chat: Api.TypeChat | undefined, isArchived: boolean): Dialog | undefined {
  if (chat instanceof Api.Channel) return { ...dialogOfChannel(chat), isArchived }
  if (chat instanceof Api.Chat) return { ...dialogOfBasicGroup(chat), isArchived }
  if (chat instanceof Api.ChannelForbidden) {
    const peer = markPeer('channel', chat.id.toJSNumber())
    const kind = chat.broadcast === true ? 'channel' : 'supergroup'
    return { ...outside(chat.title, kind), to: { peer, accessHash: chat.accessHash.toString() }, isArchived }
  }
  if (!(chat instanceof Api.ChatForbidden)) return undefined
  const to = { peer: markPeer('basic', chat.id.toJSNumber()), accessHash: null }
  return { ...outside(chat.title, 'basic'), to, isArchived }
}

const plain = {
  username: null,
  cannotPost: null,
  forbidden: {},
  isForum: false,
  hasSlowMode: false,
  migratedTo: null,
  isArchived: false,
  membersCount: null,
} as const

function outside(title: string, kind: DialogKind) {
  return { ...plain, kind, title, cannotPost: 'not-a-member' } as const
}

function dialogOfBasicGroup(chat: Api.Chat): Dialog {
  const successor = successorOf(chat)
  return {
    ...plain,
    to: { peer: markPeer('basic', chat.id.toJSNumber()), accessHash: null },
    kind: 'basic',
    title: chat.title,
    cannotPost: successor === null ? cannotWriteIn(chat) : 'migrated',
    forbidden: forbiddenTo(chat),
    migratedTo: successor?.peer ?? null,
    membersCount: chat.participantsCount,
  }
}

function dialogOfChannel(channel: Api.Channel): Dialog {
  return {
    ...plain,
    to: { peer: markPeer('channel', channel.id.toJSNumber()), accessHash: channel.accessHash?.toString() ?? null },
    // A gigagroup is a supergroup that outgrew its members' voices: only administrators write.
    kind: channel.broadcast === true ? 'channel' : 'supergroup',
    title: channel.title,
    username: usernameOf(channel),
    cannotPost: cannotWriteIn(channel),
    forbidden: forbiddenTo(channel),
    isForum: channel.forum === true,
    hasSlowMode: channel.slowmodeEnabled === true,
    membersCount: channel.participantsCount ?? null,
  }
}

/** Bought usernames come as a list: https://core.telegram.org/api/fragment */
function usernameOf({ username, usernames }: Api.User | Api.Channel): string | null {
  return username ?? usernames?.find(({ active }) => active === true)?.username ?? null
}

function cannotWriteTo(user: Api.User): CannotPost | null {
  if (user.deleted === true) return 'deleted'
  return user.contactRequirePremium === true ? 'premium-only' : null
}

/** https://core.telegram.org/api/rights: administrators are above the default rights; own restrictions come first. */
function cannotWriteIn(chat: Api.Chat | Api.Channel): CannotPost | null {
  if (chat.left === true) return 'not-a-member'
  if (chat instanceof Api.Chat && chat.deactivated === true) return 'deleted'
  if (chat.creator === true) return null
  const isChannel = chat instanceof Api.Channel
  if (isChannel && (chat.broadcast === true || chat.gigagroup === true)) {
    return chat.adminRights?.postMessages === true ? null : 'admins-only'
  }
  // GramJS gives null for what is absent, whatever its types say.
  if (chat.adminRights != null) return null
  if (isChannel && forbidsAll(chat.bannedRights)) return 'restricted'
  return forbidsAll(chat.defaultBannedRights) ? 'closed-to-members' : null
}

/** The same rights, kind by kind. What is forbidden to everybody has no end, what is forbidden to this account alone may have one. */
function forbiddenTo(chat: Api.Chat | Api.Channel): Forbidden {
  const isChannel = chat instanceof Api.Channel
  const isAbove = chat.creator === true || chat.adminRights != null || (isChannel && chat.broadcast === true)
  if (isAbove) return {}
  const own = isChannel ? chat.bannedRights : undefined
  return Object.fromEntries(
    messageKinds.flatMap((kind) => {
      if (forbids(chat.defaultBannedRights, kind)) return [[kind, null]]
      return own != null && forbids(own, kind) ? [[kind, endOf(own)]] : []
    }),
  )
}

function forbidsAll(rights: Api.TypeChatBannedRights | undefined): boolean {
  return rights?.sendMessages === true || messageKinds.every((kind) => forbids(rights, kind))
}

function forbids(rights: Api.TypeChatBannedRights | undefined, kind: MessageKind): boolean {
  return rights?.[rightFor[kind]] === true || (kind !== 'text' && rights?.sendMedia === true)
}

const rightFor = {
  text: 'sendPlain',
  photo: 'sendPhotos',
  video: 'sendVideos',
  document: 'sendDocs',
  audio: 'sendAudios',
  voice: 'sendVoices',
  animation: 'sendGifs',
} as const satisfies Record<MessageKind, keyof Api.ChatBannedRights>

/** 0 and the last second of 32 bits are Telegram's ways to say for ever. */
function endOf({ untilDate }: Api.ChatBannedRights): number | null {
  return untilDate === 0 || untilDate >= neverEnds ? null : untilDate * 1000
}

const neverEnds = 2 ** 31 - 1
