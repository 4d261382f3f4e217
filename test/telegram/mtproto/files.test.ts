import { describe, expect, it } from 'vitest'
import { filesIn, fileOf, describesFiles } from '../../contract/link-files.ts'
import { addressFor, noAbort, openLink, valueOf } from './link-setup.ts'

describe('files of an account', () => {
  describesFiles(async () => {
    const opened = await openLink()
    const { world, telegram, aziz, malika, chat, link, send } = opened
    const channel = world.chats.create({
      kind: 'channel',
      title: 'Kanal',
      creatorId: malika.id,
      memberIds: [aziz.id],
    })
    const { id: messageId } = world.messages.send({ fromId: malika.id, to: channel.peer, text: 'post' })
    return {
      send: (message) => send(message),
      give: async (file, randomId) => {
        return { kind: file.kind, randomId, reference: valueOf(await link.upload(file, noAbort)) }
      },
      post: { from: addressFor(telegram, aziz, channel.peer), messageId },
      seen: () => written(opened),
      banPhotos: () => world.chats.update(chat, { defaultBanned: ['sendPhotos'] }),
    }
  })

  it('go up part by part on the one connection, beside which messages are sent', async () => {
    const { link, telegram, aziz, send, texts } = await openLink()
    const data = Buffer.alloc(11 * 1024 * 1024, 'karvon')

    const [uploaded, sent] = await Promise.all([link.upload(fileOf('document', data), noAbort), send()])

    expect([uploaded.type, sent.type]).toEqual(['answer', 'sent'])
    expect(telegram.world.files.find(1)).toMatchObject({ sizeBytes: data.length, kind: 'document' })
    expect(texts()).toEqual(['salom'])
    expect(telegram.server.connections()).toHaveLength(1)
    expect(telegram.keys.of(aziz.id)).toHaveLength(1)
  })

  it('make one message of an album, however often it is repeated', async () => {
    const opened = await openLink()
    const { link, send } = opened
    const reference = valueOf(await link.upload(fileOf('photo'), noAbort))
    const files = ['7', '8'].map((randomId) => ({ kind: 'photo' as const, randomId, reference }))

    const [first, second] = [await send({ files }), await send({ files })]

    expect(filesIn(second)).toEqual(filesIn(first))
    expect(written(opened)).toHaveLength(2)
  })

  it('are found again where they stand when their reference is too old', async () => {
    const opened = await openLink()
    const { link, send, to, world, telegram } = opened
    const reference = valueOf(await link.upload(fileOf('photo'), noAbort))
    const photo = (ref: string, randomId: string) => ({ kind: 'photo' as const, randomId, reference: ref })
    const { messageIds } = filesIn(await send({ files: [photo(reference, '7')] }))
    world.files.references.expire()
    telegram.clock.advance(10)

    const stale = await send({ files: [photo(reference, '8')] })
    const found = valueOf(await link.findFiles({ to, messageIds: [...messageIds, 999] }, noAbort))
    const [fresh = ''] = found.values()
    const outcome = await send({ files: [photo(fresh, '8')] })

    expect(stale).toMatchObject({ type: 'stale', what: 'file-reference' })
    expect([...found.keys()]).toEqual(messageIds)
    expect(outcome.type).toBe('sent')
    expect(written(opened)).toHaveLength(2)
  })

  it('are uploaded anew when Telegram has lost a part', async () => {
    const { link, break: meet } = await openLink()
    meet({ method: 'messages.uploadMedia', error: 'FILE_PART_0_MISSING', times: 1 })

    const [lost, again] = [await link.upload(fileOf('photo'), noAbort), await link.upload(fileOf('photo'), noAbort)]

    expect(lost).toMatchObject({ type: 'stale', what: 'upload' })
    expect(again.type).toBe('answer')
  })
})

function written({ world, chat, aziz }: Awaited<ReturnType<typeof openLink>>) {
  const history = world.messages.history(aziz.id, chat.peer, { limit: 50, order: 'oldest first' })
  return history.filter(({ action }) => action === null)
}
