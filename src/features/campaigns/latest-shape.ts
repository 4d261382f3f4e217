import { z } from 'zod'

/** What becomes of a campaign's older message in a group. */
export const keepLatestShape = z.enum(['off', 'delete', 'edit'])
