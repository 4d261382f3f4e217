import { BotError, badRequest } from '../bot-error.ts'
import type { BotCall, BotMethods } from '../call.ts'
import { knownTypes } from '../updates/update-types.ts'

/** How a bot hears of what happens. */
export const updateMethods: BotMethods = {
  getUpdates({ bot, args, parts, gone }) {
    if (parts.webhooks.find(bot.id) !== undefined) throw webhookIsActive()
    setAllowed({ bot, args, parts })
    parts.queue.confirm(bot.id, args.integer('offset') ?? 0)
    const timeoutMs = args.integerWithin('timeout', 0, timeoutMaxSeconds, 0) * 1000
    return parts.polls.wait(bot.id, { limit: args.integerWithin('limit', 1, 100, 100), timeoutMs, gone })
  },

  setWebhook(call) {
    const { bot, args, parts } = call
    const url = args.text('url')
    if (url === '') return dropWebhook(call)
    const secretToken = args.text('secret_token')
    if (secretToken.length > 256) throw badRequest('secret token is too long')
    if (/[^A-Za-z0-9_-]/.test(secretToken)) throw badRequest('secret token contains unallowed characters')
    parts.webhooks.set(bot.id, { url, secretToken, maxConnections: args.integerWithin('max_connections', 1, 100, 40) })
    setAllowed(call)
    if (args.flag('drop_pending_updates')) parts.queue.clear(bot.id)
    parts.polls.end(bot.id, 'terminated by setWebhook request')
    parts.webhooks.wake(bot.id)
    return true
  },

  deleteWebhook: dropWebhook,

  getWebhookInfo: ({ bot, parts }) => parts.webhooks.info(bot.id),
}

/** tdlib/telegram-bot-api, Client.h: LONG_POLL_MAX_TIMEOUT. */
const timeoutMaxSeconds = 50

function dropWebhook({ bot, args, parts }: BotCall): true {
  parts.webhooks.remove(bot.id)
  if (args.flag('drop_pending_updates')) parts.queue.clear(bot.id)
  return true
}

function setAllowed({ bot, args, parts }: Pick<BotCall, 'bot' | 'args' | 'parts'>): void {
  const allowed = args.list('allowed_updates', 'String')
  if (allowed !== undefined) parts.queue.setAllowed(bot.id, knownTypes(allowed))
}

function webhookIsActive(): BotError {
  const sentence = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
  return new BotError(409, `Conflict: ${sentence}`)
}
