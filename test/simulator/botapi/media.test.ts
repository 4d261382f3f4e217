import { createServer } from 'node:http'
import { InputFile, InputMediaBuilder } from 'grammy'
import { describe, expect, it, onTestFinished } from 'vitest'
import { jpeg, png } from './images.ts'
import { refusal, setup } from './setup.ts'

describe('photos', () => {
  it('are uploaded, shown in two sizes, downloaded and sent again by their file_id', async () => {
    const { api, aziz, bot, apiRoot } = await setup()
    const picture = jpeg(1280, 720)

    const { photo, caption } = await api.sendPhoto(aziz.id, new InputFile(picture, 'a.jpg'), {
      caption: '*qalin*',
      parse_mode: 'MarkdownV2',
    })
    const again = await api.sendPhoto(aziz.id, photo.at(-1)?.file_id ?? '')
    const file = await api.getFile(photo.at(-1)?.file_id ?? '')
    const response = await fetch(`${apiRoot}/file/bot${bot.bot?.token}/${file.file_path}`)

    expect(caption).toBe('qalin')
    expect(photo.map(({ width, height }) => [width, height])).toEqual([
      [320, 180],
      [1280, 720],
    ])
    expect(again.photo).toEqual(photo)
    expect(file).toMatchObject({ file_size: picture.length, file_path: expect.stringMatching(/^photos\/.*\.jpg$/) })
    expect(Buffer.from(await response.arrayBuffer()).equals(picture)).toBe(true)
  })

  it.each<[string, Buffer, string]>([
    ['no picture', Buffer.from('not a picture'), '400 Bad Request: IMAGE_PROCESS_FAILED'],
    ['too wide', png(9000, 1100), '400 Bad Request: PHOTO_INVALID_DIMENSIONS'],
    ['too narrow', png(2100, 100), '400 Bad Request: PHOTO_INVALID_DIMENSIONS'],
    ['empty', Buffer.alloc(0), '400 Bad Request: file must be non-empty'],
    [
      'above 10 MB',
      Buffer.concat([png(10, 10), Buffer.alloc(10 * 1024 * 1024)]),
      '400 Bad Request: file of size 10485817 bytes is too big for a photo; the maximum size is 10485760 bytes',
    ],
  ])('are refused when they are %s', async (_, data, answer) => {
    const { api, aziz } = await setup()

    expect(await refusal(api.sendPhoto(aziz.id, new InputFile(data, 'a.png')))).toBe(answer)
  })

  it('cannot be taken from another bot, nor from nothing', async () => {
    const { api, aziz, createBot, apiRoot, bot } = await setup()
    const { photo } = await api.sendPhoto(aziz.id, new InputFile(png(10, 10)))
    const { file_path } = await api.getFile(photo[0]?.file_id ?? '')
    const other = createBot(aziz)
    const ask = async (path: string) => (await (await fetch(`${apiRoot}${path}`)).json()) as object

    expect(await ask(`/bot${other.bot?.token}/getFile?file_id=${photo[0]?.file_id}`)).toMatchObject({
      description: 'Bad Request: wrong file_id or the file is temporarily unavailable',
    })
    expect(await ask(`/file/bot${other.bot?.token}/${file_path}`)).toMatchObject({ error_code: 404 })
    expect(await ask(`/file/bot${bot.bot?.token}/photos/..%2f..%2fsimulator.db`)).toMatchObject({ error_code: 404 })
    expect(await refusal(api.sendPhoto(aziz.id, 'AgACAgIAAxkBAAIB'))).toBe(
      '400 Bad Request: wrong file identifier/HTTP URL specified',
    )
    expect(await refusal(api.raw.sendPhoto({ chat_id: aziz.id } as never))).toBe(
      '400 Bad Request: there is no photo in the request',
    )
  })

  it('have one file_unique_id for all bots, over a restart too', async () => {
    const before = await setup()
    const { aziz, bot, group } = before
    const other = before.createBot(undefined, { privacy: false })
    before.world.membership.add(group, aziz.id, [other.id])
    before.world.chats.changeMember(group, bot.id, { role: 'admin', adminRights: [] }, aziz.id)
    const sent = await before.api.sendPhoto(group.peer, new InputFile(png(10, 10)))

    const { world, api } = await before.restart()
    const message = world.messages.find(group.peer, sent.message_id)
    if (message === undefined) throw new Error('the message is not in the world')
    world.messages.forward(aziz.id, [message], group.peer)

    const seen = await Promise.all(
      [bot, other].map(async (each) => (await api(each).getUpdates()).at(-1)?.message?.photo?.[0]),
    )
    expect(new Set(seen.map((photo) => photo?.file_unique_id))).toEqual(new Set([sent.photo?.[0]?.file_unique_id]))
    expect(new Set(seen.map((photo) => photo?.file_id)).size).toBe(2)
    expect(seen[0]?.file_id).toBe(sent.photo?.[0]?.file_id)
  })
})

