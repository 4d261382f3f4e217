import { createHash } from 'node:crypto'
import bigInt from 'big-integer'
import { Api } from 'telegram'
import type { TelegramClient } from 'telegram'
import { CustomFile } from 'telegram/client/uploads.js'
import { describe, expect, it } from 'vitest'
import { refusalOf } from '../../support/account.ts'
import { channelFor, clientOf, inputFor, startChatting } from '../../support/chatting.ts'
import { jpeg, png } from '../botapi/images.ts'

const day = 24 * 3_600_000

describe('a file that somebody uploads', () => {
  it('is what the unmodified client sends with its own sendFile', async () => {
    const { telegram, world, aziz, malika, malikaClient, group } = await setup()
    const picture = png(800, 600)

    const sent = await malikaClient.sendFile(inputFor(telegram, malika, group), {
      file: new CustomFile('photo.png', picture.length, '', picture),
      caption: 'salom',
      workers: 1,
    })

    expect(world.messages.history(aziz.id, group, { limit: 1 })).toMatchObject([
      { id: sent.id, text: 'salom', media: { type: 'file', kind: 'photo', fileId: 1 } },
    ])
    expect(world.files.find(1)).toMatchObject({ width: 800, height: 600, sizeBytes: picture.length })
  })

  it('is put together from its parts, and comes back byte by byte', async () => {
    const { upload, uploadMedia, malikaClient } = await setup()
    const data = bytes(1_300_000)
    const file = await upload(data, 'katta.bin')

    const { document } = (await uploadMedia(documentOf(file, 'katta.bin'))) as { document: Api.Document }
    const location = locationOf(document)
    const parts: Buffer[] = []
    for (let offset = 0; offset < data.length; offset += 524_288) {
      const request = new Api.upload.GetFile({ location, offset: bigInt(offset), limit: 524_288 })
      parts.push(((await malikaClient.invoke(request)) as Api.upload.File).bytes)
    }

    expect(Buffer.concat(parts).equals(data)).toBe(true)
    expect(document).toMatchObject({ size: bigInt(data.length), mimeType: 'application/octet-stream' })
  })

  it('is refused when a part is missing, the digest differs, or no picture is in it', async () => {
    const { upload, uploadMedia } = await setup()
    const file = await upload(bytes(600_000), 'a.bin')
    const missing = new Api.InputFile({ id: file.id, parts: 3, name: 'a.bin', md5Checksum: '' })
    const other = new Api.InputFile({ id: file.id, parts: 2, name: 'a.bin', md5Checksum: 'x' })
    const text = await upload(Buffer.from('no picture'), 'a.jpg')

    expect(await refusalOf(uploadMedia(documentOf(missing, 'a')))).toBe('FILE_PART_2_MISSING')
    expect(await refusalOf(uploadMedia(documentOf(other, 'a')))).toBe('MD5_CHECKSUM_INVALID')
    expect(await refusalOf(uploadMedia(new Api.InputMediaUploadedPhoto({ file: text })))).toBe('IMAGE_PROCESS_FAILED')
    const wide = await upload(jpeg(9000, 100), 'wide.jpg')
    expect(await refusalOf(uploadMedia(new Api.InputMediaUploadedPhoto({ file: wide })))).toBe(
      'PHOTO_INVALID_DIMENSIONS',
    )
  })

  it('loses its parts with the process, and not what was made of them', async () => {
    const { telegram, malika, malikaClient, upload, uploadMedia, group } = await setup()
    const photo = await photoIn(uploadMedia, upload)
    const file = await upload(bytes(1000), 'a.bin')
    await malikaClient.destroy()
    const again = await telegram.restart()
    const client = await clientOf(again, again.world.users.get(malika.id))

    const request = (media: Api.TypeInputMedia, randomId: number) =>
      new Api.messages.SendMedia({
        peer: inputFor(again, malika, group),
        media,
        message: '',
        randomId: bigInt(randomId),
      })
    expect(await refusalOf(client.invoke(request(documentOf(file, 'a'), 1)))).toBe('FILE_PART_0_MISSING')
    await client.invoke(request(mediaOf(photo), 2))

    expect(again.world.messages.history(malika.id, group, { limit: 1 })).toMatchObject([{ media: { kind: 'photo' } }])
  })
})

