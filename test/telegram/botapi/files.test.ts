import { describe, expect, it } from 'vitest'
import { parsePeer } from '../../../src/delivery/peer.ts'
import { describesFiles, fileOf, filesIn } from '../../contract/link-files.ts'
import { openBotLink } from './link-setup.ts'

describe('files of a bot', () => {
  describesFiles(async () => {
    const opened = await openBotLink()
    const { world, aziz, bot, group, send } = opened
    const channel = world.chats.create({ kind: 'channel', title: 'Kanal', creatorId: aziz.id, memberIds: [bot.id] })
    const { id: messageId } = world.messages.send({ fromId: aziz.id, to: channel.peer, text: 'post' })
    const peer = parsePeer(channel.peer)
    if (peer === undefined) throw new Error('no peer')
    return {
      send: (message) => send({ peer: group.peer, ...message }),
      give: (file, randomId) => Promise.resolve({ kind: file.kind, randomId, reference: null, file }),
      post: { from: { peer, accessHash: null }, messageId },
      seen: () => written(opened),
      banPhotos: () => world.chats.update(group, { defaultBanned: ['sendPhotos'] }),
    }
  })

  it('go with the first message that carries them, and then by their file_id', async () => {
    const opened = await openBotLink()
    const { send, group, world } = opened
    const files = [
      { kind: 'photo' as const, randomId: '7', reference: null, file: fileOf('photo') },
      { kind: 'video' as const, randomId: '8', reference: null, file: fileOf('video') },
    ]

    const { references = [] } = filesIn(await send({ peer: group.peer, files }))
    const known = files.map(({ kind, randomId }, index) => {
      return { kind, randomId, reference: references[index] ?? null }
    })
    const again = await send({ peer: group.peer, files: known })

    expect(references).toHaveLength(2)
    expect(again.type).toBe('sent')
    expect(written(opened).map(({ media }) => media)).toMatchObject([
      { fileId: 1 },
      { fileId: 2 },
      { fileId: 1 },
      { fileId: 2 },
    ])
    expect(world.files.find(3)).toBeUndefined()
  })
})

function written({ world, group, aziz, bot }: Awaited<ReturnType<typeof openBotLink>>) {
  const history = world.messages.history(aziz.id, group.peer, { limit: 50, order: 'oldest first' })
  return history.filter(({ action, fromId }) => action === null && fromId === bot.id)
}
