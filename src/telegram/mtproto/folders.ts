import { Api } from 'telegram'
import { markPeer } from '../../delivery/peer.ts'
import type { Peer } from '../../delivery/peer.ts'
import type { Folder } from '../contract.ts'
import type { Call, Called } from './call.ts'

/** Their own, in their order; "all chats" is no folder: https://core.telegram.org/api/folders#folders */
export async function fetchFolders(call: Call): Promise<Called<readonly Folder[]>> {
  const got = await call(new Api.messages.GetDialogFilters())
  return got.type === 'failed' ? got : { type: 'answered', result: got.result.filters.flatMap(folderOf) }
}

function folderOf(filter: Api.TypeDialogFilter): Folder[] {
  if (filter instanceof Api.DialogFilterDefault) return []
  const isOwn = filter instanceof Api.DialogFilter
  return [
    {
      id: filter.id,
      title: filter.title.text,
      peers: [...filter.pinnedPeers, ...filter.includePeers].flatMap(peerOf),
      excluded: isOwn ? filter.excludePeers.flatMap(peerOf) : [],
      hasGroups: isOwn && filter.groups === true,
      hasChannels: isOwn && filter.broadcasts === true,
    },
  ]
}

/** Groups and channels; people are no targets. */
function peerOf(input: Api.TypeInputPeer): Peer[] {
  if (input instanceof Api.InputPeerChat) return [markPeer('basic', input.chatId.toJSNumber())]
  if (input instanceof Api.InputPeerChannel) return [markPeer('channel', input.channelId.toJSNumber())]
  return []
}
