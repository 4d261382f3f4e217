import type { Random } from '../../base/random.ts'

/** A token in BotFather's shape: the bot's id, a colon, 35 characters of base64url. */
export function makeBotToken(botId: number, random: Random): string {
  return `${botId}:${random.bytes(27).toString('base64url').slice(0, 35)}`
}
