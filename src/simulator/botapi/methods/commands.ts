import type { BotCommand } from '../../world/model.ts'
import { badRequest } from '../bot-error.ts'
import type { BotCall, BotMethods } from '../call.ts'
import { menuKey, menusOf } from '../command-menus.ts'
import type { Menus } from '../command-menus.ts'
import { integerOf, textOf } from '../http/args.ts'
import { placeFor } from '../place.ts'

/** The menu of commands, per scope and language (https://core.telegram.org/bots/api#botcommandscope). */
export const commandMethods: BotMethods = {
  setMyCommands(call) {
    const commands = (call.args.list('commands', 'BotCommand') ?? []).map(commandOf)
    if (commands.length > commandsMax) throw badRequest('BOT_COMMANDS_TOO_MUCH')
    save(call, commands)
    return true
  },
  deleteMyCommands(call) {
    save(call, [])
    return true
  },
  getMyCommands: (call) => menus(call)[keyOf(call)] ?? [],
}

const commandsMax = 100
const chatScopes = ['chat', 'chat_administrators', 'chat_member']
const scopes = new Set(['default', 'all_private_chats', 'all_group_chats', 'all_chat_administrators', ...chatScopes])

function commandOf(item: unknown): BotCommand {
  if (typeof item !== 'object' || item === null) throw badRequest("can't parse BotCommand: expected an Object")
  const fields = item as Record<string, unknown>
  const command = textOf(fields['command']).replace(/^\//, '')
  const description = textOf(fields['description']).trim()
  if (!/^[a-z0-9_]{1,32}$/.test(command)) throw badRequest('BOT_COMMAND_INVALID')
  if (description === '' || description.length > 256) throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID')
  return { command, description }
}

function save(call: BotCall, commands: readonly BotCommand[]): void {
  const { [keyOf(call)]: _, ...others } = menus(call)
  call.parts.values.set(
    call.bot.id,
    'commands',
    commands.length === 0 ? others : { ...others, [keyOf(call)]: commands },
  )
}

function menus({ bot, parts }: BotCall): Menus {
  return menusOf(parts.values, bot.id)
}

/** Scope and language in one text, under which a menu is kept. */
function keyOf(call: BotCall): string {
  const scope = call.args.json('scope', 'BotCommandScope JSON object') ?? { type: 'default' }
  if (typeof scope !== 'object' || scope === null)
    throw badRequest("can't parse BotCommandScope: BotCommandScope must be an Object")
  const fields = scope as Record<string, unknown>
  const type = textOf(fields['type'])
  if (!scopes.has(type)) throw badRequest("can't parse BotCommandScope: Unsupported type specified")
  const language = call.args.text('language_code')
  if (!/^(?:[a-z]{2})?$/.test(language)) throw badRequest('invalid language code specified')
  const chat = chatScopes.includes(type) ? placeFor(call, 'read', textOf(fields['chat_id'])).peer : ''
  const user = type === 'chat_member' ? (integerOf(fields['user_id']) ?? 0) : ''
  return menuKey(type, chat, user, language)
}
