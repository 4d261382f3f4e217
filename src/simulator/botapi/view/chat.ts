import type { Chat } from '../../world/model.ts'
import type { Peer } from '../../world/peer.ts'
import { isAdmin } from '../../world/rights.ts'
import { permissionsView } from './rights.ts'
import { optional } from './view.ts'
import type { Json, View } from './view.ts'

export type ChatType = 'private' | 'group' | 'supergroup' | 'channel'

export function chatType(chat: Chat): ChatType {
  return chat.kind === 'basic' ? 'group' : chat.kind
}

/** https://core.telegram.org/bots/api#chat; a positive peer is the private chat with that user. */
export function chatView({ world }: View, peer: Peer): Json {
  if (peer < 0) {
    const chat = world.chats.get(peer)
    return {
      id: peer,
      type: chatType(chat),
      title: chat.title,
      ...optional('username', chat.username),
      ...optional('is_forum', chat.isForum),
    }
  }
  const user = world.users.get(peer)
  return {
    id: peer,
    type: 'private',
    first_name: user.firstName,
    ...optional('last_name', user.lastName),
    ...optional('username', user.username),
  }
}

const gifts = {
  unlimited_gifts: false,
  limited_gifts: false,
  unique_gifts: false,
  premium_subscription: false,
  gifts_from_channels: false,
}

/** https://core.telegram.org/bots/api#chatfullinfo */
export function chatFullView(view: View, peer: Peer): Json {
  const common = { ...chatView(view, peer), accent_color_id: Math.abs(peer) % 7, max_reaction_count: 11 }
  if (peer > 0) return { ...common, ...activeUsernames(view.world.users.get(peer)), accepted_gift_types: gifts }
  const chat = view.world.chats.get(peer)
  const member = view.world.chats.member(peer, view.botId)
  return {
    ...common,
    ...activeUsernames(chat),
    ...optional('description', chat.about),
    ...optional('invite_link', isAdmin(member) ? `https://t.me/+${chat.inviteHash}` : null),
    ...(chat.kind === 'channel' ? {} : { permissions: permissionsView(chat.defaultBanned) }),
    ...(chat.slowModeSeconds > 0 ? { slow_mode_delay: chat.slowModeSeconds } : {}),
    ...optional('has_protected_content', chat.noForwards),
    ...optional('join_by_request', chat.joinNeedsApproval),
    ...(chat.paidMessageStars > 0 ? { paid_message_star_count: chat.paidMessageStars } : {}),
    accepted_gift_types: gifts,
  }
}

function activeUsernames({ username }: { readonly username: string | null }): Json {
  return username === null ? {} : { active_usernames: [username] }
}
