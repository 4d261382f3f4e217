import { Option } from 'commander'
import { z } from 'zod'

export const keepLatestShape = z.enum(['off', 'delete', 'edit'])

/** What becomes of a campaign's older message in a group. */
export function keepLatestOption(): Option {
  return new Option(
    '--keep-latest <how>',
    'one message in a group: delete the older ones, or edit the one that stands; off: all of them stay',
  ).choices(keepLatestShape.options)
}
