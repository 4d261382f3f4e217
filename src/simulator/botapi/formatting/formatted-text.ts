import type { Entity } from '../../world/model.ts'

export interface FormattedText {
  readonly text: string
  readonly entities: readonly Entity[]
}

/** The text is not what its parse mode allows; the message says where, as Telegram does: the answer repeats it. */
export class ParseFailure extends Error {
  override readonly name = 'ParseFailure'
}

/** Telegram counts places in the source in bytes of UTF-8. */
export function byteOffset(source: string, index: number): number {
  return Buffer.byteLength(source.slice(0, index))
}

/** As Telegram's parsers see it: the end of the text counts as white space. */
export function isSpace(character: string | undefined): boolean {
  return character === undefined || character === '' || /[ \t\r\n\0\v]/.test(character)
}
