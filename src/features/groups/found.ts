import { z } from 'zod'
import type { SealedChat } from './sealed-chat.ts'

const peers = z.array(z.int())

/** What work of these kinds leaves in its row, as JSON. */
export const topicsFound = z.object({
  topics: z.array(z.object({ id: z.int(), title: z.string(), isClosed: z.boolean() })),
})
export const foldersFound = z.object({
  folders: z.array(
    z.object({
      id: z.int(),
      title: z.string(),
      peers,
      excluded: peers,
      hasGroups: z.boolean(),
      hasChannels: z.boolean(),
    }),
  ),
})
export const linkFound = z.discriminatedUnion('type', [
  z.object({ type: z.literal('chat'), peer: z.int(), title: z.string(), whyNot: z.string().nullable() }),
  z.object({ type: z.literal('outside'), title: z.string() }),
  z.object({ type: z.literal('person') }),
  z.object({ type: z.literal('absent') }),
])

export type FoundTopic = z.output<typeof topicsFound>['topics'][number]
export type FoundFolder = z.output<typeof foldersFound>['folders'][number]
export type FoundLink = z.output<typeof linkFound>

/** What a link leads to, in a draft and in the row of work that is to look. */
export const sealedChat: z.ZodType<SealedChat> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('name'), username: z.string() }),
  z.object({ type: z.literal('invite'), digest: z.string(), sealed: z.string() }),
])

/** @returns undefined for what another version wrote, which is then read anew */
export function parseFound<Value>(schema: z.ZodType<Value>, result: string | null): Value | undefined {
  if (result === null) return undefined
  const parsed = schema.safeParse(JSON.parse(result))
  return parsed.success ? parsed.data : undefined
}
