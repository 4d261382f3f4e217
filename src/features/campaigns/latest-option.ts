import { Option } from 'commander'
import { keepLatestShape } from './latest-shape.ts'

/** What becomes of a campaign's older message in a group. */
export function keepLatestOption(): Option {
  return new Option(
    '--keep-latest <how>',
    'one message in a group: delete the older ones, or edit the one that stands; off: all of them stay',
  ).choices(keepLatestShape.options)
}

/** What it means, as the end of a line about older messages. */
export const olderInWords: Readonly<Record<'delete' | 'edit', string>> = {
  delete: 'deleted once the new one stands',
  edit: 'the one that stands is edited',
}
