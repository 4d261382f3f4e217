import type { ReplyMarkup } from '../world/model.ts'
import { badRequest } from './bot-error.ts'
import { completeUrl } from './formatting/link.ts'
import { flagOf } from './http/args.ts'

/**
 * Checks a reply_markup and brings it into one shape, so that two equal keyboards are equal JSON
 * (https://core.telegram.org/bots/api#inlinekeyboardmarkup and its three siblings). Null for none. @throws BotError
 */
export function replyMarkup(value: unknown): ReplyMarkup | null {
  if (value === undefined) return null
  if (!isObject(value)) throw badRequest('object expected as reply markup')
  const keyboard = rows(value['keyboard'], 'Field "keyboard" must be an Array of Arrays', keyboardButton)
  if (keyboard.length > 0) return { keyboard, ...options(value, keyboardOptions) }
  const wrongRows = 'Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'
  const inline = rows(value['inline_keyboard'], wrongRows, inlineButton)
  if (inline.flat().length > buttonsMax) throw badRequest('reply markup is too long')
  if (inline.length > 0) return { inline_keyboard: inline }
  if (flagOf(value['remove_keyboard'])) return { remove_keyboard: true, ...options(value, ['selective']) }
  if (flagOf(value['force_reply']))
    return { force_reply: true, ...options(value, ['selective', 'input_field_placeholder']) }
  return null
}

/** A message that carries another markup than inline buttons cannot be edited. */
export function isInline(markup: ReplyMarkup): boolean {
  return 'inline_keyboard' in markup
}

type Fields = Readonly<Record<string, unknown>>

/** Practice: https://limits.tginfo.me (unofficial). */
const buttonsMax = 100
const keyboardOptions = [
  'resize_keyboard',
  'one_time_keyboard',
  'is_persistent',
  'selective',
  'input_field_placeholder',
]

/** What a button may do, in the order of precedence; each with a value of this type. */
const inlineKinds: readonly (readonly [string, 'string' | 'object' | 'boolean'])[] = [
  ['url', 'string'],
  ['callback_data', 'string'],
  ['callback_game', 'object'],
  ['pay', 'boolean'],
  ['switch_inline_query', 'string'],
  ['switch_inline_query_chosen_chat', 'object'],
  ['switch_inline_query_current_chat', 'string'],
  ['login_url', 'object'],
  ['web_app', 'object'],
  ['copy_text', 'object'],
]

const keyboardKinds = [
  'request_contact',
  'request_location',
  'request_users',
  'request_chat',
  'request_poll',
  'web_app',
]

/** What these must say inside. */
const innerTexts = new Map([
  ['login_url', 'url'],
  ['web_app', 'url'],
  ['copy_text', 'text'],
])

function rows(value: unknown, wrongShape: string, button: (item: unknown) => Fields): Fields[][] {
  if (value === undefined) return []
  if (!Array.isArray(value)) throw badRequest(wrongShape)
  return value
    .map((row: unknown) => {
      if (!Array.isArray(row)) throw badRequest(wrongShape)
      return row.map(button)
    })
    .filter((row) => row.length > 0)
}

function inlineButton(item: unknown): Fields {
  const wrong = (what: string) => badRequest(`can't parse inline keyboard button: ${what}`)
  if (!isObject(item)) throw wrong('InlineKeyboardButton must be an Object')
  const text = item['text']
  if (text === undefined) throw wrong(`Can't find field "text"`)
  if (typeof text !== 'string') throw wrong('Field "text" must be of type String')
  if (text.trim() === '') throw badRequest('inline keyboard button text must be non-empty')
  const found = inlineKinds.find(
    ([name, type]) => item[name] !== undefined && !(type === 'string' && item[name] === ''),
  )
  // An empty query is a use of its own: the bot's name alone is inserted.
  const empty = inlineKinds.find(([name]) => name.startsWith('switch') && item[name] === '')
  const [name, type] = found ?? empty ?? []
  if (name === undefined) throw wrong('Text buttons are unallowed in the inline keyboard')
  const value = item[name]
  if (typeof value !== type) throw wrong(`Field "${name}" must be of type ${type === 'string' ? 'String' : 'Object'}`)
  checkInner(name, value, wrong)
  checkInlineValue(name, value)
  return { text, [name]: value }
}

function checkInlineValue(name: string, value: unknown): void {
  if (name === 'callback_data' && Buffer.byteLength(String(value)) > 64) throw badRequest('BUTTON_DATA_INVALID')
  // A name without a dot, such as localhost, is no address to Telegram.
  if (name === 'url' && completeUrl(String(value)) === undefined)
    throw badRequest(`inline keyboard button URL '${String(value)}' is invalid: Wrong HTTP URL`)
}

function keyboardButton(item: unknown): Fields {
  if (typeof item === 'string') return { text: nonEmpty(item) }
  const wrong = (what: string) => badRequest(`can't parse keyboard button: ${what}`)
  if (!isObject(item)) throw wrong('KeyboardButton must be a String or an Object')
  const text = item['text']
  if (typeof text !== 'string') throw wrong(`Can't find field "text"`)
  const kind = keyboardKinds.find((name) => item[name] !== undefined && item[name] !== false)
  if (kind !== undefined) checkInner(kind, item[kind], wrong)
  return { text: nonEmpty(text), ...(kind === undefined ? {} : { [kind]: item[kind] }) }
}

/** Such an object is kept as it came, and everybody in the chat reads it. */
function checkInner(name: string, value: unknown, wrong: (what: string) => Error): void {
  const field = innerTexts.get(name)
  if (field === undefined) return
  if (!isObject(value)) throw wrong(`Field "${name}" must be of type Object`)
  const inner = value[field]
  if (inner === undefined) throw wrong(`Can't find field "${field}"`)
  if (typeof inner !== 'string') throw wrong(`Field "${field}" must be of type String`)
}

function nonEmpty(text: string): string {
  if (text.trim() === '') throw badRequest('keyboard button text must be non-empty')
  return text
}

function options(value: Fields, names: readonly string[]): Fields {
  const present = names.filter((name) => value[name] !== undefined && value[name] !== false && value[name] !== '')
  return Object.fromEntries(present.map((name) => [name, value[name]]))
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
