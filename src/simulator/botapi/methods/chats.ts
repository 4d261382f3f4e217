import type { Chat } from '../../world/model.ts'
import { hasAdminRight, isAdmin } from '../../world/rights.ts'
import { badRequest } from '../bot-error.ts'
import type { BotCall, BotMethods } from '../call.ts'
import { messageIn, placeOf } from '../place.ts'
import type { Place } from '../place.ts'
import { chatFullView } from '../view/chat.ts'
import { memberView } from '../view/member.ts'
import { userView } from '../view/user.ts'

/** Looking at chats, and what a bot does to one as a whole. */
export const chatMethods: BotMethods = {
  getChat: (call) => chatFullView(call.view, placeOf(call, 'read').peer),

  getChatMember(call) {
    const place = placeOf(call, 'edit')
    const user = call.world.users.find(call.args.integer('user_id') ?? 0)
    if (!call.args.has('user_id')) throw badRequest('invalid user_id specified')
    if (user === undefined) throw badRequest('PARTICIPANT_ID_INVALID')
    if (place.chat === undefined) {
      if (user.id !== place.peer && user.id !== call.bot.id) throw badRequest('member not found')
      return { status: 'member', user: userView(user) }
    }
    const isBlind = place.type === 'channel' && !isAdmin(call.world.chats.member(place.peer, call.bot.id))
    if (isBlind && user.id !== call.bot.id) throw badRequest('member list is inaccessible')
    return memberView(call.view, place.chat, user.id, call.world.chats.member(place.peer, user.id))
  },

  getChatAdministrators(call) {
    const chat = groupOf(placeOf(call, 'edit'), 'there are no administrators in the private chat')
    const admins = [...call.world.chats.present(chat.peer)].filter(isAdmin)
    // "all chat administrators that aren't other bots"
    const told = admins.filter(({ userId }) => userId === call.bot.id || call.world.users.get(userId).bot === null)
    return told.map((member) => memberView(call.view, chat, member.userId, member))
  },

  getChatMemberCount(call) {
    const { chat, peer } = placeOf(call, 'edit')
    return chat === undefined ? 2 : call.world.chats.presentCount(peer)
  },

  leaveChat(call) {
    const chat = groupOf(placeOf(call, 'edit'), "private chats can't be left")
    call.world.membership.leave(chat, call.bot.id)
    return true
  },

  pinChatMessage(call) {
    const place = placeOf(call, 'write')
    const message = messageIn(call, place, call.args.text('message_id'), 'message to pin')
    checkPinning(call, place)
    if (message.action !== null) throw badRequest("service messages can't be pinned")
    if (place.type === 'channel') return true
    // The notice is the bot's own act, but no message that counts against its limits.
    const action = { type: 'pinned', messageId: message.id } as const
    call.world.messages.announce(call.bot.id, place.peer, action, message.topicId)
    return true
  },

  /** The world keeps no list of what is pinned, only the notice: there is nothing to take away. */
  unpinChatMessage(call) {
    checkPinning(call, placeOf(call, 'write'))
    return true
  },

  /** Reactions are seen by nobody here; that the message exists is checked. */
  setMessageReaction(call) {
    messageIn(call, placeOf(call, 'edit'), call.args.text('message_id'), 'message to react')
    call.args.list('reaction', 'ReactionType')
    return true
  },
}

/** The chat of a place that is no private chat. @throws BotError with this sentence */
export function groupOf({ chat }: Place, sentence: string): Chat {
  if (chat === undefined) throw badRequest(sentence)
  return chat
}

function checkPinning({ world, bot }: BotCall, { chat, peer }: Place): void {
  if (chat === undefined) return
  const right = chat.kind === 'channel' ? 'editMessages' : 'pinMessages'
  const isOpenToAll = chat.kind !== 'channel' && !chat.defaultBanned.includes('pinMessages')
  if (!hasAdminRight(world.chats.member(peer, bot.id), right) && !isOpenToAll)
    throw badRequest('not enough rights to manage pinned messages in the chat')
}
