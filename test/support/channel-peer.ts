import { Api } from 'telegram'
import type { TelegramClient } from 'telegram'

/** The access hash is per account, so each client asks for its own. @param peer marked id of a channel or supergroup */
export async function inputPeerOf(client: TelegramClient, peer: number): Promise<Api.InputPeerChannel> {
  const dialogs = await client.invoke(
    new Api.messages.GetDialogs({ offsetPeer: new Api.InputPeerEmpty(), limit: 100, offsetDate: 0, offsetId: 0 }),
  )
  const chats = 'chats' in dialogs ? dialogs.chats : []
  const channel = chats.find(
    (chat): chat is Api.Channel => chat instanceof Api.Channel && -1e12 - Number(chat.id) === peer,
  )
  if (channel?.accessHash === undefined) throw new Error(`the account has no dialog ${peer}`)
  return new Api.InputPeerChannel({ channelId: channel.id, accessHash: channel.accessHash })
}
