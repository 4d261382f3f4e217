import type { Dc } from '../dcs.ts'
import type { Message, User } from '../world/model.ts'
import type { Peer } from '../world/peer.ts'
import { Refusal } from '../world/refusal.ts'
import type { World } from '../world/world.ts'
import type { AuthKeys } from './auth-keys.ts'
import type { Online } from './online.ts'
import type { SignIn } from './sign-in.ts'
import type { Uploads } from './uploads.ts'
import type { RpcRequest } from './wire/contract.ts'
import type { TlAnswer, TlObject } from './wire/tl/object.ts'

/** What a request did, for the ledger. One per message of a request that sends several. */
export interface LedgerNote {
  readonly chat: Peer
  readonly randomId: bigint | null
  readonly text: string | null
  readonly messageId: number | null
  /** False for a repeat that was answered with the first message. */
  readonly applied: boolean
}

/** One request with everything a method may need. */
export interface Call {
  readonly world: World
  readonly keys: AuthKeys
  readonly online: Online
  readonly signIn: SignIn
  readonly uploads: Uploads
  readonly request: RpcRequest
  /** Those that are served: a client must not be sent to another one. */
  readonly dcs: readonly Dc[]
  /** The main port, told by help.getConfig. */
  readonly port: number
  /** From the faults: how a repeated random_id is answered, and whether it is remembered at all. */
  readonly repeatAnswer: 'first-message' | 'duplicate'
  readonly remembersRandomIds: boolean
  note(note: LedgerNote): void
}

export interface SignedInCall extends Call {
  readonly user: User
}

export type Method = (body: TlObject, call: Call) => TlAnswer | Promise<TlAnswer>

/** Methods by their name in the schema. A file of methods exports one such table. */
export type Methods = Readonly<Record<string, Method>>

/**
 * A method that anybody with an auth key may call. `Body` names the fields that it reads; the codec has checked them against the
 * schema, so that the cast here is the one place where the two are taken on trust.
 */
export function open<Body>(run: (body: Body, call: Call) => TlAnswer | Promise<TlAnswer>): Method {
  return (body, call) => run(body as Body, call)
}

/** A method for who is signed in. Others get AUTH_KEY_UNREGISTERED; a deactivated or banned user is told so. */
export function signedIn<Body>(run: (body: Body, call: SignedInCall) => TlAnswer | Promise<TlAnswer>): Method {
  return (body, call) => run(body as Body, { ...call, user: userOf(call) })
}

/** A method that changes something others see: refused to frozen accounts as well. */
export function writing<Body>(run: (body: Body, call: SignedInCall) => TlAnswer | Promise<TlAnswer>): Method {
  return signedIn<Body>((body, call) => {
    if (call.user.status === 'frozen') throw new Refusal(420, 'FROZEN_METHOD_INVALID')
    return run(body, call)
  })
}

function userOf(call: Call): User {
  const state = call.keys.state(call.request.authKey.id)
  if (state?.passwordUserId != null) throw new Refusal(401, 'SESSION_PASSWORD_NEEDED')
  if (state?.userId == null) throw new Refusal(401, 'AUTH_KEY_UNREGISTERED')
  const user = call.world.users.get(state.userId)
  if (user.status === 'deactivated') throw new Refusal(401, 'USER_DEACTIVATED')
  if (user.status === 'banned') throw new Refusal(401, 'USER_DEACTIVATED_BAN')
  return user
}

/** The ledger's words for a message that was just applied. */
export function noteOf(message: Message, randomId: bigint | null): LedgerNote {
  return { chat: message.to, randomId, text: message.text, messageId: message.id, applied: true }
}
