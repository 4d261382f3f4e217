import type { User } from '../../world/model.ts'
import { badRequest, Refusal } from '../../world/refusal.ts'
import { authorize, tlAuthorization } from '../authorization.ts'
import { open, signedIn, writing } from '../method.ts'
import type { Call, Methods, SignedInCall } from '../method.ts'
import { saltsOf } from '../passwords.ts'
import { srpGenerator, srpPrime } from '../wire/crypto/srp.ts'
import type { PasswordSalts } from '../wire/crypto/srp.ts'
import type { TlObject } from '../wire/tl/object.ts'

type Proof =
  | { readonly _: 'inputCheckPasswordEmpty' }
  | { readonly _: 'inputCheckPasswordSRP'; readonly srpId: bigint; readonly A: Buffer; readonly M1: Buffer }

type NewAlgorithm =
  | { readonly _: 'passwordKdfAlgoUnknown' }
  | (PasswordSalts & { readonly _: typeof algorithm; readonly g: number; readonly p: Buffer })

interface NewSettings {
  readonly newAlgo?: NewAlgorithm
  readonly newPasswordHash?: Buffer
  readonly hint?: string
}

/** The only algorithm that Telegram has; its name says what is done. */
const algorithm = 'passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow'

/** What a client adds to the server's salt (https://core.telegram.org/api/srp#setting-a-new-2fa-password). */
const ownSaltBytes = 32
/** Ours: Telegram tells no number. */
const hintMax = 256

/** Two-step verification. */
export const passwordMethods: Methods = {
  'account.getPassword': open((_body, call) => tlPassword(call, whoseTurn(call))),

  'account.getPasswordSettings': signedIn<{ password: Proof }>(({ password }, call) => {
    check(call, call.user, password)
    return { _: 'account.passwordSettings' }
  }),

  'account.updatePasswordSettings': writing<{ password: Proof; newSettings: NewSettings }>((body, call) => {
    if (call.user.password !== null) check(call, call.user, body.password)
    change(call, body.newSettings)
    return true
  }),

  'auth.checkPassword': open<{ password: Proof }>(({ password }, call) => {
    const user = whoseTurn(call)
    check(call, user, password)
    const isSignedIn = call.keys.state(call.request.authKey.id)?.passwordUserId === null
    return isSignedIn ? tlAuthorization(call, user) : authorize(call, user)
  }),

  // The way back by e-mail is not modelled: no password here has an address.
  'auth.requestPasswordRecovery': open((_body, call) => {
    throw badRequest(whoseTurn(call).password === null ? 'PASSWORD_EMPTY' : 'PASSWORD_RECOVERY_NA')
  }),
}

/** Who is signed in, or gave the right code and still owes the password. @throws Refusal AUTH_KEY_UNREGISTERED, USER_DEACTIVATED */
function whoseTurn({ keys, world, request }: Call): User {
  const state = keys.state(request.authKey.id)
  const id = state?.passwordUserId ?? state?.userId
  if (id == null) throw new Refusal(401, 'AUTH_KEY_UNREGISTERED')
  const user = world.users.get(id)
  if (user.status === 'deactivated') throw new Refusal(401, 'USER_DEACTIVATED')
  if (user.status === 'banned') throw new Refusal(401, 'USER_DEACTIVATED_BAN')
  return user
}

function check({ signIn }: Call, user: User, password: Proof): void {
  signIn.passwords.check(user, password._ === 'inputCheckPasswordSRP' ? password : null)
}

/** Sets or changes the password, or removes it when the new one is empty. @throws Refusal NEW_SALT_INVALID, NEW_SETTINGS_INVALID */
function change({ signIn, user }: SignedInCall, { newAlgo, newPasswordHash, hint }: NewSettings): void {
  if (newAlgo === undefined || newPasswordHash === undefined) return
  if (newPasswordHash.length === 0) {
    signIn.passwords.clear(user)
    return
  }
  if (
    newAlgo._ !== algorithm ||
    newAlgo.g !== srpGenerator ||
    !newAlgo.p.equals(srpPrime) ||
    newPasswordHash.length !== 256 ||
    (hint ?? '').length > hintMax
  )
    throw badRequest('NEW_SETTINGS_INVALID')
  const wanted = signIn.passwords.newSalts(user)
  const hasOurStart = newAlgo.salt1.subarray(0, wanted.salt1.length).equals(wanted.salt1)
  const hasOwnPart = newAlgo.salt1.length === wanted.salt1.length + ownSaltBytes
  if (!hasOurStart || !hasOwnPart || !newAlgo.salt2.equals(wanted.salt2)) throw badRequest('NEW_SALT_INVALID')
  signIn.passwords.setVerifier(user, newAlgo, newPasswordHash, hint ?? '')
}

function tlPassword({ world, signIn }: Call, user: User): TlObject {
  const common = {
    _: 'account.password',
    newAlgo: tlAlgorithm(signIn.passwords.newSalts(user)),
    newSecureAlgo: { _: 'securePasswordKdfAlgoUnknown' },
    secureRandom: world.random.bytes(256),
  }
  if (user.password === null) return common
  const { srpId, B } = signIn.passwords.challenge(user, user.password)
  return {
    ...common,
    hasPassword: true,
    currentAlgo: tlAlgorithm(saltsOf(user.password)),
    srp_B: B,
    srpId,
    hint: user.password.hint === '' ? undefined : user.password.hint,
  }
}

function tlAlgorithm({ salt1, salt2 }: PasswordSalts): TlObject {
  return { _: algorithm, salt1, salt2, g: srpGenerator, p: srpPrime }
}
