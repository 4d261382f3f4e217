import { mainDcId } from '../dcs.ts'
import type { User } from '../world/model.ts'
import type { KeyState } from './auth-keys.ts'
import type { Device } from './devices.ts'
import type { Call } from './method.ts'
import { writeLoginNotice } from './notices.ts'
import type { TlObject } from './wire/tl/object.ts'
import { tlUser } from './view/user.ts'

/** Signs the user in on the key that asks: the end of every way in. The devices that were there before are told. */
export function authorize(call: Call, user: User): TlObject {
  const { world, keys, signIn, request } = call
  const device = deviceOf(call)
  const hasOtherDevice = keys.liveOf(user.id).some((state) => state.key.id !== request.authKey.id)
  // Not to bots: they would answer it.
  if (hasOtherDevice && user.bot === null) writeLoginNotice(world, user, device)
  if (user.phone !== null) signIn.codes.spend(user.phone)
  signIn.devices.note(request.authKey.id, device)
  keys.change(request.authKey.id, { userId: user.id, passwordUserId: null })
  if (!user.hasSignedIn) world.users.update(user, { hasSignedIn: true })
  return tlAuthorization(call, user)
}

export function tlAuthorization({ world }: Call, user: User): TlObject {
  return { _: 'auth.authorization', user: tlUser(world, user, user.id) }
}

/** Ends the sign-in of a key; the key itself stays good for a next one. */
export function unauthorize({ keys }: Call, state: KeyState): void {
  keys.change(state.key.id, { userId: null, passwordUserId: null })
}

/** The DC where a user of this one signs in: the main one where this machine lacks its address. */
export function homeDcId(call: Call, dcId: number): number {
  return call.dcs.some(({ id }) => id === dcId) ? dcId : mainDcId
}

function deviceOf({ world, request }: Call): Device {
  const { client, connection } = request
  return {
    apiId: client?.apiId ?? 0,
    deviceModel: client?.deviceModel ?? 'Unknown',
    systemVersion: client?.systemVersion ?? '',
    appVersion: client?.appVersion ?? '',
    ip: connection.remote.replace(/:\d+$/, ''),
    signedInAtMs: world.clock.nowMs(),
  }
}
