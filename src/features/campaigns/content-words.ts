import type { Content } from '../../delivery/message.ts'

/** What goes with a text, in one word or two for the command line: `photo`, `photo + video`, `post of Taxi`. Empty for a text alone. */
export function cargoInWords({ media = [], forward }: Content): string {
  if (forward !== undefined) return `post of ${forward.title}`
  return media.map(({ kind }) => kind).join(' + ')
}
