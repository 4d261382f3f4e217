import { describe, expect, it } from 'vitest'
import { addressFor, openLink } from './link-setup.ts'

describe('sending a text', () => {
  it.each(['supergroup', 'basic'] as const)('puts it into a %s and tells its id', async (kind) => {
    const { send, texts, world, chat } = await openLink({ kind })

    const outcome = await send({ text: 'salom' })

    expect(outcome).toEqual({ type: 'sent', messageId: expect.any(Number), result: null })
    expect(texts()).toEqual(['salom'])
    expect(outcome.type === 'sent' && outcome.messageId).toBe(world.chats.get(chat.peer).topMessageId)
  })

  it.each(['supergroup', 'basic'] as const)(
    'is answered with the first id when it is repeated in a %s',
    async (kind) => {
      const { send, texts } = await openLink({ kind })
      const first = await send()

      const second = await send()
      const other = await send({ randomId: '-9223372036854775808' })
      const otherAgain = await send({ randomId: '-9223372036854775808' })

      expect(second).toEqual(first)
      expect(otherAgain).toEqual(other)
      expect(other).not.toEqual(first)
      expect(texts()).toHaveLength(2)
    },
  )

  it('reaches a person', async () => {
    const { send, telegram, aziz, malika, world } = await openLink()

    const outcome = await send({ to: addressFor(telegram, aziz, malika.id), text: 'salom, Malika' })

    expect(outcome).toMatchObject({ type: 'sent' })
    expect(world.messages.history(malika.id, aziz.id, { limit: 1 })).toMatchObject([{ text: 'salom, Malika' }])
  })
})
