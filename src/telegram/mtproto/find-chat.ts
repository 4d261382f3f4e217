import { Api } from 'telegram'
import type { FoundChat, WantedChat } from '../contract.ts'
import type { Call, Called, Failed } from './call.ts'
import { dialogOfChat } from './dialog-row.ts'

/** What a name or an invite link leads to. Telegram counts these calls more than any other, so nobody asks twice. */
export async function findChat(call: Call, wanted: WantedChat): Promise<Called<FoundChat>> {
  return wanted.type === 'name' ? byName(call, wanted.username) : byInvite(call, wanted.hash)
}

async function byName(call: Call, username: string): Promise<Called<FoundChat>> {
  const got = await call(new Api.contacts.ResolveUsername({ username }))
  if (got.type === 'failed') return absentOr(got)
  const { peer, chats } = got.result
  if (peer instanceof Api.PeerUser) return found({ type: 'person' })
  const id = peer instanceof Api.PeerChat ? peer.chatId : peer.channelId
  return chatIn(chats.find((chat) => chat.id.equals(id)))
}

async function byInvite(call: Call, hash: string): Promise<Called<FoundChat>> {
  const got = await call(new Api.messages.CheckChatInvite({ hash }))
  if (got.type === 'failed') return absentOr(got)
  const invite = got.result
  return invite instanceof Api.ChatInvite ? found({ type: 'outside', title: invite.title }) : chatIn(invite.chat)
}

function chatIn(chat: Api.TypeChat | undefined): Called<FoundChat> {
  const dialog = dialogOfChat(chat, false)
  return found(dialog === undefined ? { type: 'absent' } : { type: 'chat', chat: dialog })
}

/** That there is nobody is an answer, not a failure. */
function absentOr(failed: Failed): Called<FoundChat> {
  const isAnswer = /^(?:USERNAME_(?:INVALID|NOT_OCCUPIED)|INVITE_HASH_\w+|CHANNEL_PRIVATE)$/.test(failed.failure.name)
  return isAnswer ? found({ type: 'absent' }) : failed
}

function found(result: FoundChat): Called<FoundChat> {
  return { type: 'answered', result }
}
