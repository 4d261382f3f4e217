import { Api } from 'telegram'
import { computeCheck } from 'telegram/Password.js'
import type { Secret } from '../../base/secret.ts'

/**
 * Proves the password without sending it: https://core.telegram.org/api/srp. Stops the thread for about 250 ms.
 * @returns undefined when Telegram asks for arithmetic that GramJS does not have, or that is not safe
 */
export async function proofOf(
  challenge: Api.account.Password,
  password: Secret,
): Promise<Api.InputCheckPasswordSRP | undefined> {
  const { currentAlgo } = challenge
  const isKnown = currentAlgo instanceof Api.PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow
  if (!isKnown || challenge.srp_B == null || challenge.srpId == null) return undefined
  try {
    return await computeCheck(challenge, password.reveal())
  } catch {
    return undefined // It names what it refuses by its numbers, which say nothing to anybody.
  }
}
