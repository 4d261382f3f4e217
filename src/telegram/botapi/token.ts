import { Secret } from '../../base/secret.ts'

/** The whole login of a bot: https://core.telegram.org/bots/api#authorizing-your-bot */
export interface BotToken {
  readonly token: Secret
  /** Its first part. Whether there is such a bot only Telegram knows. */
  readonly telegramId: number
}

/** @returns undefined for what is no token, as @BotFather writes it */
export function parseBotToken(given: string): BotToken | undefined {
  const text = given.trim()
  const id = Number(/^(\d{1,15}):[\w-]{35}$/.exec(text)?.[1])
  return Number.isSafeInteger(id) && id > 0 ? { token: new Secret(text), telegramId: id } : undefined
}
