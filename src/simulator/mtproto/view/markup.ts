import type { ReplyMarkup } from '../../world/model.ts'
import type { TlObject } from '../wire/tl/object.ts'

type Json = Readonly<Record<string, unknown>>

/** A keyboard in the Bot API's JSON as TL has it; undefined for one that says nothing. */
export function tlMarkup(markup: ReplyMarkup): TlObject | undefined {
  const selective = markup['selective'] === true
  if (Array.isArray(markup['inline_keyboard']))
    return { _: 'replyInlineMarkup', rows: rowsOf(markup['inline_keyboard'], tlInlineButton) }
  if (Array.isArray(markup['keyboard'])) {
    return {
      _: 'replyKeyboardMarkup',
      resize: markup['resize_keyboard'] === true,
      singleUse: markup['one_time_keyboard'] === true,
      persistent: markup['is_persistent'] === true,
      selective,
      rows: rowsOf(markup['keyboard'], tlButton),
      placeholder: textOr(markup['input_field_placeholder']),
    }
  }
  if (markup['remove_keyboard'] === true) return { _: 'replyKeyboardHide', selective }
  if (markup['force_reply'] === true)
    return { _: 'replyKeyboardForceReply', selective, placeholder: textOr(markup['input_field_placeholder']) }
  return undefined
}

function rowsOf(rows: readonly unknown[], tl: (button: Json) => TlObject): TlObject[] {
  return rows.map((row) => ({
    _: 'keyboardButtonRow',
    buttons: (row as readonly unknown[]).map((b) => tl(asButton(b))),
  }))
}

/** In a reply keyboard a bare string is a button with that text. */
function asButton(button: unknown): Json {
  return typeof button === 'string' ? { text: button } : (button as Json)
}

function tlInlineButton(button: Json): TlObject {
  const text = String(button['text'])
  const has = (key: string) => typeof button[key] === 'string'
  if (has('callback_data'))
    return { _: 'keyboardButtonCallback', text, data: Buffer.from(String(button['callback_data'])) }
  if (has('url')) return { _: 'keyboardButtonUrl', text, url: String(button['url']) }
  if (has('switch_inline_query'))
    return { _: 'keyboardButtonSwitchInline', text, query: String(button['switch_inline_query']) }
  if (has('switch_inline_query_current_chat')) {
    const query = String(button['switch_inline_query_current_chat'])
    return { _: 'keyboardButtonSwitchInline', samePeer: true, text, query }
  }
  const [app, login] = [innerText(button, 'web_app', 'url'), innerText(button, 'login_url', 'url')]
  if (app !== undefined) return { _: 'keyboardButtonWebView', text, url: app }
  if (login !== undefined) return { _: 'keyboardButtonUrl', text, url: login }
  const copied = innerText(button, 'copy_text', 'text')
  if (copied !== undefined) return { _: 'keyboardButtonCopy', text, copyText: copied }
  return { _: 'keyboardButton', text }
}

function tlButton(button: Json): TlObject {
  const text = String(button['text'])
  if (button['request_contact'] === true) return { _: 'keyboardButtonRequestPhone', text }
  if (button['request_location'] === true) return { _: 'keyboardButtonRequestGeoLocation', text }
  if (isObject(button['request_poll'])) return { _: 'keyboardButtonRequestPoll', text }
  const app = innerText(button, 'web_app', 'url')
  if (app !== undefined) return { _: 'keyboardButtonSimpleWebView', text, url: app }
  return { _: 'keyboardButton', text }
}

/** Undefined where a button kept from before does not say it: it goes out as a plain one. */
function innerText(button: Json, name: string, field: string): string | undefined {
  const inner = button[name]
  return isObject(inner) ? textOr(inner[field]) : undefined
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null
}

function textOr(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
