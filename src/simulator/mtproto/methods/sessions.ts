import type { User } from '../../world/model.ts'
import { badRequest, Refusal } from '../../world/refusal.ts'
import type { KeyState } from '../auth-keys.ts'
import { authorize, homeDcId, tlAuthorization, unauthorize } from '../authorization.ts'
import { open, signedIn } from '../method.ts'
import type { Call, Methods, SignedInCall } from '../method.ts'
import { tlDate } from '../view/date.ts'
import type { TlObject } from '../wire/tl/object.ts'

/** A session younger than this may not end others. */
const freshMs = 24 * 3_600_000

/** The signed-in keys of an account: ending them, listing them, taking one to another DC. */
export const sessionMethods: Methods = {
  'auth.logOut': open((_body, call) => {
    const state = call.keys.state(call.request.authKey.id)
    if (state === undefined || (state.userId ?? state.passwordUserId) === null)
      throw new Refusal(401, 'AUTH_KEY_UNREGISTERED')
    unauthorize(call, state)
    return { _: 'auth.loggedOut' }
  }),

  'auth.exportAuthorization': signedIn<{ dcId: number }>(({ dcId }, { signIn, dcs, request, user }) => {
    if (dcId === request.dcId || !dcs.some(({ id }) => id === dcId)) throw badRequest('DC_ID_INVALID')
    return { _: 'auth.exportedAuthorization', id: BigInt(user.id), bytes: signIn.transfers.export(user.id, dcId) }
  }),

  'auth.importAuthorization': open<{ id: bigint; bytes: Buffer }>(({ id, bytes }, call) => {
    const user = call.world.users.find(Number(id))
    if (user === undefined) throw badRequest('USER_ID_INVALID')
    if (!call.signIn.transfers.import(user.id, call.request.dcId, bytes)) throw badRequest('AUTH_BYTES_INVALID')
    call.keys.change(call.request.authKey.id, { userId: user.id, passwordUserId: null })
    return tlAuthorization(call, user)
  }),

  'auth.importBotAuthorization': open<{ apiId: number; botAuthToken: string }>(({ apiId, botAuthToken }, call) => {
    if (apiId <= 0) throw badRequest('API_ID_INVALID')
    const bot = call.world.users.byToken(botAuthToken)
    if (bot === undefined) throw badRequest('ACCESS_TOKEN_INVALID')
    const home = homeDcId(call, bot.dcId)
    if (home !== call.request.dcId) throw new Refusal(303, `USER_MIGRATE_${home}`)
    return authorize(call, bot)
  }),

  // Keys that live for a day (perfect forward secrecy) are not modelled; clients then go on with the lasting one.
  'auth.bindTempAuthKey': open(() => {
    throw badRequest('ENCRYPTED_MESSAGE_INVALID')
  }),

  'auth.resetAuthorizations': signedIn((_body, call) => {
    refuseFresh(call)
    for (const state of others(call)) unauthorize(call, state)
    return true
  }),

  'account.getAuthorizations': signedIn((_body, call) => ({
    _: 'account.authorizations',
    authorizationTtlDays: 180,
    authorizations: sessionsOf(call, call.user).map((state) => tlSession(call, state)),
  })),

  'account.resetAuthorization': signedIn<{ hash: bigint }>(({ hash }, call) => {
    refuseFresh(call)
    const state = others(call).find(({ key }) => key.id === hash)
    if (state === undefined) throw badRequest('HASH_INVALID')
    unauthorize(call, state)
    return true
  }),
}

/** Without the keys that only carry a session to another DC. */
function sessionsOf(call: Call, user: User): KeyState[] {
  const home = homeDcId(call, user.dcId)
  return call.keys.liveOf(user.id).filter(({ key }) => key.dcId === home)
}

function others({ keys, request, user }: SignedInCall): KeyState[] {
  return keys.liveOf(user.id).filter(({ key }) => key.id !== request.authKey.id)
}

function refuseFresh(call: Call): void {
  const { keys, signIn, request, world } = call
  const { id } = request.authKey
  const sinceMs = signIn.devices.find(id)?.signedInAtMs ?? keys.state(id)?.createdAtMs ?? 0
  if (world.clock.nowMs() - sinceMs < freshMs) throw new Refusal(406, 'FRESH_RESET_AUTHORISATION_FORBIDDEN')
}

function tlSession({ signIn, request, world }: Call, { key, createdAtMs }: KeyState): TlObject {
  const device = signIn.devices.find(key.id)
  const isCurrent = key.id === request.authKey.id
  return {
    _: 'authorization',
    current: isCurrent,
    hash: isCurrent ? 0n : key.id,
    deviceModel: device?.deviceModel ?? 'Unknown',
    platform: '',
    systemVersion: device?.systemVersion ?? '',
    apiId: device?.apiId ?? 0,
    appName: 'Telegram client',
    appVersion: device?.appVersion ?? '',
    dateCreated: tlDate(device?.signedInAtMs ?? createdAtMs),
    dateActive: tlDate(isCurrent ? world.clock.nowMs() : (device?.signedInAtMs ?? createdAtMs)),
    ip: device?.ip ?? '',
    country: '',
    region: '',
  }
}
