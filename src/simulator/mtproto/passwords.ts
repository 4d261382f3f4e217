import { createHash } from 'node:crypto'
import type { PasswordRecord, User } from '../world/model.ts'
import { badRequest, Refusal } from '../world/refusal.ts'
import type { World } from '../world/world.ts'
import { Srp } from './wire/crypto/srp.ts'
import type { PasswordSalts, SrpChallenge, SrpProof } from './wire/crypto/srp.ts'

/** Ours, because Telegram tells no numbers: wrong passwords in a day before PHONE_PASSWORD_FLOOD. */
const wrongTriesMax = 5
const dayMs = 24 * 3_600_000
/** Challenges that nobody answered; the oldest go first. */
const openChallengesMax = 10_000

interface OpenChallenge {
  readonly userId: number
  readonly challenge: SrpChallenge
  /** The password that it was made for. */
  readonly record: PasswordRecord
}

/**
 * Two-step verification: sets passwords and judges proofs of them (https://core.telegram.org/api/srp). Open challenges and the count
 * of wrong tries are not kept over a restart; clients then hear SRP_ID_INVALID and ask for a new challenge, as after a long wait.
 */
export class Passwords {
  readonly #world: World
  readonly #srp: Srp
  readonly #open = new Map<bigint, OpenChallenge>()
  readonly #wrongAtMs = new Map<number, number[]>()

  constructor(world: World) {
    this.#world = world
    this.#srp = new Srp(world.random)
  }

  /** Sets the password by its text, as the person in the app does. Takes about 50 ms, in a thread of the pool. */
  async set(user: User, text: string, hint = ''): Promise<void> {
    const { salt1, salt2 } = this.newSalts(user)
    const salts = { salt1: Buffer.concat([salt1, this.#world.random.bytes(32)]), salt2 }
    this.setVerifier(user, salts, await this.#srp.makeVerifier(text, salts), hint)
  }

  /** As a client sets it: it made the verifier itself. */
  setVerifier(user: User, salts: PasswordSalts, verifier: Buffer, hint: string): void {
    const { salt1, salt2 } = salts
    const hex = { salt1: salt1.toString('hex'), salt2: salt2.toString('hex'), verifier: verifier.toString('hex') }
    this.#world.users.update(user, { password: { ...hex, hint } })
  }

  clear(user: User): void {
    this.#world.users.update(user, { password: null })
  }

  /** What a new password's salts have to be: clients append 32 or more bytes of their own to `salt1`. */
  newSalts(user: User): PasswordSalts {
    const salt = createHash('sha256').update(`new salts|${user.id}`).digest()
    return { salt1: salt.subarray(0, 8), salt2: salt.subarray(8, 24) }
  }

  /** A new one each time; it serves for one check. */
  challenge(user: User, record: PasswordRecord): SrpChallenge {
    const challenge = this.#srp.challenge(Buffer.from(record.verifier, 'hex'))
    this.#open.set(challenge.srpId, { userId: user.id, challenge, record })
    const [oldest] = this.#open.keys()
    if (this.#open.size > openChallengesMax && oldest !== undefined) this.#open.delete(oldest)
    return challenge
  }

  /**
   * @param proof null for inputCheckPasswordEmpty, which is right where there is no password.
   * @throws Refusal SRP_ID_INVALID, SRP_PASSWORD_CHANGED, PASSWORD_HASH_INVALID, PHONE_PASSWORD_FLOOD after 5 wrong ones in a day
   */
  check(user: User, proof: (SrpProof & { readonly srpId: bigint }) | null): void {
    this.refuseFlood(user)
    if (proof === null) {
      if (user.password === null) return
      throw badRequest('PASSWORD_HASH_INVALID')
    }
    const open = this.#open.get(proof.srpId)
    if (open?.userId !== user.id) throw badRequest('SRP_ID_INVALID')
    this.#open.delete(proof.srpId)
    const { challenge, record } = open
    if (record !== user.password) throw badRequest('SRP_PASSWORD_CHANGED')
    if (this.#srp.check(proof, challenge, Buffer.from(record.verifier, 'hex'), saltsOf(record))) return
    this.#noteWrong(user)
    throw badRequest('PASSWORD_HASH_INVALID')
  }

  /** @throws Refusal PHONE_PASSWORD_FLOOD while too many wrong passwords lie in the last day. */
  refuseFlood(user: User): void {
    if (this.#wrongToday(user).length >= wrongTriesMax) throw new Refusal(406, 'PHONE_PASSWORD_FLOOD')
  }

  #noteWrong(user: User): void {
    this.#wrongAtMs.set(user.id, [...this.#wrongToday(user), this.#world.clock.nowMs()])
  }

  #wrongToday(user: User): number[] {
    const sinceMs = this.#world.clock.nowMs() - dayMs
    return (this.#wrongAtMs.get(user.id) ?? []).filter((atMs) => atMs > sinceMs)
  }
}

/** The salts of a stored password. */
export function saltsOf(record: PasswordRecord): PasswordSalts {
  return { salt1: Buffer.from(record.salt1, 'hex'), salt2: Buffer.from(record.salt2, 'hex') }
}