describe('a file that Telegram has', () => {
  it('is sent again and again without its bytes, in every group, and makes no second message for one random_id', async () => {
    const { telegram, world, malika, upload, uploadMedia, send, group } = await setup()
    const photo = await photoIn(uploadMedia, upload)

    await send(mediaOf(photo), 1n, 'bir')
    const again = await send(mediaOf(photo), 1n, 'bir')
    await send(mediaOf(photo), 2n, 'ikki')

    const seen = world.messages.history(malika.id, group, { limit: 5 }).filter(({ media }) => media !== null)
    expect(seen.map(({ text }) => text)).toEqual(['ikki', 'bir'])
    expect((again as Api.Updates).updates[0]).toMatchObject({ id: seen[1]?.id, randomId: bigInt(1) })
    const lines = telegram.files.db
      .prepare(`select method, random_id, applied from ledger where method like '%edia' order by seq`)
      .all()
    expect(lines.map((line) => Object.values(line as object))).toEqual([
      ['messages.uploadMedia', null, 0],
      ['messages.sendMedia', '1', 1],
      ['messages.sendMedia', '1', 0],
      ['messages.sendMedia', '2', 1],
    ])
  })

  it('is refused with a wrong hash or reference, and with one that is a day old or was made to expire', async () => {
    const { world, clock, upload, uploadMedia, send, group } = await setup()
    const photo = await photoIn(uploadMedia, upload)
    const other = (change: object) => mediaOf(Object.assign(Object.create(photo) as Api.Photo, change))

    expect(await refusalOf(send(other({ accessHash: bigInt(7) }), 1n))).toBe('MEDIA_EMPTY')
    expect(await refusalOf(send(other({ fileReference: Buffer.alloc(0) }), 1n))).toBe('FILE_REFERENCE_EMPTY')
    expect(await refusalOf(send(other({ fileReference: Buffer.alloc(16) }), 1n))).toBe('FILE_REFERENCE_INVALID')
    clock.advance(day)
    expect(await refusalOf(send(mediaOf(photo), 1n))).toBe('FILE_REFERENCE_EXPIRED')

    const fresh = await photoIn(uploadMedia, upload)
    world.files.references.expire()
    clock.advance(10)
    expect(await refusalOf(send(mediaOf(fresh), 1n))).toBe('FILE_REFERENCE_EXPIRED')
    expect(world.chats.get(group).lastMessageId).toBe(1)
  })

  it('gets a fresh reference from the message that it stands in', async () => {
    const { telegram, world, clock, malika, malikaClient, upload, uploadMedia, send, group } = await setup()
    const answer = (await send(mediaOf(await photoIn(uploadMedia, upload)), 1n)) as Api.Updates
    const { id } = answer.updates[0] as Api.UpdateMessageID
    world.files.references.expire()
    clock.advance(10)

    const channel = channelFor(telegram, malika, group)
    const request = new Api.channels.GetMessages({ channel, id: [new Api.InputMessageID({ id })] })
    const { messages } = (await malikaClient.invoke(request)) as Api.messages.ChannelMessages
    const { media } = messages[0] as Api.Message
    await send(mediaOf((media as Api.MessageMediaPhoto).photo as Api.Photo), 2n)

    expect(world.messages.history(malika.id, group, { limit: 1 })).toMatchObject([{ media: { kind: 'photo' } }])
  })
})

describe('an album', () => {
  it('is one group of messages, with a random_id for each, and the rest of a half one joins it', async () => {
    const { world, malika, upload, uploadMedia, album, group } = await setup()
    const photo = await photoIn(uploadMedia, upload)
    const first = await album([photo, photo], [1n, 2n], 'izoh')

    const second = await album([photo, photo, photo], [1n, 2n, 3n], 'izoh')

    const seen = world.messages.history(malika.id, group, { limit: 9, order: 'oldest first' })
    const parts = seen.filter(({ media }) => media !== null)
    expect(parts.map(({ text }) => text)).toEqual(['izoh', '', ''])
    expect(new Set(parts.map(({ groupedId }) => groupedId)).size).toBe(1)
    expect(idsIn(first)).toEqual(parts.slice(0, 2).map(({ id }) => id))
    expect(idsIn(second)).toEqual(parts.map(({ id }) => id))
  })

  it('is written whole or not at all', async () => {
    const { world, upload, uploadMedia, album, group } = await setup()
    const photo = await photoIn(uploadMedia, upload)
    const { document } = (await uploadMedia(documentOf(await upload(bytes(10), 'a.bin'), 'a.bin'))) as {
      document: Api.Document
    }
    const before = world.chats.get(group).lastMessageId

    expect(await refusalOf(album([photo, document], [1n, 2n]))).toBe('MEDIA_GROUPED_INVALID')
    expect(await refusalOf(album([photo, photo], [1n, 1n]))).toBe('RANDOM_ID_DUPLICATE')
    expect(await refusalOf(album(Array<Api.Photo>(11).fill(photo), ids(11)))).toBe('MULTI_MEDIA_TOO_LONG')
    expect(await refusalOf(album([photo, photo], [1n, 2n], 'x'.repeat(1025)))).toBe('MEDIA_CAPTION_TOO_LONG')
    world.chats.update(world.chats.get(group), { slowModeSeconds: 60 })
    expect(await refusalOf(album([photo, photo], [1n, 2n]))).toBe('SLOWMODE_MULTI_MSGS_DISABLED')
    world.chats.update(world.chats.get(group), { slowModeSeconds: 0, defaultBanned: ['sendPhotos'] })
    expect(await refusalOf(album([photo, photo], [1n, 2n]))).toBe('CHAT_SEND_PHOTOS_FORBIDDEN')

    expect(world.chats.get(group).lastMessageId).toBe(before)
  })
})

