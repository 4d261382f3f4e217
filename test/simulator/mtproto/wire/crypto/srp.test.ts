import { randomBytes } from 'node:crypto'
import bigInt from 'big-integer'
import { Api } from 'telegram'
import { computeCheck, computeDigest } from 'telegram/Password.js'
import { describe, expect, it } from 'vitest'
import { systemRandom } from '../../../../../src/base/random.ts'
import { Srp, srpGenerator, srpPrime } from '../../../../../src/simulator/mtproto/wire/crypto/srp.ts'

const srp = new Srp(systemRandom)
const salts = { salt1: randomBytes(40), salt2: randomBytes(16) }

describe('two-step verification', () => {
  it('takes the proof that GramJS makes with the right password, and no other', async () => {
    const verifier = await srp.makeVerifier('maxfiy so‘z', salts)
    const challenge = srp.challenge(verifier)

    const right = await proofByGramjs('maxfiy so‘z', challenge)
    const wrong = await proofByGramjs('boshqa', challenge)

    expect(srp.check(right, challenge, verifier, salts)).toBe(true)
    expect(srp.check(wrong, challenge, verifier, salts)).toBe(false)
    expect(srp.check(right, srp.challenge(verifier), verifier, salts)).toBe(false)
  })

  it('keeps the verifier that GramJS computes for a new password', async () => {
    const verifier = await srp.makeVerifier('parol', salts)

    expect(verifier.equals(Buffer.from(await computeDigest(algorithm(), 'parol')))).toBe(true)
  })

  it.for([
    ['zero', Buffer.alloc(256)],
    ['one', Buffer.from([1])],
    ['the prime', srpPrime],
    ['257 bytes', Buffer.alloc(257, 7)],
  ] as const)('refuses %s as A', async ([, A]) => {
    const verifier = await srp.makeVerifier('parol', salts)

    expect(srp.check({ A, M1: Buffer.alloc(32) }, srp.challenge(verifier), verifier, salts)).toBe(false)
  })
})

async function proofByGramjs(
  password: string,
  challenge: { srpId: bigint; B: Buffer },
): Promise<{ A: Buffer; M1: Buffer }> {
  const request = new Api.account.Password({
    hasPassword: true,
    currentAlgo: algorithm(),
    srp_B: challenge.B,
    srpId: bigInt(challenge.srpId),
    newAlgo: algorithm(),
    newSecureAlgo: new Api.SecurePasswordKdfAlgoUnknown(),
    secureRandom: Buffer.alloc(0),
  })
  const check = await computeCheck(request, password)
  return { A: check.A, M1: check.M1 }
}

function algorithm(): Api.PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow {
  return new Api.PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow({
    ...salts,
    g: srpGenerator,
    p: srpPrime,
  })
}
