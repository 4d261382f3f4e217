import { Refusal } from '../../../base/refusal.ts'
import type { Content } from '../../../delivery/message.ts'
import { parseHtml } from './html.ts'

/** What `--html --text` says. @throws Refusal that names all that is wrong */
export function readHtml(source: string): Content {
  const { content, mistakes } = parseHtml(source)
  if (mistakes.length === 0) return content
  throw new Refusal(`the text cannot be read: ${mistakes.map(({ text }) => text).join('; ')}`)
}
