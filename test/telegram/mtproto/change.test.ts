import { describe, expect, it } from 'vitest'
import { noAbort, openLink, untilSent } from './link-setup.ts'

const hourMs = 3_600_000

describe.each(['supergroup', 'basic'] as const)('a message that the account has sent to a %s', (kind) => {
  it('is taken back, and a repeat that finds it gone says the same', async () => {
    const { link, standing, texts } = await setup(kind)

    const first = await link.deleteMessage(standing, noAbort)
    const again = await link.deleteMessage(standing, noAbort)

    expect(first).toEqual({ type: 'sent', messageId: standing.messageId, result: null })
    expect(again).toMatchObject({ type: 'sent' })
    expect(texts()).toEqual([])
  })

  it('is given another text with its marks, and a repeat that finds it so says the same', async () => {
    const { link, standing, world, chat, aziz } = await setup(kind)
    const edit = { ...standing, text: 'ikki joy', entities: [{ type: 'bold', offset: 0, length: 4 }] } as const

    expect(await link.editMessage(edit, noAbort)).toMatchObject({ type: 'sent', messageId: standing.messageId })
    expect(await link.editMessage(edit, noAbort)).toMatchObject({ type: 'sent' })

    expect(world.messages.history(aziz.id, chat.peer, { limit: 1 })).toMatchObject([
      { text: 'ikki joy', entities: [{ type: 'bold' }] },
    ])
  })

  it('cannot be edited once it is gone or too old, and only this one request is refused', async () => {
    const { link, standing, telegram } = await setup(kind)
    const edit = () => link.editMessage({ ...standing, text: 'ikki joy', entities: [] }, noAbort)

    telegram.clock.advance(48 * hourMs)
    expect(await edit()).toEqual({ type: 'refused', error: 'MESSAGE_EDIT_TIME_EXPIRED', what: 'request' })
    await link.deleteMessage(standing, noAbort)
    expect(await edit()).toEqual({ type: 'refused', error: 'MESSAGE_ID_INVALID', what: 'request' })
  })
})

describe('a change', () => {
  it('of what somebody else wrote is refused', async () => {
    const { link, to, world, malika, chat, texts } = await setup('supergroup')
    const [admin, member] = [malika, world.users.create({ firstName: 'Olim' })]
    world.membership.add(chat, admin.id, [member.id])
    const { id: messageId } = world.messages.send({ fromId: member.id, to: chat.peer, text: 'meniki' })

    expect(await link.deleteMessage({ to, messageId }, noAbort)).toMatchObject({
      type: 'refused',
      error: 'MESSAGE_DELETE_FORBIDDEN',
      what: 'request',
    })
    expect(await link.editMessage({ to, messageId, text: 'x', entities: [] }, noAbort)).toMatchObject({
      type: 'refused',
      error: 'MESSAGE_AUTHOR_REQUIRED',
    })
    expect(texts()).toContain('meniki')
  })

  it('waits as long as Telegram asks, and holds back no message', async () => {
    const { link, standing, ...of } = await setup('supergroup')
    of.break({ method: 'channels.deleteMessages', error: 'FLOOD_WAIT_30', code: 420, times: 1 })

    expect(await link.deleteMessage(standing, noAbort)).toMatchObject({ type: 'wait', waitMs: 30_000, scope: 'change' })
    expect(await of.send({ randomId: '78', text: 'yangi' })).toMatchObject({ type: 'sent' })
  })

  it('whose answer was lost is in doubt, and its repeat is certain', async () => {
    const { link, standing, texts, ...of } = await setup('supergroup')
    of.break({ method: 'channels.deleteMessages', error: 'INTERNAL', code: 500, when: 'after', times: 1 })

    expect(await link.deleteMessage(standing, noAbort)).toMatchObject({ type: 'unknown' })
    expect(await untilSent(() => link.deleteMessage(standing, noAbort))).toMatchObject({ type: 'sent' })
    expect(texts()).toEqual([])
  })
})

async function setup(kind: 'supergroup' | 'basic') {
  const opened = await openLink({ kind })
  const sent = await opened.send()
  if (sent.type !== 'sent' || sent.messageId === null) throw new Error(`not sent: ${sent.type}`)
  return { ...opened, standing: { to: opened.to, messageId: sent.messageId } }
}
