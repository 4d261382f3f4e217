import type { Message, User } from '../../world/model.ts'
import { isAdmin } from '../../world/rights.ts'
import type { World } from '../../world/world.ts'

/**
 * Does the bot get this message of a group that it is in? https://core.telegram.org/bots/features#privacy-mode: with privacy mode
 * only service messages, commands, replies to it and what came through it; an admin gets everything. A command without a name goes
 * to all bots here, though Telegram gives it only to the one that spoke last. Mentions of the bot come through as well (practice).
 */
export function passesPrivacy(world: World, bot: User, message: Message): boolean {
  if (bot.bot?.privacy === false || message.action !== null || message.viaBotId === bot.id) return true
  if (isAdmin(world.chats.member(message.to, bot.id))) return true
  return isForBot(bot, message) || repliesTo(world, bot, message)
}

function isForBot(bot: User, message: Message): boolean {
  const name = `@${bot.username ?? ''}`.toLowerCase()
  return message.entities.some(({ type, offset, length, userId }) => {
    const part = message.text.slice(offset, offset + length).toLowerCase()
    if (type === 'mention') return part === name
    if (type === 'text_mention') return userId === bot.id
    return type === 'bot_command' && (part.endsWith(name) || !part.includes('@'))
  })
}

function repliesTo(world: World, bot: User, message: Message): boolean {
  if (message.replyToId === null) return false
  return world.messages.find(message.box, message.replyToId)?.fromId === bot.id
}
