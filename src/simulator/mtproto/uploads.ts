import { createHash } from 'node:crypto'
import type { FileBytes } from '../world/files/file-bytes.ts'
import { imageSize } from '../world/files/image-size.ts'
import type { MediaKind, StoredFile, User } from '../world/model.ts'
import { badRequest } from '../world/refusal.ts'
import type { World } from '../world/world.ts'
import type { TlObject } from './wire/tl/object.ts'

/** https://core.telegram.org/api/files#uploading-files */
const partMaxBytes = 512 * 1024
const partUnitBytes = 1024
const partsMax = 4000
const partsPremiumMax = 8000
const photoMaxBytes = 10 * 1024 * 1024
const photoSidesMax = 10_000
const photoRatioMax = 20

/** Ours: parts stand in memory, and a client that never sends what it uploads must not fill it. Telegram keeps them for hours. */
const keptMaxBytes = 256 * 1024 * 1024

interface Parts {
  readonly byIndex: Map<number, Buffer>
  bytes: number
}

/** What an upload is to become. */
export interface UploadedAs {
  readonly kind: MediaKind
  readonly mime: string
  /** Instead of the name that the upload has. */
  readonly name?: string
  /** As the client says; a picture's are read from its header. */
  readonly width: number
  readonly height: number
}

/** Files on their way from people, part by part. Lost at a restart: a client is then told which part is missing. */
export class Uploads {
  readonly bytes: FileBytes
  readonly #world: World
  /** In the order in which they began. */
  readonly #open = new Map<string, Parts>()
  #keptBytes = 0

  constructor(world: World, bytes: FileBytes) {
    this.#world = world
    this.bytes = bytes
  }

  /** @throws Refusal FILE_PART_INVALID, FILE_PART_EMPTY or FILE_PART_TOO_BIG */
  savePart(user: User, fileId: bigint, index: number, part: Buffer): void {
    if (index < 0 || index >= (user.premium ? partsPremiumMax : partsMax)) throw badRequest('FILE_PART_INVALID')
    if (part.length === 0) throw badRequest('FILE_PART_EMPTY')
    if (part.length > partMaxBytes) throw badRequest('FILE_PART_TOO_BIG')
    const name = nameOf(user, fileId)
    const parts = this.#open.get(name) ?? { byIndex: new Map<number, Buffer>(), bytes: 0 }
    this.#open.set(name, parts)
    const grownBy = part.length - (parts.byIndex.get(index)?.length ?? 0)
    parts.byIndex.set(index, part)
    parts.bytes += grownBy
    this.#keptBytes += grownBy
    this.#forgetOldest(name)
  }

  /**
   * Puts the parts that an InputFile names together, on disk; its row is the caller's to add, in the turn that uses it.
   * @throws Refusal FILE_PARTS_INVALID, FILE_PART_X_MISSING, FILE_PART_SIZE_INVALID, MD5_CHECKSUM_INVALID and those of photos
   */
  async finish(user: User, input: TlObject, wanted: UploadedAs): Promise<StoredFile> {
    const data = this.#dataOf(user, input)
    const { kind } = wanted
    const sides = kind === 'photo' ? photoSides(data) : (imageSize(data) ?? wanted)
    const id = this.#world.files.nextId()
    await this.bytes.write(id, data)
    const name = (wanted.name ?? textOf(input['name'])).slice(0, 255) || `${kind}.dat`
    const { width, height } = sides
    return { id, kind, name, mime: wanted.mime, sizeBytes: data.length, width, height, ownerId: user.id }
  }

  #dataOf(user: User, input: TlObject): Buffer {
    if (input._ !== 'inputFile' && input._ !== 'inputFileBig') throw badRequest('INPUT_FILE_INVALID')
    const [fileId, count] = [input['id'] as bigint, Number(input['parts'])]
    if (count < 1) throw badRequest('FILE_PARTS_INVALID')
    const parts = this.#open.get(nameOf(user, fileId))?.byIndex
    const list = Array.from({ length: Math.min(count, partsPremiumMax) }, (_, index) => {
      const part = parts?.get(index)
      if (part === undefined) throw badRequest(`FILE_PART_${index}_MISSING`)
      return part
    })
    const [first] = list
    // All but the last are of one size, which fits a number of times into the largest one.
    const isEven = list.slice(0, -1).every(({ length }) => length === first?.length && length % partUnitBytes === 0)
    if (!isEven) throw badRequest('FILE_PART_SIZE_INVALID')
    const data = Buffer.concat(list)
    const digest = input['md5Checksum']
    const isSaid = input._ === 'inputFile' && typeof digest === 'string' && digest !== ''
    if (isSaid && createHash('md5').update(data).digest('hex') !== digest.toLowerCase())
      throw badRequest('MD5_CHECKSUM_INVALID')
    return data
  }

  #forgetOldest(spared: string): void {
    for (const [name, { bytes }] of this.#open) {
      if (this.#keptBytes <= keptMaxBytes) return
      if (name === spared) continue
      this.#open.delete(name)
      this.#keptBytes -= bytes
    }
  }
}

/** Ids are drawn by clients, so that two accounts may have the same. */
function nameOf({ id }: User, fileId: bigint): string {
  return `${id}|${fileId}`
}

function photoSides(data: Buffer) {
  if (data.length > photoMaxBytes) throw badRequest('PHOTO_SAVE_FILE_INVALID')
  const size = imageSize(data)
  if (size === undefined) throw badRequest('IMAGE_PROCESS_FAILED')
  const [short, long] = [Math.min(size.width, size.height), Math.max(size.width, size.height)]
  const isAllowed = short > 0 && short + long <= photoSidesMax && long <= short * photoRatioMax
  if (!isAllowed) throw badRequest('PHOTO_INVALID_DIMENSIONS')
  return size
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