describe('documents and other files', () => {
  it('keep their name, size and type', async () => {
    const { api, aziz } = await setup()

    const { document } = await api.sendDocument(aziz.id, new InputFile(Buffer.from('a,b'), 'hisobot.csv'), {
      caption: 'mana',
    })
    const sticker = await api.sendSticker(aziz.id, new InputFile(png(512, 512), 'a.webp'))
    const voice = await api.sendVoice(aziz.id, new InputFile(Buffer.from('ogg'), 'a.ogg'))
    const animation = await api.sendAnimation(aziz.id, new InputFile(Buffer.from('mp4'), 'a.mp4'))

    expect(document).toMatchObject({ file_name: 'hisobot.csv', mime_type: 'text/csv', file_size: 3 })
    expect(sticker.sticker).toMatchObject({ width: 512, height: 512 })
    expect(voice.voice?.mime_type).toBe('audio/ogg')
    expect(animation.document?.file_id).toBe(animation.animation?.file_id)
    expect(await refusal(api.sendPhoto(aziz.id, document?.file_id ?? ''))).toBe(
      `400 Bad Request: can't use file of type Document as Photo`,
    )
    expect(await refusal(api.sendDocument(aziz.id, document?.file_id ?? '', { caption: 'я'.repeat(1025) }))).toBe(
      '400 Bad Request: message caption is too long',
    )
  })

  it('come from an address of this machine, and from no other', async () => {
    const { api, aziz } = await setup()
    const web = createServer((request, response) => {
      if (request.url === '/a.txt') response.end('salom')
      else response.writeHead(404).end()
    })
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void web.close())
    const { port } = web.address() as { port: number }

    const { document } = await api.sendDocument(aziz.id, `http://127.0.0.1:${port}/a.txt`)

    expect(document).toMatchObject({ file_name: 'a.txt', file_size: 5 })
    const failed = '400 Bad Request: failed to get HTTP URL content'
    expect(await refusal(api.sendDocument(aziz.id, `http://127.0.0.1:${port}/b.txt`))).toBe(failed)
    expect(await refusal(api.sendDocument(aziz.id, 'https://example.com/a.txt'))).toBe(failed)
  })

  it('are 50 MB at most, and downloads 20 MB', async () => {
    const { api, aziz } = await setup()
    const large = (megabytes: number) => new InputFile(Buffer.alloc(megabytes * 1024 * 1024 + 1, 'x'), 'large.bin')

    const { document } = await api.sendDocument(aziz.id, large(20))

    expect(await refusal(api.getFile(document?.file_id ?? ''))).toBe('400 Bad Request: file is too big')
    expect(await refusal(api.sendDocument(aziz.id, large(50)))).toBe('413 Request Entity Too Large')
    expect(await refusal(api.sendDocument(aziz.id, large(60)))).toBe('413 Request Entity Too Large')
  })
})

describe('albums', () => {
  it('are messages of one group', async () => {
    const { api, aziz } = await setup()
    const media = [1, 2].map((number) =>
      InputMediaBuilder.photo(new InputFile(png(10, number)), { caption: `${number}` }),
    )

    const album = await api.sendMediaGroup(aziz.id, media)

    expect(album.map(({ caption }) => caption)).toEqual(['1', '2'])
    expect(new Set(album.map((message) => ('media_group_id' in message ? message.media_group_id : ''))).size).toBe(1)
    const copies = await api.copyMessages(
      aziz.id,
      aziz.id,
      album.map(({ message_id }) => message_id),
    )
    expect(copies).toHaveLength(2)
  })

  it('have 2 to 10 files that go together', async () => {
    const { api, aziz } = await setup()
    const photo = () => InputMediaBuilder.photo(new InputFile(png(10, 10)))
    const document = () => InputMediaBuilder.document(new InputFile(Buffer.from('x'), 'x.txt'))
    const send = (media: Parameters<typeof api.sendMediaGroup>[1]) => refusal(api.sendMediaGroup(aziz.id, media))

    expect(await send([photo()])).toBe('400 Bad Request: there must be at least 2 messages to send as an album')
    expect(await send(Array.from({ length: 11 }, photo))).toBe('400 Bad Request: too many messages to send as an album')
    expect(await send([photo(), document()] as never)).toBe(
      `400 Bad Request: document can't be mixed with other media types`,
    )
  })
})

describe('editMessageMedia', () => {
  it('puts another file in the place of the first', async () => {
    const { api, aziz } = await setup()
    const { message_id } = await api.sendPhoto(aziz.id, new InputFile(png(10, 10)), { caption: 'eski' })

    const edited = await api.editMessageMedia(
      aziz.id,
      message_id,
      InputMediaBuilder.document(new InputFile(Buffer.from('x'), 'x.txt')),
    )

    expect(edited).toMatchObject({ message_id, document: { file_name: 'x.txt' }, edit_date: expect.any(Number) })
    expect(edited).not.toHaveProperty('photo')
    expect(edited).not.toHaveProperty('caption')
  })
})
