import { z } from 'zod'
import { filePartBytes, mediaKinds } from '../../delivery/media.ts'
import { controlVerb } from '../feature.ts'
import type { Control, ControlDeps } from '../feature.ts'
import type { MediaVerbs } from './verbs.ts'

const newFile = z.object({
  ownerId: z.int(),
  kind: z.enum(mediaKinds),
  /** SHA-256 of its bytes: the same ones again are one file. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  name: z.string(),
  mime: z.string(),
  sizeBytes: z.int().positive(),
})

const newPart = z.object({
  fileId: z.int(),
  part: z.int().min(0),
  bytes: z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64'))),
})

/** Puts files into the library for the command line, part by part because a line of the control socket has an end. All may be repeated. */
export function mediaControl({ store, clock }: ControlDeps<MediaVerbs>): Control {
  // No bot has seen it, so that none can show it by a name of its own.
  const ofNoBot = { botId: 0, botFileId: '', width: 0, height: 0, durationS: 0 }
  return {
    'files.add': controlVerb(newFile, ({ digest, ...file }) =>
      store.addFile({ ...file, ...ofNoBot, uniqueId: `sha256:${digest}`, nowMs: clock.nowMs() }),
    ),
    'files.part': controlVerb(
      newPart.refine(({ bytes }) => bytes.length > 0 && bytes.length <= filePartBytes),
      (part) => store.addFilePart(part),
    ),
    'files.end': controlVerb(z.object({ fileId: z.int() }), ({ fileId }) => store.endFile(fileId)),
  }
}
