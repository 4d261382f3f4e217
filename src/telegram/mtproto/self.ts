import { Api } from 'telegram'
import { Secret } from '../../base/secret.ts'
import type { Self } from '../contract.ts'
import { unreadable } from './call.ts'
import type { Call, Called } from './call.ts'

/** Who is signed in on the session. */
export async function fetchSelf(call: Call): Promise<Called<Self>> {
  const got = await call(new Api.users.GetUsers({ id: [new Api.InputUserSelf()] }))
  if (got.type === 'failed') return got
  const [user] = got.result
  return user instanceof Api.User ? { type: 'answered', result: selfOf(user) } : unreadable('users.getUsers')
}

export function selfOf(user: Api.User): Self {
  return {
    id: user.id.toJSNumber(),
    firstName: user.firstName ?? '',
    lastName: user.lastName ?? '',
    username: user.username ?? user.usernames?.find(({ active }) => active)?.username ?? null,
    phone: user.phone == null ? null : new Secret(user.phone),
    isPremium: user.premium === true,
  }
}
