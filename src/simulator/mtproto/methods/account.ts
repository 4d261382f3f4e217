import { badRequest } from '../../world/refusal.ts'
import { viewablePeerOf } from '../chat-access.ts'
import type { InputPeer } from '../input-peer.ts'
import { signedIn, writing } from '../method.ts'
import type { Methods } from '../method.ts'
import { plainNotifications } from '../view/chat-full.ts'
import { tlUser } from '../view/user.ts'
import type { TlObject } from '../wire/tl/object.ts'

interface Profile {
  readonly firstName?: string
  readonly lastName?: string
}

/** What an account says and asks of itself. */
export const accountMethods: Methods = {
  // Nobody's "last seen" is modelled: everybody was there recently.
  'account.updateStatus': signedIn(() => true),

  /** Names only: the world keeps no "about" of people. */
  'account.updateProfile': writing<Profile>((body, { world, user }) => {
    const firstName = body.firstName?.trim() ?? user.firstName
    const lastName = body.lastName?.trim() ?? user.lastName
    if (firstName === '' || firstName.length > 64 || lastName.length > 64) throw badRequest('FIRSTNAME_INVALID')
    world.users.update(user, { firstName, lastName })
    return tlUser(world, user, user.id)
  }),

  'account.getAccountTTL': signedIn(() => ({ _: 'accountDaysTTL', days: 365 })),

  'account.getNotifySettings': signedIn<{ peer: TlObject }>(({ peer }, call) => {
    // Or those of all chats of a kind, which name none.
    if (peer['peer'] !== undefined) viewablePeerOf(call, peer['peer'] as InputPeer)
    return plainNotifications
  }),

  /** What an app does itself with a code that it sees the person write to somebody. */
  'account.invalidateSignInCodes': signedIn<{ codes: readonly string[] }>(({ codes }, { signIn, user }) => {
    const pending = user.phone === null ? undefined : signIn.codes.latest(user.phone)
    if (user.phone !== null && pending !== undefined && codes.includes(pending)) signIn.codes.spend(user.phone)
    return true
  }),
}
