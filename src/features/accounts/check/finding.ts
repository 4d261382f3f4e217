import { z } from 'zod'

/** What a look at an account found out. Stands as JSON in the attempt's row. */
const schema = z.object({
  /**
   * `frozen`: it can only read, until `untilMs` or an appeal. `restricted`: Telegram marks it, and some people do not see it. A spam
   * limit shows only when something is sent: Telegram tells it nowhere else.
   */
  verdict: z.enum(['fine', 'restricted', 'frozen']),
  untilMs: z.int().nullable(),
})

export type Finding = z.infer<typeof schema>

/** @returns undefined where there is none, or it was written by another version */
export function findingIn(text: string | null): Finding | undefined {
  if (text === null) return undefined
  try {
    return schema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
