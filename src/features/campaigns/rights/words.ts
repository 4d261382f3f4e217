import { printable } from '../../../base/printable.ts'
import type { Database } from '../../../base/sqlite.ts'
import { relative } from '../../../cli/output.ts'
import type { MessageKind } from '../../../delivery/forbidden.ts'
import { openSpine } from '../../../store/store.ts'
import { openRights } from './store.ts'
import type { RefusingGroup } from './verbs.ts'

const kindNames: Readonly<Record<MessageKind, string>> = {
  text: 'texts without a file',
  photo: 'photos',
  video: 'videos',
  document: 'files',
  audio: 'music',
  voice: 'voice messages',
  animation: 'GIFs',
}

/** `photos`, `photos and videos`. */
export function kindsInWords(kinds: readonly MessageKind[]): string {
  const names = kinds.map((kind) => kindNames[kind])
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}

/** More than anybody reads; there may be still more. */
const lookedAtMax = 1_000
const shown = 3

/** Says of a campaign which of its groups will not take what it says, and what can be done; undefined where none is known. */
export function refusingInWords(db: Database, id: number, nowMs: number): string | undefined {
  const groups = openRights(db, openSpine(db)).campaignRefusals({ id, ownerId: null, limit: lookedAtMax, nowMs })
  const [first] = groups
  if (first === undefined) return undefined
  const kinds = [...new Set(groups.flatMap((group) => group.kinds))]
  const more = groups.length - shown
  const named = [...groups.slice(0, shown).map((group) => nameOf(group, nowMs)), ...(more > 0 ? [`${more} more`] : [])]
  const count = groups.length === 1 ? '1 group does' : `${groups.length} groups do`
  return (
    `${count} not take ${kindsInWords(kinds)}: ${named.join(', ')}. Nothing will arrive there: take them out, or change what is sent, with ` +
    `\`karvon campaigns edit ${id}\`. If their rules have changed: \`karvon accounts groups ${first.accountId} --refresh\`.`
  )
}

function nameOf({ title, peer, untilMs }: RefusingGroup, nowMs: number): string {
  const until = untilMs === null ? '' : ` (again ${relative(untilMs, nowMs)})`
  return `${title === '' ? peer : `'${printable(title)}'`}${until}`
}
