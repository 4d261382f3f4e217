import { createDiffieHellman } from 'node:crypto'
import type { DiffieHellman } from 'node:crypto'
import { bytesOfNumber, numberOf, padNumber } from './numbers.ts'

/** Telegram's prime: the only one that GramJS accepts for passwords, and known to be safe by every client. 2048 bits. */
export const telegramPrime = Buffer.from(
  'c71caeb9c6b1c9048e6c522f70f13f73980d40238e3e21c14934d037563d930f48198a0aa7c14058229493d22530f4db' +
    'fa336f6e0ac925139543aed44cce7c3720fd51f69458705ac68cd4fe6b6b13abdc9746512969328454f18faf8c595f64' +
    '2477fe96bb2a941d5bcd1d4ac8cc49880708fa9b378e3c4f3a9060bee67cf9a4a4a695811051907e162753b56b0f6b41' +
    '0dba74d8a84b2a14b3144e0ef1284754fd17ed950d5965b4b9dd46582db1178d169c6bc465b0d6ff9ca3928fef5b9ae4' +
    'e418fc15e83ebea0f87fa9ff5eed70050ded2849f47bf959d956850ce929851f0d8115f635b105ee2e4e15d04b2454bf' +
    '6f4fadf034b10403119cd8e3b92fcc5b',
  'hex',
)
export const telegramGenerator = 3
export const primeBytes = 256

const prime = numberOf(telegramPrime)
const safetyMargin = 1n << BigInt(2048 - 64)

/** base ^ exponent mod p, 256 bytes, in OpenSSL, which takes the same time for every secret. `base` must lie in 2 .. p - 2. */
export function power(base: Buffer, exponent: Buffer): Buffer {
  // Kept, because node tests the prime whenever it makes one: 230 ms. Nothing of a caller stays in it that a next call could read.
  group ??= createDiffieHellman(telegramPrime, telegramGenerator)
  group.setPrivateKey(exponent)
  return padNumber(group.computeSecret(base), primeBytes)
}

/** g ^ exponent mod p, 256 bytes. */
export function powerOfGenerator(exponent: Buffer): Buffer {
  return power(Buffer.from([telegramGenerator]), exponent)
}

let group: DiffieHellman | undefined

/** Whether g_a, g_b, A or B can be trusted: well inside the group, so that it gives nothing away (core.telegram.org/mtproto/auth_key). */
export function isSafePublic(value: Buffer): boolean {
  const number = numberOf(value)
  return number > safetyMargin && number < prime - safetyMargin
}

/** a * b mod p, 256 bytes. */
export function multiply(a: Buffer, b: Buffer): Buffer {
  return bytesOfNumber((numberOf(a) * numberOf(b)) % prime, primeBytes)
}

/** a + b mod p, 256 bytes. */
export function add(a: Buffer, b: Buffer): Buffer {
  return bytesOfNumber((numberOf(a) + numberOf(b)) % prime, primeBytes)
}
