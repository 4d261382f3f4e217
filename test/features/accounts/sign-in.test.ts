import { describe, expect, it } from 'vitest'
import type { Secret } from '../../../src/base/secret.ts'
import { signInByTerminal } from '../../../src/features/accounts/sign-in.ts'
import type { SignInDeps } from '../../../src/features/accounts/sign-in.ts'

describe('a sign-in at the terminal', () => {
  it('asks a person three times for a phone that is one, and a script once', async () => {
    await expect(asked(true, ['abc', '12', '+998 90 123 45 67'])).resolves.toEqual({
      phones: ['998901234567'],
      said: 2,
    })
    await expect(asked(true, ['abc', 'abc', 'abc'])).rejects.toThrow('this is no phone number')
    await expect(asked(false, ['abc', '+998 90 123 45 67'])).rejects.toThrow('this is no phone number')
  })
})

/** @returns the phones that a code was asked for, and how often the person was told to try again */
async function asked(isTerminal: boolean, answers: string[]) {
  const phones: string[] = []
  let said = 0
  const ask = () => Promise.resolve(answers.shift() ?? '')
  const terminal = { isTerminal, ask, askSecretly: ask, printError: () => void said++ }
  const signIns = {
    sendCode({ phone }: { phone: Secret }) {
      phones.push(phone.reveal())
      return Promise.resolve({ type: 'signed-in' })
    },
  } as unknown as SignInDeps['signIns']
  await signInByTerminal({ terminal, signIns, device: {} as SignInDeps['device'], proxy: undefined })
  return { phones, said }
}
