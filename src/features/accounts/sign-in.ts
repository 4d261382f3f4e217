import { Refusal } from '../../base/refusal.ts'
import { Secret } from '../../base/secret.ts'
import type { Terminal } from '../../cli/terminal.ts'
import type { CodeSent, CodeStep, LoginRefused, PasswordNeeded, SignedIn } from '../../telegram/login-contract.ts'
import type { SignIns } from '../../telegram/login-protocol.ts'
import type { Device, Proxy } from '../../telegram/contract.ts'
import { codeInWords, isTypingError, loginRefusal, notAPhone } from './login-words.ts'

/** Telegram gives a person five wrong passwords a day; three typing errors are enough for one command. */
const triesMax = 3

export interface SignInDeps {
  readonly terminal: Pick<Terminal, 'ask' | 'askSecretly' | 'printError' | 'isTerminal'>
  readonly signIns: SignIns
  readonly device: Device
  /** Through which all of it goes; undefined: directly. */
  readonly proxy: Proxy | undefined
}

/**
 * Asks a person through their sign-in: phone, code, password. Nothing of it is kept or shown.
 * @throws Refusal with what Telegram said
 */
export async function signInByTerminal(deps: SignInDeps): Promise<SignedIn> {
  const { terminal, signIns, device, proxy } = deps
  const phone = await askPhone(terminal)
  const sent = await signIns.sendCode({ phone, device, proxy }, noEnd())
  if (sent.type === 'signed-in') return sent
  if (sent.type === 'refused') throw loginRefusal(sent)

  terminal.printError(`${codeInWords(sent)}\n`)
  const after = await repeat(deps, () => enterCode(deps, { ...sent, phone }))
  return after.type === 'signed-in' ? after : enterPassword(deps, after)
}

/** The rest is Telegram's to judge: plans of numbering differ and change. */
async function askPhone(terminal: SignInDeps['terminal']): Promise<Secret> {
  for (let tries = 1; ; tries++) {
    const digits = (await terminal.ask('Phone number, with its country: ')).replaceAll(/\D/g, '')
    if (digits.length >= 7 && digits.length <= 15) return new Secret(digits)
    // A script gives the same answer again, or what was meant for the code.
    if (!terminal.isTerminal || tries === triesMax) throw new Refusal(notAPhone)
    terminal.printError(`${notAPhone}: try again\n`)
  }
}

async function enterCode(
  { terminal, signIns, device, proxy }: SignInDeps,
  { session, phoneCodeHash, phone }: CodeSent & Pick<CodeStep, 'phone'>,
): Promise<SignedIn | PasswordNeeded | LoginRefused> {
  const code = new Secret((await terminal.ask('Code: ')).replaceAll(/\D/g, ''))
  return signIns.signIn({ session, phoneCodeHash, phone, device, proxy }, code, noEnd())
}

function enterPassword(deps: SignInDeps, { session, hint }: PasswordNeeded): Promise<SignedIn> {
  const { terminal, signIns, device, proxy } = deps
  if (hint !== null) terminal.printError(`The account has a password. Its hint: ${hint}\n`)
  return repeat(deps, async () => {
    const password = new Secret(await terminal.askSecretly('Password (not shown): '))
    return signIns.checkPassword({ session, device, proxy }, password, noEnd())
  })
}

/** The same step again after a typing error. */
async function repeat<Done extends { readonly type: string }>(
  { terminal }: SignInDeps,
  step: () => Promise<Done | LoginRefused>,
): Promise<Done> {
  for (let tries = 1; ; tries++) {
    const answer = await step()
    if (!isRefused(answer)) return answer
    if (!isTypingError(answer) || tries === triesMax) throw loginRefusal(answer)
    terminal.printError(`${loginRefusal(answer).message}: try again\n`)
  }
}

function isRefused(answer: { readonly type: string }): answer is LoginRefused {
  return answer.type === 'refused'
}

/** Each step has a deadline of its own; a person who gives up ends the command. */
function noEnd(): AbortSignal {
  return new AbortController().signal
}
