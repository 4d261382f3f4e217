import { InlineKeyboard, InputFile, Keyboard } from 'grammy'
import { describe, expect, it } from 'vitest'
import { png } from './images.ts'
import { promote, refusal, setup } from './setup.ts'

const notModified =
  '400 Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message'

describe('editing', () => {
  it('changes text, buttons and caption, and takes the buttons away when none are given', async () => {
    const { world, api, aziz } = await setup()
    const buttons = new InlineKeyboard().text('a', 'a')
    const { message_id } = await api.sendMessage(aziz.id, 'bir', { reply_markup: buttons })
    const photo = await api.sendPhoto(aziz.id, new InputFile(png(10, 10)), { caption: 'bir' })

    const edited = await api.editMessageText(aziz.id, message_id, '<i>ikki</i>', {
      parse_mode: 'HTML',
      reply_markup: buttons,
    })
    await api.editMessageReplyMarkup(aziz.id, message_id)
    await api.editMessageCaption(aziz.id, photo.message_id, { caption: 'ikki' })

    expect(edited).toMatchObject({ text: 'ikki', entities: [{ type: 'italic' }], edit_date: expect.any(Number) })
    expect(world.messages.find(0, message_id)).toMatchObject({ text: 'ikki', markup: null })
    expect(world.messages.find(0, photo.message_id)).toMatchObject({ text: 'ikki', media: { kind: 'photo' } })
    expect(await api.getUpdates()).toEqual([])
  })

  it('says so when nothing would change', async () => {
    const { api, aziz } = await setup()
    const reply_markup = new InlineKeyboard().text('a', 'a')
    const { message_id } = await api.sendMessage(aziz.id, 'see a.uz', { reply_markup })

    expect(await refusal(api.editMessageText(aziz.id, message_id, 'see a.uz', { reply_markup }))).toBe(notModified)
    expect(await refusal(api.editMessageReplyMarkup(aziz.id, message_id, { reply_markup }))).toBe(notModified)
  })

  it('is refused for what is gone, of others, or carries a reply keyboard', async () => {
    const { world, api, aziz, bot } = await setup()
    const theirs = world.people.write(aziz.id, bot.id, 'meniki')
    const { message_id } = await api.sendMessage(aziz.id, 'x', { reply_markup: new Keyboard().text('a') })
    const plain = await api.sendMessage(aziz.id, 'x')
    const edit = (id: number) => refusal(api.editMessageText(aziz.id, id, 'y'))

    expect(await edit(999_999)).toBe('400 Bad Request: message to edit not found')
    expect(await edit(theirs.id)).toBe(`400 Bad Request: message can't be edited`)
    expect(await edit(message_id)).toBe(`400 Bad Request: message can't be edited`)
    expect(await refusal(api.editMessageCaption(aziz.id, plain.message_id, { caption: 'y' }))).toBe(
      '400 Bad Request: there is no caption in the message to edit',
    )
  })

  it('reaches no message of another chat by its number', async () => {
    const { world, api, aziz, malika } = await setup()
    const { id } = world.messages.send({ fromId: malika.id, to: aziz.id, text: 'sir' })

    expect(await refusal(api.editMessageText(aziz.id, id, 'y'))).toBe('400 Bad Request: message to edit not found')
    expect(await refusal(api.deleteMessage(aziz.id, id))).toBe('400 Bad Request: message to delete not found')
    expect(await refusal(api.copyMessage(aziz.id, aziz.id, id))).toBe('400 Bad Request: message to copy not found')
  })
})

describe('deleting', () => {
  it('takes away the bot’s own messages, and those of a private chat', async () => {
    const { world, api, aziz, bot } = await setup()
    const theirs = world.people.write(aziz.id, bot.id, 'meniki')
    const own = [await api.sendMessage(aziz.id, 'bir'), await api.sendMessage(aziz.id, 'ikki')]

    await api.deleteMessage(aziz.id, theirs.id)
    await api.deleteMessages(aziz.id, [...own.map(({ message_id }) => message_id), 999_999])

    expect(world.messages.history(aziz.id, bot.id, { limit: 10 }).map(({ text }) => text)).toEqual(['/start'])
    expect(await refusal(api.deleteMessage(aziz.id, theirs.id))).toBe('400 Bad Request: message to delete not found')
  })

  it('is refused after 48 hours', async () => {
    const { api, aziz, clock } = await setup()
    const { message_id } = await api.sendMessage(aziz.id, 'x')
    clock.advance(48 * 3_600_000)

    expect(await refusal(api.deleteMessage(aziz.id, message_id))).toBe(`400 Bad Request: message can't be deleted`)
  })

  it('of what others wrote in a group needs the right', async () => {
    const test = await setup()
    const { world, api, malika, group } = test
    const { id } = world.people.write(malika.id, group.peer, 'reklama')

    const denied = await refusal(api.deleteMessage(group.peer, id))
    promote(test, 'deleteMessages')
    await api.deleteMessage(group.peer, id)

    expect(denied).toBe(`400 Bad Request: message can't be deleted`)
    expect(world.messages.find(group.peer, id)).toBeUndefined()
  })
})

describe('pinning', () => {
  it('is announced in the chat, to the bot as well', async () => {
    const { api, aziz } = await setup()
    const { message_id } = await api.sendMessage(aziz.id, 'muhim')

    await api.pinChatMessage(aziz.id, message_id)

    const [update] = await api.getUpdates()
    expect(update?.message?.pinned_message).toMatchObject({ message_id, text: 'muhim' })
  })
})
