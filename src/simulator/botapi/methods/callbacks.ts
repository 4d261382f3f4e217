import { badRequest } from '../bot-error.ts'
import type { BotMethods } from '../call.ts'

/** https://core.telegram.org/bots/api#answercallbackquery */
const answerMax = 200

export const callbackMethods: BotMethods = {
  answerCallbackQuery({ bot, args, parts }) {
    const text = args.text('text')
    if (text.length > answerMax) throw badRequest('MESSAGE_TOO_LONG')
    parts.callbacks.answer({
      callbackId: args.text('callback_query_id'),
      botId: bot.id,
      text,
      isAlert: args.flag('show_alert'),
      url: args.has('url') ? args.text('url') : null,
    })
    return true
  },

  answerInlineQuery() {
    throw badRequest('inline queries are not simulated')
  },
}
