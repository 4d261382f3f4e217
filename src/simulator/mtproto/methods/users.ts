import type { User } from '../../world/model.ts'
import { badRequest } from '../../world/refusal.ts'
import type { World } from '../../world/world.ts'
import { findUser, peerOfInput, resolveInput, tlPeer } from '../input-peer.ts'
import type { InputPeer } from '../input-peer.ts'
import { signedIn } from '../method.ts'
import type { Methods } from '../method.ts'
import { parsePhone } from '../phone.ts'
import { tlUser, tlUserEmpty, tlUserFull } from '../view/user.ts'
import type { TlObject } from '../wire/tl/object.ts'

/** People, and the contacts that nobody here has. */
export const userMethods: Methods = {
  'users.getUsers': signedIn<{ id: readonly InputPeer[] }>(({ id }, { world, user }) =>
    id.map((input) => userOrEmpty(world, input, user)),
  ),

  'users.getFullUser': signedIn<{ id: InputPeer }>(({ id }, { world, user }) => {
    const target = world.users.find(resolveInput(world, id, user.id))
    if (target === undefined) throw badRequest('USER_ID_INVALID')
    return {
      _: 'users.userFull',
      fullUser: tlUserFull(world, target, user),
      chats: [],
      users: [tlUser(world, target, user.id)],
    }
  }),

  'contacts.getContacts': signedIn(() => ({ _: 'contacts.contacts', contacts: [], savedCount: 0, users: [] })),
  'contacts.getStatuses': signedIn(() => []),

  'contacts.resolvePhone': signedIn<{ phone: string }>(({ phone }, { world, user }) => {
    const target = world.users.byPhone(parsePhone(phone))
    if (target === undefined) throw badRequest('PHONE_NOT_OCCUPIED')
    return {
      _: 'contacts.resolvedPeer',
      peer: tlPeer(target.id),
      chats: [],
      users: [tlUser(world, target, user.id)],
    }
  }),
}

/** Telegram does not refuse a wrong access hash here; it answers as if nobody had that id. */
function userOrEmpty(world: World, input: InputPeer, viewer: User): TlObject {
  const user = findUser(world, input, viewer.id)
  if (user !== undefined) return tlUser(world, user, viewer.id)
  return tlUserEmpty(Math.max(peerOfInput(input, viewer.id) ?? 0, 0))
}
