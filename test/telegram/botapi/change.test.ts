import { describe, expect, it } from 'vitest'
import { parsePeer } from '../../../src/delivery/peer.ts'
import { fileOf, filesIn } from '../../contract/link-files.ts'
import { noAbort, openBotLink } from './link-setup.ts'

describe('a message of a bot', () => {
  it('is taken back, and a repeat that finds it gone says the same', async () => {
    const { link, standing, texts, group } = await setup()

    expect(await link.deleteMessage(standing, noAbort)).toMatchObject({ type: 'sent', messageId: standing.messageId })
    expect(await link.deleteMessage(standing, noAbort)).toMatchObject({ type: 'sent' })

    expect(texts(group.peer)).toEqual([])
  })

  it('is given another text, and a repeat that finds it so says the same', async () => {
    const { link, standing, texts, group } = await setup()
    const edit = () => link.editMessage({ ...standing, text: 'ikki joy', entities: [] }, noAbort)

    expect([await edit(), await edit()]).toMatchObject([{ type: 'sent' }, { type: 'sent' }])

    expect(texts(group.peer)).toEqual(['ikki joy'])
  })

  it('is given another caption where it is a file or an album, whose first part carries it', async () => {
    const { link, send, standing, group, world, aziz, bot } = await setup()
    const file = (kind: 'photo' | 'video', randomId: string) => {
      return { kind, randomId, reference: null, file: fileOf(kind) }
    }
    const photo = filesIn(await send({ peer: group.peer, text: 'bir', files: [file('photo', '7')] }))
    const album = [file('photo', '8'), file('video', '9')]
    const parts = filesIn(await send({ peer: group.peer, text: 'ikki', files: album }))
    const edit = (messageId = 0) => {
      const entities = [{ type: 'bold' as const, offset: 0, length: 3 }]
      return link.editMessage({ ...standing, messageId, text: 'uch joy', entities }, noAbort)
    }

    expect(await edit(photo.messageIds[0])).toMatchObject({ type: 'sent' })
    expect(await edit(parts.messageIds[0])).toMatchObject({ type: 'sent' })
    expect(await edit(parts.messageIds[0])).toMatchObject({ type: 'sent' })

    const history = world.messages.history(aziz.id, group.peer, { limit: 50, order: 'oldest first' })
    const ofFiles = history.filter(({ fromId, media }) => fromId === bot.id && media !== null)
    expect(ofFiles.map(({ text }) => text)).toEqual(['uch joy', 'uch joy', ''])
    expect(ofFiles[0]?.entities).toMatchObject([{ type: 'bold', offset: 0, length: 3 }])
  })

  it('is refused when it is too old to be deleted, or gone when it is to be edited', async () => {
    const { link, standing, clock } = await setup()

    clock.advance(48 * 3_600_000)
    expect(await link.deleteMessage(standing, noAbort)).toMatchObject({
      type: 'refused',
      error: `Bad Request: message can't be deleted`,
      what: 'request',
    })
    const gone = { ...standing, messageId: 999_999 }
    expect(await link.editMessage({ ...gone, text: 'x', entities: [] }, noAbort)).toMatchObject({
      type: 'refused',
      what: 'request',
    })
  })
})

async function setup() {
  const opened = await openBotLink()
  const peer = parsePeer(opened.group.peer)
  const sent = await opened.send({ peer: opened.group.peer })
  if (peer === undefined || sent.type !== 'sent' || sent.messageId === null) throw new Error('not sent')
  return { ...opened, standing: { to: { peer, accessHash: null }, messageId: sent.messageId } }
}
