import { GrammyError, HttpError } from 'grammy'
import type { Api } from 'grammy'
import type { InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove } from 'grammy/types'
import { callbackData } from './callback-data.ts'
import type { Pressed } from './callback-data.ts'
import { compose, cutText, isQuoted } from './rich-text.ts'
import type { Rich } from './rich-text.ts'
import type { Button, View } from './screen.ts'
import { sendFiles } from './send-files.ts'
import { isFiles } from './written-files.ts'
import type { Said } from './written-files.ts'

/** What the buttons of a view belong to: a version of a person's screen, or a notice. */
export type ButtonsOf =
  { readonly type: 'screen'; readonly version: number } | { readonly type: 'notice'; readonly id: number }

/** What became of a message: its id, or that this person has blocked the bot or is gone. */
export type Sent = { readonly messageId: number } | 'unreachable'

/** Puts views into a person's chat. The only place that knows how the Bot API wants them. */
export class Messenger {
  readonly #api: Api

  constructor(api: Api) {
    this.#api = api
  }

  async send(chatId: number, view: View, buttons: ButtonsOf): Promise<Sent> {
    return this.#send(chatId, view.text, markupOf(view, buttons))
  }

  /** A message without buttons. @param removesKeyboard takes away the keyboard that an earlier view has shown */
  async say(chatId: number, said: Said, removesKeyboard = false): Promise<Sent> {
    if (isFiles(said)) return sendFiles(this.#api, chatId, said).catch(orUnreachable)
    return this.#send(chatId, said, removesKeyboard ? { remove_keyboard: true } : undefined)
  }

  /** @returns false where there is nothing to edit any more: then it has to be sent */
  async edit(chatId: number, messageId: number, view: View, buttons: ButtonsOf): Promise<boolean> {
    const { text, entities } = compose(view.text)
    const markup: InlineKeyboardMarkup = { inline_keyboard: rowsOf(view, buttons) }
    try {
      await this.#api.editMessageText(chatId, messageId, text, { entities, reply_markup: markup, ...noPreview })
      return true
    } catch (error) {
      if (!(error instanceof GrammyError)) throw error
      // Two taps on one button: the second finds what the first has made.
      if (error.description.includes('message is not modified')) return true
      if (error.error_code === 400 || error.error_code === 403) return false
      throw error
    }
  }

  /**
   * Ends the waiting of a button. It is never worth a failure: an app stops waiting by itself, and what came of the button stands in the
   * chat.
   */
  async answer(callbackId: string, text?: string): Promise<void> {
    try {
      const said = text === undefined ? {} : { text: cutText(text, answerMax) }
      await this.#api.answerCallbackQuery(callbackId, said)
    } catch (error) {
      if (!isOfTelegram(error)) throw error
    }
  }

  /** @returns whether it is gone; otherwise the person has to be told, whatever stood in the way */
  async erase(chatId: number, messageId: number): Promise<boolean> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.#api.deleteMessage(chatId, messageId)
      } catch (error) {
        if (!isOfTelegram(error)) throw error
        // Gone already: by a try whose answer was lost, also with an earlier process, or by themselves.
        if (error instanceof GrammyError && error.description.includes('message to delete not found')) return true
        if (tries === erasesMax || (error instanceof GrammyError && error.error_code < 500)) return false
      }
    }
  }

  async #send(
    chatId: number,
    rich: Rich,
    markup: InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | undefined,
  ): Promise<Sent> {
    const { text, entities } = compose(rich)
    try {
      const options = {
        entities,
        ...(isQuoted(rich) ? {} : noPreview),
        ...(markup === undefined ? {} : { reply_markup: markup }),
      }
      return { messageId: (await this.#api.sendMessage(chatId, text, options)).message_id }
    } catch (error) {
      return orUnreachable(error)
    }
  }
}

function orUnreachable(error: unknown): 'unreachable' {
  if (error instanceof GrammyError && isGone(error)) return 'unreachable'
  throw error
}

/** https://core.telegram.org/bots/api#answercallbackquery */
const answerMax = 200
/** Tries to delete a message: it may be a password. */
const erasesMax = 2

/** Telegram takes longer ones and shows less. */
const labelMax = 120

const noPreview = { link_preview_options: { is_disabled: true } }

/** A refusal, or no answer at all; anything else is a mistake of ours. */
function isOfTelegram(error: unknown): error is GrammyError | HttpError {
  return error instanceof GrammyError || error instanceof HttpError
}

function isGone({ error_code: code, description }: GrammyError): boolean {
  return code === 403 || (code === 400 && /chat not found|user is deactivated/i.test(description))
}

function markupOf(view: View, buttons: ButtonsOf): InlineKeyboardMarkup | ReplyKeyboardMarkup {
  if (view.contact === undefined) return { inline_keyboard: rowsOf(view, buttons) }
  const { share, back } = view.contact
  return {
    keyboard: [[{ text: share, request_contact: true }], [{ text: back }]],
    resize_keyboard: true,
    one_time_keyboard: true,
  }
}

function rowsOf({ rows = [] }: View, buttons: ButtonsOf): InlineKeyboardButton[][] {
  return rows.filter((row) => row.length > 0).map((row) => row.map((each) => buttonOf(each, buttons)))
}

function buttonOf(given: Button, of: ButtonsOf): InlineKeyboardButton {
  const label = cutText(given.label, labelMax)
  if ('url' in given) return { text: label, url: given.url }
  const { action, args } = given
  const pressed: Pressed =
    of.type === 'screen'
      ? { type: 'screen', version: of.version, action, args }
      : { type: 'notice', id: of.id, action, args }
  return { text: label, callback_data: callbackData(pressed) }
}
