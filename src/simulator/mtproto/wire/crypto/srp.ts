import { hash, pbkdf2 } from 'node:crypto'
import { promisify } from 'node:util'
import type { Random } from '../../../../base/random.ts'
import {
  add,
  isSafePublic,
  multiply,
  power,
  powerOfGenerator,
  primeBytes,
  telegramGenerator,
  telegramPrime,
} from './diffie-hellman.ts'
import { padNumber } from './numbers.ts'

/** The salts of a password. The rest of Telegram's only algorithm is fixed: `srpPrime`, `srpGenerator`, 100 000 rounds. */
export interface PasswordSalts {
  readonly salt1: Buffer
  readonly salt2: Buffer
}

/** For passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow. */
export const srpPrime = telegramPrime
export const srpGenerator = telegramGenerator

/** One login try, used once: `b` stays with the server, `B` and `srpId` go to the client in account.password. */
export interface SrpChallenge {
  readonly srpId: bigint
  readonly b: Buffer
  readonly B: Buffer
}

/** What the client sends in inputCheckPasswordSRP. */
export interface SrpProof {
  readonly A: Buffer
  readonly M1: Buffer
}

/** Two-step verification from the server's side (core.telegram.org/api/srp). It never holds the password. */
export class Srp {
  readonly #random: Random

  constructor(random: Random) {
    this.#random = random
  }

  /** v, 256 bytes: all that the server keeps. Takes about 50 ms, in a thread of the pool. */
  async makeVerifier(password: string, salts: PasswordSalts): Promise<Buffer> {
    return powerOfGenerator(await passwordHash(password, salts))
  }

  challenge(verifier: Buffer): SrpChallenge {
    for (;;) {
      const b = this.#random.bytes(primeBytes)
      const B = add(multiply(multiplier, verifier), powerOfGenerator(b))
      if (isSafePublic(B)) return { srpId: this.#random.bytes(8).readBigInt64LE(0), b, B }
    }
  }

  /** Whether the client knows the password. False too for an `A` that would make the answer easy to guess. */
  check(proof: SrpProof, challenge: SrpChallenge, verifier: Buffer, salts: PasswordSalts): boolean {
    const A = padNumber(proof.A, primeBytes)
    if (A.length !== primeBytes || !isSafePublic(A)) return false

    const u = sha256(A, challenge.B)
    const base = multiply(A, power(verifier, u))
    const K = sha256(power(base, challenge.b))
    const M1 = sha256(groupHash, sha256(salts.salt1), sha256(salts.salt2), A, challenge.B, K)
    return M1.equals(proof.M1)
  }
}

const rounds = 100_000
const generator = padNumber(Buffer.from([telegramGenerator]), primeBytes)
const multiplier = sha256(telegramPrime, generator)
const groupHash = xor(sha256(telegramPrime), sha256(generator))

async function passwordHash(password: string, { salt1, salt2 }: PasswordSalts): Promise<Buffer> {
  const first = sha256(salt1, Buffer.from(password), salt1)
  const second = sha256(salt2, first, salt2)
  const stretched = await promisify(pbkdf2)(second, salt1, rounds, 64, 'sha512')
  return sha256(salt2, stretched, salt2)
}

function sha256(...parts: readonly Buffer[]): Buffer {
  return hash('sha256', Buffer.concat(parts), 'buffer')
}

function xor(a: Buffer, b: Buffer): Buffer {
  return Buffer.from(a.map((byte, i) => byte ^ (b[i] ?? 0)))
}
