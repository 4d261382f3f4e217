import { z } from 'zod'

const minute = z.int().min(0).max(1439)

/** A timetable that comes from another process, or stands in a draft. Whether it can be kept, the store says. */
export const timetableShape = z.object({
  zone: z.string().min(1).max(64),
  calendar: z
    .object({ times: z.array(minute).max(1440).readonly(), days: z.array(z.int().min(0).max(6)).max(7).readonly() })
    .nullable(),
  quiet: z.object({ from: minute, until: minute }).nullable(),
  beginsAtMs: z.int().nullable(),
  endsAtMs: z.int().nullable(),
  rounds: z.int().nullable(),
})
