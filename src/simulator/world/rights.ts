import type { AdminRight, BannedRight, Chat, Media, MediaKind, Member, Topic } from './model.ts'
import { badRequest, forbidden, waitRefusal } from './refusal.ts'
import type { Refusal } from './refusal.ts'

export function isPresent(member: Member | undefined): boolean {
  return member !== undefined && (member.role === 'creator' || member.role === 'admin' || member.role === 'member')
}

export function isAdmin(member: Member | undefined): boolean {
  return member !== undefined && (member.role === 'creator' || member.role === 'admin')
}

export function hasAdminRight(member: Member | undefined, right: AdminRight): boolean {
  if (member === undefined) return false
  return member.role === 'creator' || (member.role === 'admin' && member.adminRights.includes(right))
}

/** May this user see the chat at all? Anybody may look at a public one; a banned member may not. */
export function mayView(chat: Chat, member: Member | undefined): boolean {
  if (chat.isDeleted || member?.role === 'banned') return false
  return isPresent(member) || chat.username !== null
}

/** What stands in the way of a message, as Telegram names it; undefined when nothing does. */
export function sendRefusal(
  chat: Chat,
  member: Member | undefined,
  content: { readonly media: Media | null; readonly topic: Topic | undefined },
  nowMs: number,
): Refusal | undefined {
  if (chat.migratedTo !== null) return badRequest('CHAT_MIGRATED')
  if (!mayView(chat, member)) return badRequest(chat.kind === 'basic' ? 'PEER_ID_INVALID' : 'CHANNEL_PRIVATE')
  if (member === undefined || !isPresent(member)) return forbidden('CHAT_WRITE_FORBIDDEN')
  if (chat.kind === 'channel')
    return hasAdminRight(member, 'postMessages') ? undefined : badRequest('CHAT_ADMIN_REQUIRED')
  if (isAdmin(member)) return undefined
  if (content.topic?.isDeleted === true) return badRequest('TOPIC_DELETED')
  if (content.topic?.isClosed === true) return badRequest('TOPIC_CLOSED')
  return bannedRefusal(chat, member, content.media, nowMs) ?? paidRefusal(chat) ?? slowModeRefusal(chat, member, nowMs)
}

function bannedRefusal(chat: Chat, member: Member, media: Media | null, nowMs: number): Refusal | undefined {
  const isOwnBanOver = member.bannedUntilMs !== null && member.bannedUntilMs <= nowMs
  const banned = new Set<BannedRight>([...chat.defaultBanned, ...(isOwnBanOver ? [] : member.banned)])
  if (banned.has('sendMessages')) return forbidden('CHAT_WRITE_FORBIDDEN')
  if (media === null) return banned.has('sendPlain') ? forbidden('CHAT_SEND_PLAIN_FORBIDDEN') : undefined
  if (banned.has('sendMedia')) return forbidden('CHAT_SEND_MEDIA_FORBIDDEN')
  const rule = media.type === 'file' ? mediaRights[media.kind] : undefined
  return rule !== undefined && banned.has(rule.right) ? forbidden(rule.refusal) : undefined
}

const mediaRights: Readonly<Partial<Record<MediaKind, { readonly right: BannedRight; readonly refusal: string }>>> = {
  photo: { right: 'sendPhotos', refusal: 'CHAT_SEND_PHOTOS_FORBIDDEN' },
  video: { right: 'sendVideos', refusal: 'CHAT_SEND_VIDEOS_FORBIDDEN' },
  audio: { right: 'sendAudios', refusal: 'CHAT_SEND_AUDIOS_FORBIDDEN' },
  document: { right: 'sendDocs', refusal: 'CHAT_SEND_DOCS_FORBIDDEN' },
  voice: { right: 'sendVoices', refusal: 'CHAT_SEND_VOICES_FORBIDDEN' },
  animation: { right: 'sendGifs', refusal: 'CHAT_SEND_GIFS_FORBIDDEN' },
}

function paidRefusal(chat: Chat): Refusal | undefined {
  return chat.paidMessageStars > 0 ? forbidden(`ALLOW_PAYMENT_REQUIRED_${chat.paidMessageStars}`) : undefined
}

function slowModeRefusal(chat: Chat, member: Member, nowMs: number): Refusal | undefined {
  const waitMs = member.lastSentAtMs + chat.slowModeSeconds * 1000 - nowMs
  return chat.slowModeSeconds > 0 && waitMs > 0 ? waitRefusal('SLOWMODE_WAIT', waitMs) : undefined
}
