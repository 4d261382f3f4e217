import type { Chat } from '../../world/model.ts'
import type { TlObject } from '../wire/tl/object.ts'
import { tlDate } from './date.ts'

/** The one link that a chat has. */
export function tlInvite(chat: Chat): TlObject {
  return {
    _: 'chatInviteExported',
    permanent: true,
    requestNeeded: chat.joinNeedsApproval,
    link: `https://t.me/+${chat.inviteHash}`,
    adminId: BigInt(chat.creatorId),
    date: tlDate(chat.createdAtMs),
  }
}
