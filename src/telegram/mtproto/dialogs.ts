import bigInt from 'big-integer'
import { Api } from 'telegram'
import type { Dialog, DialogCursor, DialogPage } from '../contract.ts'
import { unreadable } from './call.ts'
import type { Call, Called } from './call.ts'
import { dialogOfChat, dialogOfUser } from './dialog-row.ts'
import { inputPeer, markedPeer } from './input-peer.ts'

/** The most that Telegram gives at a time. */
const pageSize = 100

/** One page of the list, then of the archive, which Telegram keeps apart: https://core.telegram.org/api/folders#peer-folders */
export async function fetchDialogs(call: Call, cursor: DialogCursor | null): Promise<Called<DialogPage>> {
  const from = cursor ?? { isArchive: false, after: null }
  const got = await call(requestOf(from))
  if (got.type === 'failed') return got
  const list = got.result
  if (list instanceof Api.messages.DialogsNotModified) return unreadable('messages.getDialogs')

  const total = list instanceof Api.messages.DialogsSlice ? list.count : list.dialogs.length
  return { type: 'answered', result: { dialogs: rowsOf(list, from.isArchive), next: nextOf(list, from), total } }
}

type DialogList = Api.messages.Dialogs | Api.messages.DialogsSlice

function requestOf({ isArchive, after }: DialogCursor): Api.messages.GetDialogs {
  return new Api.messages.GetDialogs({
    offsetDate: after?.atS ?? 0,
    offsetId: after?.messageId ?? 0,
    offsetPeer: after === null ? new Api.InputPeerEmpty() : inputPeer(after.to),
    limit: pageSize,
    hash: bigInt.zero,
    folderId: isArchive ? 1 : 0,
    // They stand on the first page, whatever their dates.
    excludePinned: after !== null,
  })
}

function rowsOf(list: DialogList, isArchived: boolean): Dialog[] {
  const users = new Map(list.users.map((user) => [user.id.toString(), user]))
  const chats = new Map(list.chats.map((chat) => [chat.id.toString(), chat]))
  return list.dialogs.flatMap((dialog) => {
    if (!(dialog instanceof Api.Dialog)) return [] // The archive's own line in the list.
    const { peer } = dialog
    if (peer instanceof Api.PeerUser) return dialogOfUser(users.get(peer.userId.toString()), isArchived) ?? []
    const id = peer instanceof Api.PeerChat ? peer.chatId : peer.channelId
    return dialogOfChat(chats.get(id.toString()), isArchived) ?? []
  })
}

/** After the last dialog of this page: its newest message says where the next one begins. */
function nextOf(list: DialogList, from: DialogCursor): DialogCursor | null {
  const afterList: DialogCursor | null = from.isArchive ? null : { isArchive: true, after: null }
  if (list instanceof Api.messages.Dialogs || list.dialogs.length === 0) return afterList
  const tops = new Map(list.messages.map((message) => [keyOf(message), message]))
  for (const dialog of list.dialogs.toReversed()) {
    const top = tops.get(`${markedPeer(dialog.peer)} ${dialog.topMessage}`)
    const to = rowsOf(list, from.isArchive).find(({ to }) => to.peer === markedPeer(dialog.peer))?.to
    if (top === undefined || top instanceof Api.MessageEmpty || to === undefined) continue
    return { isArchive: from.isArchive, after: { atS: top.date, messageId: top.id, to } }
  }
  return afterList
}

function keyOf(message: Api.TypeMessage): string {
  return message.peerId == null ? '' : `${markedPeer(message.peerId)} ${message.id}`
}
