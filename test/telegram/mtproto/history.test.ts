import { describe, expect, it } from 'vitest'
import { addressFor, noAbort, openLink, valueOf } from './link-setup.ts'

describe('a look for a sent message', () => {
  it.each(['supergroup', 'basic'] as const)('finds it in a %s by its text', async (kind) => {
    const { link, send, to } = await openLink({ kind })
    const sinceMs = Date.now()
    const sent = await send({ text: ' salom, do‘stlar\n' })

    const found = valueOf(await link.findSent({ to, topicId: null, text: ' salom, do‘stlar\n', sinceMs }, noAbort))

    expect(found).toEqual({ type: 'found', messageId: sent.type === 'sent' && sent.messageId })
  })

  it('finds the older one of two, which is the one in doubt', async () => {
    const { link, send, to } = await openLink()
    const first = await send({ randomId: '1' })
    await send({ randomId: '2' })

    const found = valueOf(await link.findSent({ to, topicId: null, text: 'salom', sinceMs: Date.now() }, noAbort))

    expect(found).toEqual({ type: 'found', messageId: first.type === 'sent' && first.messageId })
  })

  it("does not take another's message, another text or an old one for it", async () => {
    const { telegram, world, malika, link, send, to, chat } = await openLink()
    await send({ text: 'salom' })
    telegram.clock.advance(3_600_000)
    world.messages.send({ fromId: malika.id, to: chat.peer, text: 'salom' })
    await send({ randomId: '2', text: 'salom, do‘stlar' })
    const sinceMs = telegram.clock.nowMs()

    const found = valueOf(await link.findSent({ to, topicId: null, text: 'salom', sinceMs }, noAbort))

    expect(found).toEqual({ type: 'absent' })
  })

  it('looks into its topic only', async () => {
    const { telegram, world, malika, aziz, link, send } = await openLink()
    const forum = world.chats.create({
      kind: 'supergroup',
      title: 'Forum',
      isForum: true,
      creatorId: malika.id,
      memberIds: [aziz.id],
    })
    const topic = world.topics.create(forum, malika.id, 'Savdo')
    const to = addressFor(telegram, aziz, forum.peer)
    const sent = await send({ to, topicId: topic.id })
    const inGeneral = await send({ to, topicId: null, randomId: '2' })
    const look = async (topicId: number | null) =>
      valueOf(await link.findSent({ to, topicId, text: 'salom', sinceMs: Date.now() }, noAbort))

    expect(await look(topic.id)).toEqual({ type: 'found', messageId: sent.type === 'sent' && sent.messageId })
    expect(await look(null)).toEqual({ type: 'found', messageId: inGeneral.type === 'sent' && inGeneral.messageId })
    expect(world.messages.history(aziz.id, forum.peer, { limit: 2 }).map(({ topicId }) => topicId)).toEqual([
      null,
      topic.id,
    ])
  })

  it('reads through a busy chat, and says so when that is too much', async () => {
    const { telegram, world, malika, chat, link, send, to } = await openLink()
    const sinceMs = telegram.clock.nowMs()
    await send()
    const crowd = (count: number) => {
      for (let index = 0; index < count; index++)
        world.messages.send({ fromId: malika.id, to: chat.peer, text: 'va alaykum' })
    }
    crowd(250)
    const wanted = { to, topicId: null, text: 'salom', sinceMs }
    const near = valueOf(await link.findSent(wanted, noAbort))
    crowd(1000)

    const far = valueOf(await link.findSent(wanted, noAbort))

    expect(near).toMatchObject({ type: 'found' })
    expect(far).toEqual({ type: 'unclear' })
  })

  it('tells what went wrong like every other call', async () => {
    const { link, to, ...rest } = await openLink()
    rest.break({ method: 'messages.getHistory', error: 'CHANNEL_PRIVATE' })

    const outcome = await link.findSent({ to, topicId: null, text: 'salom', sinceMs: 0 }, noAbort)

    expect(outcome).toMatchObject({ type: 'refused', error: 'CHANNEL_PRIVATE' })
  })
})
