import { mediaKinds } from './media.ts'
import type { Content } from './message.ts'

/**
 * What a message may be made of, as groups forbid it (https://core.telegram.org/constructor/chatBannedRights). `text` is a message without
 * files: what stands below a file is allowed with it. `embed_links` is not among them: without it the preview is missing, and nothing is
 * refused.
 */
export const messageKinds = ['text', ...mediaKinds] as const

export type MessageKind = (typeof messageKinds)[number]

/** What an account may not send somewhere, and until when: null until somebody allows it. What is not named is allowed, or not known. */
export type Forbidden = Readonly<Partial<Record<MessageKind, number | null>>>

/** Each kind once. Nothing of a post that is passed on: what it is made of is not known before. */
function kindsIn({ media = [], forward }: Content): readonly MessageKind[] {
  if (forward !== undefined) return []
  return media.length === 0 ? ['text'] : [...new Set(media.map(({ kind }) => kind))]
}

/** What of a content is forbidden at that instant. */
export function forbiddenIn(content: Content, forbidden: Forbidden, atMs: number): readonly MessageKind[] {
  return kindsIn(content).filter((kind) => {
    const untilMs = forbidden[kind]
    return untilMs === null || (untilMs !== undefined && untilMs > atMs)
  })
}

/** The text that stands in `peers.forbidden`. @returns null where nothing is forbidden */
export function encodeForbidden(forbidden: Forbidden): string | null {
  return Object.keys(forbidden).length === 0 ? null : JSON.stringify(forbidden)
}

/** Kinds that this version does not know are passed over: Telegram has the last word on each message. */
export function decodeForbidden(text: string | null): Forbidden {
  const stored: unknown = text === null ? null : JSON.parse(text)
  if (typeof stored !== 'object' || stored === null) return {}
  const known = messageKinds.flatMap((kind) => {
    const untilMs: unknown = Reflect.get(stored, kind)
    return untilMs === null || typeof untilMs === 'number' ? [[kind, untilMs] as const] : []
  })
  return Object.fromEntries(known)
}