type Media = { photo: Api.Photo } | { document: Api.Document }

/** Malika writes files into a group of Aziz's. */
async function setup() {
  const chatting = await startChatting()
  const { telegram, world, aziz, malika, malikaClient } = chatting
  const { peer: group } = world.chats.create({
    kind: 'supergroup',
    title: 'G',
    creatorId: aziz.id,
    memberIds: [malika.id],
  })
  const peer = inputFor(telegram, malika, group)
  const send = (media: Api.TypeInputMedia, randomId: bigint, message = '') =>
    malikaClient.invoke(new Api.messages.SendMedia({ peer, media, message, randomId: bigInt(randomId.toString()) }))
  const album = (files: readonly (Api.Photo | Api.Document)[], randomIds: readonly bigint[], caption = '') => {
    const multiMedia = files.map((file, index) => {
      const randomId = bigInt(String(randomIds[index]))
      return new Api.InputSingleMedia({ media: mediaOf(file), randomId, message: index === 0 ? caption : '' })
    })
    return malikaClient.invoke(new Api.messages.SendMultiMedia({ peer, multiMedia }))
  }
  const uploadMedia = async (media: Api.TypeInputMedia) => {
    const request = new Api.messages.UploadMedia({ peer: new Api.InputPeerSelf(), media })
    return (await malikaClient.invoke(request)) as unknown as Media
  }
  const upload = (data: Buffer, name: string) => uploadBytes(malikaClient, data, name)
  return { ...chatting, group, send, album, uploadMedia, upload }
}

let lastUpload = 0

/** On the client's own connection, as its `uploadFile` does on another one. */
async function uploadBytes(client: TelegramClient, data: Buffer, name: string): Promise<Api.InputFile> {
  const [fileId, partBytes] = [bigInt((lastUpload += 1)), 512 * 1024]
  const parts = Math.ceil(data.length / partBytes)
  for (let filePart = 0; filePart < parts; filePart++) {
    const part = data.subarray(filePart * partBytes, (filePart + 1) * partBytes)
    await client.invoke(new Api.upload.SaveFilePart({ fileId, filePart, bytes: part }))
  }
  const md5Checksum = createHash('md5').update(data).digest('hex')
  return new Api.InputFile({ id: fileId, parts, name, md5Checksum })
}

type Setup = Awaited<ReturnType<typeof setup>>

async function photoIn(uploadMedia: Setup['uploadMedia'], upload: Setup['upload']): Promise<Api.Photo> {
  const file = await upload(jpeg(640, 480), 'a.jpg')
  return ((await uploadMedia(new Api.InputMediaUploadedPhoto({ file }))) as { photo: Api.Photo }).photo
}

function documentOf(file: Api.TypeInputFile, fileName: string) {
  const attributes = [new Api.DocumentAttributeFilename({ fileName })]
  return new Api.InputMediaUploadedDocument({ file, mimeType: 'application/octet-stream', attributes })
}

function mediaOf(file: Api.Photo | Api.Document): Api.TypeInputMedia {
  const { id, accessHash, fileReference } = file
  return file instanceof Api.Photo
    ? new Api.InputMediaPhoto({ id: new Api.InputPhoto({ id, accessHash, fileReference }) })
    : new Api.InputMediaDocument({ id: new Api.InputDocument({ id, accessHash, fileReference }) })
}

function locationOf({ id, accessHash, fileReference }: Api.Document) {
  return new Api.InputDocumentFileLocation({ id, accessHash, fileReference, thumbSize: '' })
}

function idsIn(answer: Api.TypeUpdates): number[] {
  return (answer as Api.Updates).updates.flatMap((update) => (update instanceof Api.UpdateMessageID ? update.id : []))
}

function ids(count: number): bigint[] {
  return Array.from({ length: count }, (_, index) => BigInt(index + 1))
}

/** The same every time, and no two kilobytes alike. */
function bytes(length: number): Buffer {
  const data = Buffer.alloc(length)
  for (let at = 0; at + 4 <= length; at += 4) data.writeUInt32LE((at * 2_654_435_761) >>> 0, at)
  return data
}
