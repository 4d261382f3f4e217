import { createHash } from 'node:crypto'
import type { Keyring } from '../../base/keyring.ts'
import { Secret } from '../../base/secret.ts'
import type { WantedChat } from '../../telegram/contract.ts'

/**
 * What a link leads to, as it waits in a draft and in the row of work that is to look. Whoever has the hash of an invitation gets into the
 * group, so it is sealed, and known by a digest. A change of keys seals anew what waits in a row of work (store/sealed.ts); a draft opens
 * for as long as the old key is configured, and after that the link is to be written again.
 */
export type SealedChat =
  | { readonly type: 'name'; readonly username: string }
  | { readonly type: 'invite'; readonly digest: string; readonly sealed: string }

/** For that account alone: in the row of another one it does not open. */
export function sealChat(keyring: Keyring, accountId: number, chat: WantedChat): SealedChat {
  if (chat.type === 'name') return chat
  const digest = createHash('sha256').update(chat.hash).digest('base64url')
  return { type: 'invite', digest, sealed: keyring.seal(new Secret(chat.hash), placeOf(accountId, digest)) }
}

/** @throws CannotOpen when it was sealed for another account, or with a key that is not configured any more */
export function openChat(keyring: Keyring, accountId: number, chat: SealedChat): WantedChat {
  if (chat.type === 'name') return chat
  return { type: 'invite', hash: keyring.open(chat.sealed, placeOf(accountId, chat.digest)).reveal() }
}

function placeOf(accountId: number, digest: string) {
  return { table: 'attempts', row: `${accountId} ${digest}`, column: 'payload' }
}
