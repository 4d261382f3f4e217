import type { ReplyMarkup } from '../../world/model.ts'

/** A button under a message. Kinds that a browser cannot act out are shown, and say so when pressed. */
export interface InlineButtonView {
  readonly text: string
  readonly does:
    | { readonly type: 'callback'; readonly data: string }
    | { readonly type: 'url'; readonly url: string }
    | { readonly type: 'copy'; readonly text: string }
    | { readonly type: 'unsupported' }
}

/** A button below the input. Most write their text; one asks for the person's number. */
export interface KeyButtonView {
  readonly text: string
  readonly does: 'text' | 'contact' | 'unsupported'
}

export interface Keyboard {
  readonly rows: readonly (readonly KeyButtonView[])[]
  readonly isOneTime: boolean
  readonly placeholder: string
}

/** https://core.telegram.org/bots/api#replykeyboardmarkup: `selective` shows it to who was answered or mentioned only. */
export type KeyboardChange = 'replaced' | 'removed' | 'answer-wanted' | null

interface Fields {
  readonly [key: string]: unknown
}

// Bots send what they like: these bounds keep one message from filling the screen for good.
const rowsMax = 100
const buttonsPerRowMax = 12

export function inlineButtons(markup: ReplyMarkup | null): InlineButtonView[][] {
  return rowsOf(markup?.['inline_keyboard'], inlineButton)
}

export function keyboardOf(markup: ReplyMarkup | null): Keyboard {
  return {
    rows: rowsOf(markup?.['keyboard'], keyButton),
    isOneTime: markup?.['one_time_keyboard'] === true,
    placeholder: textOf(markup?.['input_field_placeholder']),
  }
}

export function keyboardChange(markup: ReplyMarkup | null): KeyboardChange {
  if (Array.isArray(markup?.['keyboard'])) return 'replaced'
  if (markup?.['remove_keyboard'] === true) return 'removed'
  return markup?.['force_reply'] === true ? 'answer-wanted' : null
}

export function touchesKeyboard(markup: ReplyMarkup | null): boolean {
  return keyboardChange(markup) !== null
}

function rowsOf<Button>(rows: unknown, button: (fields: Fields) => Button): Button[][] {
  if (!Array.isArray(rows)) return []
  return rows
    .slice(0, rowsMax)
    .map((row: unknown) =>
      Array.isArray(row) ? row.slice(0, buttonsPerRowMax).map((item) => button(fieldsOf(item))) : [],
    )
    .filter((row) => row.length > 0)
}

function inlineButton(fields: Fields): InlineButtonView {
  return { text: textOf(fields['text']), does: inlineDeed(fields) }
}

function inlineDeed(fields: Fields): InlineButtonView['does'] {
  if (typeof fields['callback_data'] === 'string') return { type: 'callback', data: fields['callback_data'] }
  const url = fields['url'] ?? fieldsOf(fields['login_url'])['url']
  if (typeof url === 'string') return { type: 'url', url }
  const copied = fieldsOf(fields['copy_text'])['text']
  return typeof copied === 'string' ? { type: 'copy', text: copied } : { type: 'unsupported' }
}

function keyButton(fields: Fields): KeyButtonView {
  const text = textOf(fields['text'])
  if (fields['request_contact'] === true) return { text, does: 'contact' }
  const isPlain = Object.keys(fields).every((key) => plainKeys.has(key) || fields[key] === false)
  return { text, does: isPlain ? 'text' : 'unsupported' }
}

const plainKeys = new Set(['text', 'style', 'icon_custom_emoji_id'])

/** The Bot API takes a bare string for a button that only has a text. */
function fieldsOf(value: unknown): Fields {
  if (typeof value === 'string') return { text: value }
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
