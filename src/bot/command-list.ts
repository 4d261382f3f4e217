import type { Api } from 'grammy'
import type { BotCommand } from 'grammy/types'
import { mayUse } from '../access/people.ts'
import type { Access, Person } from '../access/people.ts'
import { languages } from './language.ts'
import type { Language } from './language.ts'
import type { Command } from './screen.ts'

/** Tells Telegram which commands there are, so that its apps list them: in each language, and all of them for admins. */
export async function saveCommands(api: Api, commands: readonly Command[], admins: readonly Person[]): Promise<void> {
  const listed = commands.filter(({ isHidden = false }) => !isHidden)
  const forAll = (language: Language) => shown(listed, 'active', language)
  await api.setMyCommands(forAll('en'))
  for (const language of languages) await api.setMyCommands(forAll(language), { language_code: language })
  for (const { id, language } of admins) {
    const scope = { type: 'chat', chat_id: id } as const
    // An admin who has never written to the bot has no chat with it yet; they get the list at the next start.
    await api.setMyCommands(shown(listed, 'admin', language ?? 'en'), { scope }).catch(() => {})
  }
}

function shown(commands: readonly Command[], access: Access, language: Language): BotCommand[] {
  return commands
    .filter(({ audience }) => mayUse(access, audience))
    .map(({ name, about }) => ({ command: name, description: about[language] }))
}
