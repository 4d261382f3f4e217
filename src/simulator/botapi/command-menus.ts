import type { BotCommand } from '../world/model.ts'
import type { BotValues } from './bot-values.ts'

/** A bot's menus by scope, chat, user and language, as `menuKey` writes them. */
export type Menus = Readonly<Record<string, readonly BotCommand[]>>

export function menusOf(values: BotValues, botId: number): Menus {
  return values.get<Menus>(botId, 'commands', {})
}

export function menuKey(type: string, chat: number | '', user: number | '', language: string): string {
  return [type, chat, user, language].join('|')
}

/**
 * The menu that somebody sees in their private chat with the bot: the narrowest that is set, as
 * https://core.telegram.org/bots/api#determining-list-of-commands says.
 */
export function menuInPrivate(
  values: BotValues,
  botId: number,
  viewer: { readonly userId: number; readonly languageCode: string },
): readonly BotCommand[] {
  const menus = menusOf(values, botId)
  const scopes = [['chat', viewer.userId] as const, ['all_private_chats', ''] as const, ['default', ''] as const]
  for (const [type, chat] of scopes) {
    for (const language of [viewer.languageCode, '']) {
      const menu = menus[menuKey(type, chat, '', language)]
      if (menu !== undefined) return menu
    }
  }
  return []
}
