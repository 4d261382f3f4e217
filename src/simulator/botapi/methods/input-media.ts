import type { MediaKind } from '../../world/model.ts'
import { badRequest } from '../bot-error.ts'
import type { BotCall } from '../call.ts'
import { caption } from '../content.ts'
import type { FormattedText } from '../formatting/formatted-text.ts'
import { textOf } from '../http/args.ts'
import { fileOfCall } from './uploads.ts'
import type { KnownFile } from './uploads.ts'

export interface InputMedia {
  readonly kind: MediaKind
  readonly upload: KnownFile
  readonly caption: FormattedText
}

const kinds: readonly MediaKind[] = ['photo', 'video', 'document', 'audio', 'animation']

/** One InputMedia of a request (https://core.telegram.org/bots/api#inputmedia); `what` names it in errors. @throws BotError */
export async function inputMedia(call: BotCall, item: unknown, what: string): Promise<InputMedia> {
  if (typeof item !== 'object' || item === null || Array.isArray(item))
    throw badRequest(`can't parse ${what}: expected an Object`)
  const fields = item as Record<string, unknown>
  const type = textOf(fields['type'])
  const kind = kinds.find((name) => name === type)
  if (kind === undefined) throw badRequest(`can't parse ${what}: type "${type}" of the media is invalid`)
  const text = caption(textOf(fields['caption']), textOf(fields['parse_mode']), fields['caption_entities'])
  const source = textOf(fields['media'])
  if (source === '') throw badRequest(`can't parse ${what}: media not found`)
  return { kind, upload: await fileOfCall(call, '', kind, source), caption: text }
}
