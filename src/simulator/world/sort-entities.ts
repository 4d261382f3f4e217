import type { Entity } from './model.ts'

/** The order that Telegram gives them in: by place, the outer one first; where two cover the same text, the heavier one is outer. */
export function sortEntities(entities: readonly Entity[]): Entity[] {
  return [...entities].sort(
    (one, other) => one.offset - other.offset || other.length - one.length || weight(one) - weight(other),
  )
}

const fromOuter = [
  ['blockquote', 'expandable_blockquote'],
  ['pre'],
  ['code'],
  ['text_link', 'text_mention'],
  ['bold'],
  ['italic'],
  ['underline'],
  ['strikethrough'],
  ['spoiler'],
  ['custom_emoji'],
]

const weights = new Map(fromOuter.flatMap((types, weight) => types.map((type) => [type, weight] as const)))

function weight({ type }: Entity): number {
  return weights.get(type) ?? 3.5
}
