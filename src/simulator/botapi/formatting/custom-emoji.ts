/** MTProto gives a custom emoji's id as a long: one that does not fit would break every answer that holds the message. */
export function isEmojiId(text: string): boolean {
  return /^-?\d{1,19}$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text)
}
