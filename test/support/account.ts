import { Api, errors } from 'telegram'
import type { TelegramClient } from 'telegram'
import { connectGramjs } from './gramjs-client.ts'
import type { GramjsOptions } from './gramjs.ts'
import type { TestTelegram } from './telegram-world.ts'

/** An unmodified client that is connected to this Telegram and not signed in. */
export function connectTo(
  { port, publicKeyPem }: TestTelegram,
  options: Partial<GramjsOptions> = {},
): Promise<TelegramClient> {
  return connectGramjs({ port, publicKeyPem, ...options })
}

/** Asks for a code. @returns what names it: phone_code_hash. */
export async function sendCode(client: TelegramClient, phone: string): Promise<Api.auth.SentCode> {
  const sent = await client.invoke(
    new Api.auth.SendCode({ phoneNumber: phone, apiId: 1, apiHash: 'hash', settings: new Api.CodeSettings({}) }),
  )
  if (!(sent instanceof Api.auth.SentCode)) throw new Error(`asked for a code, got ${sent.className}`)
  return sent
}

/** Gives a code that was asked for. */
export async function giveCode(
  client: TelegramClient,
  phone: string,
  phoneCodeHash: string,
  phoneCode: string,
): Promise<Api.User> {
  const answer = await client.invoke(new Api.auth.SignIn({ phoneNumber: phone, phoneCodeHash, phoneCode }))
  if (!(answer instanceof Api.auth.Authorization)) throw new Error(`gave the code, got ${answer.className}`)
  return answer.user as Api.User
}

/** @param code left out for a test phone: 99966XYYYY has X five times. */
export async function signIn(client: TelegramClient, phone: string, code = phone.slice(-5, -4).repeat(5)) {
  const { phoneCodeHash } = await sendCode(client, phone)
  return giveCode(client, phone, phoneCodeHash, code)
}

/** A client that is signed in with a test phone. */
export async function signedInTo(telegram: TestTelegram, phone: string): Promise<TelegramClient> {
  const client = await connectTo(telegram)
  await signIn(client, phone)
  return client
}

/** What Telegram refused a call with: `PHONE_CODE_INVALID`, or `FLOOD_WAIT_31`. A call that is not refused fails the test. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call
  } catch (error) {
    if (error instanceof errors.SlowModeWaitError) return `SLOWMODE_WAIT_${error.seconds}`
    if (error instanceof errors.FloodWaitError) return `FLOOD_WAIT_${error.seconds}`
    if (error instanceof errors.RPCError) return error.errorMessage
    throw error
  }
  throw new Error('the call was answered, not refused')
}
