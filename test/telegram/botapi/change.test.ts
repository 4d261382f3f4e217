import { describe, expect, it } from 'vitest'
import { parsePeer } from '../../../src/delivery/peer.ts'
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
