/**
 * Masks what must not leave the process in a text: bot tokens, sessions, keys, phone numbers. By their shape, because they arrive
 * where nobody expects them: in the URL of a failed request, in a stack, in a field that a library added.
 *
 * Safe on a finished line of JSON: what is taken out has neither quotes nor backslashes, and what replaces it neither.
 */
export function redact(text: string): string {
  let masked = text
  for (const { shape, by } of shapes) masked = masked.replace(shape, by)
  return masked
}

/**
 * No shape looks at what stands before it, as `\b` would: in JSON a new line is the two characters `\n`, and the `n` would pass
 * for a part of the secret's word.
 */
const shapes: readonly { readonly shape: RegExp; readonly by: string }[] = [
  // https://core.telegram.org/bots/api#authorizing-your-bot; in a URL the colon may be escaped. A session that is glued to one loses
  // its beginning to it, and with that its shape: the token takes the rest too. No method of the Bot API has a name of 40 letters.
  { shape: /\d{6,12}(?:(?::|%3A)[\w-]{30,}(?:[+/=][\w+/=-]{40,})?)+/gi, by: '[bot token]' },
  // A StringSession of GramJS or Telethon is `1` and 350 or so characters of base64; Telethon's uses the URL alphabet. Half of one is
  // masked too, because messages are cut to a length.
  { shape: /1[\w+/=-]{120,}/g, by: '[session]' },
  // An auth key of 256 bytes in hex, as other clients export it.
  { shape: /[0-9a-f]{512}/gi, by: '[auth key]' },
  // Our own keys: 32 bytes in base64.
  { shape: /[\w+/-]{43}=/g, by: '[key]' },
  { shape: /\+(\d)\d{5,12}(\d\d)/g, by: '+$1***$2' },
  // Telegram's own objects have phones without the plus; as bare digits only the field's name tells them from an id.
  { shape: /(phone(?:_?number)?[\\"']*:\s*[\\"']*)(\d)\d{4,12}(\d\d)/gi, by: '$1$2***$3' },
]
