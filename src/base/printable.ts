/**
 * A text from outside as it may stand in a line for a person: a group's title may hold what makes a terminal do things, or turns the
 * line around, and there it is only text.
 */
export function printable(text: string): string {
  return text.replaceAll(unprintable, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

const unprintable = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu
