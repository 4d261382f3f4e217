import type { User } from '../../world/model.ts'
import { badRequest, Refusal } from '../../world/refusal.ts'
import type { World } from '../../world/world.ts'
import { mainDcId } from '../../dcs.ts'
import { authorize, homeDcId } from '../authorization.ts'
import type { LoginCode } from '../login-codes.ts'
import { open } from '../method.ts'
import type { Call, Methods } from '../method.ts'
import { writeLoginCode } from '../notices.ts'
import { isBrokenTestPhone, parsePhone, testPhone } from '../phone.ts'
import type { TlObject } from '../wire/tl/object.ts'

interface CodeSent {
  readonly phoneNumber: string
  readonly phoneCodeHash: string
}

interface SendCode {
  readonly phoneNumber: string
  readonly apiId: number
  readonly apiHash: string
}

interface SignInWithCode extends CodeSent {
  readonly phoneCode?: string
}

interface SignUp extends CodeSent {
  readonly firstName: string
  readonly lastName: string
}

/** From a phone number to a signed-in key, by a code. */
export const authMethods: Methods = {
  'auth.sendCode': open<SendCode>(({ phoneNumber, apiId, apiHash }, call) => {
    if (apiId <= 0 || apiHash === '') throw badRequest('API_ID_INVALID')
    const { phone, owner } = phoneOf(call, phoneNumber)
    if (owner !== undefined) call.signIn.passwords.refuseFlood(owner)
    const sent = call.signIn.codes.send(phone)
    const hasOtherDevice = owner !== undefined && call.keys.liveOf(owner.id).length > 0
    // Test phones get no message: everybody knows their code.
    if (!hasOtherDevice || testPhone(phone) !== undefined) return tlSentCode(sent, 'auth.sentCodeTypeSms')
    writeLoginCode(call.world, owner, sent.code)
    return tlSentCode(sent, 'auth.sentCodeTypeApp')
  }),

  'auth.resendCode': open<CodeSent>((body, call) => {
    const { phone } = phoneOf(call, body.phoneNumber)
    findCode(call, phone, body)
    return tlSentCode(call.signIn.codes.send(phone), 'auth.sentCodeTypeSms')
  }),

  'auth.cancelCode': open<CodeSent>((body, call) => {
    const phone = parsePhone(body.phoneNumber)
    findCode(call, phone, body)
    call.signIn.codes.spend(phone)
    return true
  }),

  'auth.signIn': open<SignInWithCode>((body, call) => {
    const { phone, owner } = phoneOf(call, body.phoneNumber)
    if (body.phoneCode === undefined || body.phoneCode === '') throw badRequest('PHONE_CODE_EMPTY')
    if (body.phoneCodeHash === '') throw badRequest('PHONE_CODE_HASH_EMPTY')
    const sent = call.signIn.codes.check(phone, body.phoneCodeHash, body.phoneCode)
    const user = owner ?? createTestUser(call.world, phone)
    if (user === undefined) {
      call.signIn.codes.confirm(sent)
      return { _: 'auth.authorizationSignUpRequired' }
    }
    if (user.password === null) return authorize(call, user)
    call.keys.change(call.request.authKey.id, { userId: null, passwordUserId: user.id })
    throw new Refusal(401, 'SESSION_PASSWORD_NEEDED')
  }),

  'auth.signUp': open<SignUp>((body, call) => {
    const { phone, owner } = phoneOf(call, body.phoneNumber)
    if (owner !== undefined) throw badRequest('PHONE_NUMBER_OCCUPIED')
    if (!findCode(call, phone, body).isConfirmed) throw badRequest('PHONE_CODE_INVALID')
    const [firstName, lastName] = [body.firstName.trim(), body.lastName.trim()]
    if (firstName === '' || firstName.length > nameMax) throw badRequest('FIRSTNAME_INVALID')
    if (lastName.length > nameMax) throw badRequest('LASTNAME_INVALID')
    return authorize(call, call.world.users.create({ firstName, lastName, phone, dcId: call.request.dcId }))
  }),
}

const nameMax = 64

/**
 * Whose phone this is, asked in the DC where it is at home.
 * @throws Refusal PHONE_NUMBER_INVALID, PHONE_MIGRATE_X, PHONE_NUMBER_BANNED, USER_DEACTIVATED
 */
function phoneOf(call: Call, phoneNumber: string): { readonly phone: string; readonly owner: User | undefined } {
  const phone = parsePhone(phoneNumber)
  if (isBrokenTestPhone(phone)) throw badRequest('PHONE_NUMBER_INVALID')
  const owner = call.world.users.byPhone(phone)
  const home = homeDcId(call, owner?.dcId ?? testPhone(phone)?.dcId ?? mainDcId)
  if (home !== call.request.dcId) throw new Refusal(303, `PHONE_MIGRATE_${home}`)
  if (owner?.status === 'banned') throw badRequest('PHONE_NUMBER_BANNED')
  if (owner?.status === 'deactivated') throw new Refusal(401, 'USER_DEACTIVATED')
  return { phone, owner }
}

function findCode(call: Call, phone: string, { phoneCodeHash }: CodeSent): LoginCode {
  if (phoneCodeHash === '') throw badRequest('PHONE_CODE_HASH_EMPTY')
  return call.signIn.codes.find(phone, phoneCodeHash)
}

function tlSentCode({ hash, code }: LoginCode, way: 'auth.sentCodeTypeApp' | 'auth.sentCodeTypeSms'): TlObject {
  const nextType = way === 'auth.sentCodeTypeApp' ? { _: 'auth.codeTypeSms' } : undefined
  return { _: 'auth.sentCode', type: { _: way, length: code.length }, phoneCodeHash: hash, nextType, timeout: 60 }
}

/** A test phone needs no sign-up: its user appears, as a member of the world's public groups. Undefined for other phones. */
function createTestUser(world: World, phone: string): User | undefined {
  const test = testPhone(phone)
  if (test === undefined) return undefined
  const user = world.users.create({ firstName: test.name, phone, dcId: test.dcId })
  for (const chat of world.chats.all()) {
    const isOpen = chat.username !== null && !chat.joinNeedsApproval && !chat.isDeleted
    // Without the message "joined": hundreds of chats would be pushed up the list of everybody in them.
    if (isOpen) world.chats.changeMember(chat, user.id, { role: 'member' }, user.id)
  }
  return user
}
