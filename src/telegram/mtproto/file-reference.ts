import bigInt from 'big-integer'
import { Api } from 'telegram'
import type { OutgoingFile } from '../../delivery/media.ts'

/** As MTProto names a file: for one account, and until the reference is too old (https://core.telegram.org/api/file-references). */
interface Named {
  readonly type: 'photo' | 'document'
  /** 64 bits, so text. */
  readonly id: string
  readonly hash: string
  /** Base64. */
  readonly reference: string
}

/** The file in some media, as text that goes into a row; undefined when there is none. */
export function referenceIn(media: Api.TypeMessageMedia | undefined): string | undefined {
  const isPhoto = media instanceof Api.MessageMediaPhoto
  const file = isPhoto ? media.photo : media instanceof Api.MessageMediaDocument ? media.document : undefined
  if (!(file instanceof Api.Photo || file instanceof Api.Document)) return undefined
  const named: Named = {
    type: isPhoto ? 'photo' : 'document',
    id: file.id.toString(),
    hash: file.accessHash.toString(),
    reference: Buffer.from(file.fileReference).toString('base64'),
  }
  return JSON.stringify(named)
}

/** @throws when no link of this kind wrote the reference */
export function inputMedia({ reference }: OutgoingFile): Api.TypeInputMedia {
  if (reference === null) throw new Error('a file of an account without its reference')
  const named = JSON.parse(reference) as Named
  const [id, accessHash] = [bigInt(named.id), bigInt(named.hash)]
  const file = { id, accessHash, fileReference: Buffer.from(named.reference, 'base64') }
  return named.type === 'photo'
    ? new Api.InputMediaPhoto({ id: new Api.InputPhoto(file) })
    : new Api.InputMediaDocument({ id: new Api.InputDocument(file) })
}
