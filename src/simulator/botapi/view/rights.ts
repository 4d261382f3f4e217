import type { AdminRight, BannedRight, ChatKind } from '../../world/model.ts'
import type { Json } from './view.ts'

/** https://core.telegram.org/bots/api#chatpermissions: each is given while none of these is banned. */
const permissions: Readonly<Record<string, readonly BannedRight[]>> = {
  can_send_messages: ['sendMessages', 'sendPlain'],
  can_send_audios: ['sendMessages', 'sendMedia', 'sendAudios'],
  can_send_documents: ['sendMessages', 'sendMedia', 'sendDocs'],
  can_send_photos: ['sendMessages', 'sendMedia', 'sendPhotos'],
  can_send_videos: ['sendMessages', 'sendMedia', 'sendVideos'],
  can_send_video_notes: ['sendMessages', 'sendMedia'],
  can_send_voice_notes: ['sendMessages', 'sendMedia', 'sendVoices'],
  can_send_polls: ['sendMessages'],
  can_send_other_messages: ['sendMessages', 'sendMedia', 'sendGifs'],
  can_add_web_page_previews: ['sendMessages', 'embedLinks'],
  can_change_info: ['changeInfo'],
  can_invite_users: ['inviteUsers'],
  can_pin_messages: ['pinMessages'],
  can_manage_topics: ['manageTopics'],
}

/** The ban that a permission stands for when it is taken away. */
const bans: readonly (readonly [string, BannedRight])[] = [
  ['can_send_messages', 'sendPlain'],
  ['can_send_audios', 'sendAudios'],
  ['can_send_documents', 'sendDocs'],
  ['can_send_photos', 'sendPhotos'],
  ['can_send_videos', 'sendVideos'],
  ['can_send_voice_notes', 'sendVoices'],
  ['can_send_other_messages', 'sendGifs'],
  ['can_add_web_page_previews', 'embedLinks'],
  ['can_change_info', 'changeInfo'],
  ['can_invite_users', 'inviteUsers'],
  ['can_pin_messages', 'pinMessages'],
  ['can_manage_topics', 'manageTopics'],
]

const mediaPermissions = ['can_send_audios', 'can_send_documents', 'can_send_photos', 'can_send_videos']

export function permissionsView(banned: readonly BannedRight[]): Json {
  const isGiven = (rights: readonly BannedRight[]) => !rights.some((right) => banned.includes(right))
  return Object.fromEntries(Object.entries(permissions).map(([name, rights]) => [name, isGiven(rights)]))
}

/** What is banned when only these permissions are given. Nothing that can be sent at all means `sendMessages`. */
export function bannedWithout(isGiven: (permission: string) => boolean): BannedRight[] {
  const missing = bans.filter(([permission]) => !isGiven(permission)).map(([, right]) => right)
  const isSilent = !isGiven('can_send_messages') && !mediaPermissions.some(isGiven)
  return isSilent ? ['sendMessages', ...missing] : missing
}

/** https://core.telegram.org/bots/api#chatadministratorrights, those that the world has. */
export const adminRightNames: readonly (readonly [string, AdminRight, readonly ChatKind[]])[] = [
  ['can_delete_messages', 'deleteMessages', ['basic', 'supergroup', 'channel']],
  ['can_restrict_members', 'banUsers', ['basic', 'supergroup', 'channel']],
  ['can_promote_members', 'addAdmins', ['basic', 'supergroup', 'channel']],
  ['can_change_info', 'changeInfo', ['basic', 'supergroup', 'channel']],
  ['can_invite_users', 'inviteUsers', ['basic', 'supergroup', 'channel']],
  ['can_post_messages', 'postMessages', ['channel']],
  ['can_edit_messages', 'editMessages', ['channel']],
  ['can_pin_messages', 'pinMessages', ['basic', 'supergroup']],
  ['can_manage_topics', 'manageTopics', ['supergroup']],
]

export function adminRightsView(rights: readonly AdminRight[], kind: ChatKind): Json {
  const own = adminRightNames.filter(([, , kinds]) => kinds.includes(kind))
  return {
    is_anonymous: false,
    can_manage_chat: true,
    can_manage_video_chats: false,
    can_post_stories: false,
    can_edit_stories: false,
    can_delete_stories: false,
    ...Object.fromEntries(own.map(([name, right]) => [name, rights.includes(right)])),
  }
}
