import { z } from 'zod'
import { decodeContent, encodeContent } from '../../../delivery/message.ts'
import type { NewTarget } from '../verbs.ts'

/** As it stands in the store; whether it can be sent is the store's to say. */
export const contentShape = z.string().transform(decodeContent)
export const targetShape = z.object({
  accountId: z.int(),
  peer: z.int(),
  topic: z.int().min(0),
  content: contentShape.nullable().exactOptional(),
})

/** A target as it travels to whoever has it done. */
export function packTarget({ content, ...of }: NewTarget): z.input<typeof targetShape> {
  return content === undefined ? of : { ...of, content: content === null ? null : encodeContent(content) }
}
