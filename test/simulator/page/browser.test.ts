import { describe, expect, it } from 'vitest'
import { row, tryNow, useBrowser } from './browser-setup.ts'
import { phoneSize } from './browser.ts'
import { serveAgain } from './serve-page.ts'

const setup = useBrowser()

describe('a person with a phone in a browser', () => {
  it('chooses who to be, finds a bot, starts it, presses its buttons and shares a number', async () => {
    const { page, troubles, origin, world, aziz, bot } = await setup({ viewport: phoneSize, hasTouch: true })

    await page.goto(origin)
    await page.getByRole('searchbox', { name: 'Name, phone or username' }).fill('aziz')
    await page.getByRole('link', { name: /Aziz Karimov/ }).click()
    await page.getByText('No chats yet').waitFor()
    await page.getByRole('searchbox').fill('karvon')
    await page.getByRole('link', { name: /Karvon/ }).click()
    await page.getByText('Sends on time.').waitFor()
    await page.getByRole('button', { name: 'Start', exact: true }).click()
    await row(page, 'Welcome').waitFor()

    await page.getByRole('button', { name: 'Note' }).click()
    await page.getByRole('status').getByText('Noted').waitFor()
    await row(page, 'Pressed').waitFor()
    await page.getByRole('button', { name: 'Alert' }).click()
    await page.getByRole('dialog').getByText('Listen!').waitFor()
    await page.getByRole('button', { name: 'OK' }).click()
    const site = page.getByRole('link', { name: 'Site' })
    expect(await site.getAttribute('rel')).toBe('noopener noreferrer')

    await page.getByRole('textbox', { name: 'Message' }).fill('register')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Share number' }).click()
    await page.getByRole('dialog').getByText('+998901234567').waitFor()
    await page.getByRole('button', { name: 'Share', exact: true }).click()
    await row(page, 'Thank you, 998901234567').waitFor()
    await page.getByRole('button', { name: 'Share number' }).waitFor({ state: 'hidden' })

    const [contact] = world.messages.history(aziz.id, bot.id, { limit: 2 }).filter(({ media }) => media !== null)
    expect(contact?.media).toMatchObject({ type: 'contact', userId: aziz.id })
    expect(troubles).toEqual([])
  })

  it('sees what others write, edit and delete while looking', async () => {
    const { page, world, open, aziz, malika, group } = await setup()
    world.membership.join(group, aziz.id, false)
    await open(aziz.id, group.peer)

    const message = world.messages.send({ fromId: malika.id, to: group.peer, text: 'two seats' })
    await row(page, 'two seats').waitFor()
    world.messages.edit(malika.id, message.box, message.id, { text: 'one seat' })
    await row(page, 'one seat').getByText('edited').waitFor()
    await page.getByRole('navigation').getByText('one seat').waitFor()
    world.messages.delete(malika.id, message.box, [message.id])
    await row(page, 'one seat').waitFor({ state: 'detached' })
  })

  it('keeps up when a thousand messages come at once', async () => {
    const { page, troubles, world, open, aziz, malika, group } = await setup()
    world.membership.join(group, aziz.id, false)
    await open(aziz.id, group.peer)
    await row(page, 'joined').waitFor()

    for (let turn = 1; turn <= 10; turn++) {
      for (let index = 0; index < 100; index++)
        world.messages.send({ fromId: malika.id, to: group.peer, text: `message ${turn}-${index}` })
      await new Promise((resolve) => setImmediate(resolve))
    }

    await row(page, 'message 10-99').waitFor()
    await page.getByRole('navigation').getByText('message 10-99').waitFor()
    expect(troubles).toEqual([])
  })

  it('writes with the keyboard alone: Shift and Enter breaks the line, Enter sends', async () => {
    const { page, world, open, aziz, malika } = await setup()
    world.messages.send({ fromId: malika.id, to: aziz.id, text: 'salom' })
    await open(aziz.id)
    await page.getByRole('searchbox').focus()

    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Malika' }).waitFor()
    await page.getByRole('textbox', { name: 'Message' }).focus()
    await page.keyboard.type('first')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.type('second')
    await page.keyboard.press('Enter')

    await row(page, 'second').waitFor()
    expect(world.messages.history(aziz.id, malika.id, { limit: 1 })[0]?.text).toBe('first\nsecond')
    expect(await page.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('')
  })

  it('reads why a message was refused, and keeps it to send again', async () => {
    const { page, world, open, aziz, malika } = await setup()
    const slow = { kind: 'supergroup', title: 'Slow', slowModeSeconds: 60, memberIds: [aziz.id] } as const
    const group = world.chats.create({ ...slow, creatorId: malika.id })
    await open(aziz.id, group.peer)
    const input = page.getByRole('textbox', { name: 'Message' })

    await input.fill('one')
    await input.press('Enter')
    await row(page, 'one').waitFor()
    await input.fill('two')
    await input.press('Enter')

    await page.getByText(/This group is in slow mode. Wait \d+ seconds./).waitFor()
    expect(await input.inputValue()).toBe('two')
  })

  it('comes by a deep link with a payload, and by links in messages', async () => {
    const { page, world, origin, open, aziz, malika, bot } = await setup()
    world.messages.send({ fromId: malika.id, to: aziz.id, text: 'try https://t.me/karvon_bot?start=from_malika' })
    await open(aziz.id, malika.id)

    await page.getByRole('button', { name: 'https://t.me/karvon_bot?start=from_malika' }).click()
    await page.getByRole('button', { name: 'Start', exact: true }).click()

    await row(page, 'Welcome from_malika').waitFor()
    expect(page.url()).toBe(`${origin}/#/as/${aziz.id}/chat/${bot.id}`)
  })

  it('joins a public group, and leaves it after a question', async () => {
    const { page, world, open, aziz, group } = await setup()
    await open(aziz.id, group.peer)

    await page.getByRole('button', { name: 'Join' }).click()
    await row(page, 'Aziz Karimov joined the group').waitFor()
    await page.getByRole('button', { name: 'Actions' }).click()
    await page.getByRole('button', { name: 'Leave' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click()
    await page.getByRole('button', { name: 'Join' }).waitFor()

    expect(world.chats.member(group.peer, aziz.id)?.role).toBe('left')
  })

  it('makes a new person and is that person at once', async () => {
    const { page, origin, world } = await setup()
    await page.goto(origin)

    await page.getByRole('button', { name: 'New person' }).click()
    await page.getByRole('textbox', { name: 'First name' }).fill('Gulnora')
    await page.getByRole('textbox', { name: 'Username' }).fill('aziz_k')
    await page.keyboard.press('Enter')
    await page.getByText('This username is taken.').waitFor()
    await page.getByRole('textbox', { name: 'Username' }).fill('gulnora')
    await page.keyboard.press('Enter')

    await page.getByRole('heading', { name: 'Gulnora' }).waitFor()
    expect(world.users.byUsername('gulnora')?.phone).toBe('9996625001')
  })

  it('taps a message to answer it, with a finger; nothing to answer with stands at the others', async () => {
    const { page, world, open, aziz, malika } = await setup({ viewport: phoneSize, hasTouch: true, isMobile: true })
    const one = world.messages.send({ fromId: malika.id, to: aziz.id, text: 'one' })
    const two = world.messages.send({ fromId: malika.id, to: aziz.id, text: 'two' })
    await open(aziz.id, malika.id)
    const opacities = () =>
      page.evaluate(
        `[${one.id}, ${two.id}].map((id) => getComputedStyle(document.querySelector('#message-' + id + ' .reply-button')).opacity)`,
      )
    await row(page, 'one').waitFor()
    expect(await opacities()).toEqual(['0', '0'])

    await row(page, 'one').getByText('one').tap()
    expect(await opacities()).toEqual(['1', '0'])
    await row(page, 'two').getByText('two').tap()
    expect(await opacities()).toEqual(['0', '1'])
    await row(page, 'two').getByRole('button', { name: 'Reply' }).tap()

    await page.getByText('Reply to Malika').waitFor()
  })

  it('can answer as soon as writing is allowed, and no longer than that', async () => {
    const { page, world, open, aziz, malika, bot } = await setup()
    const group = world.chats.create({ kind: 'supergroup', title: 'G', creatorId: malika.id, memberIds: [aziz.id] })
    world.messages.send({ fromId: malika.id, to: group.peer, text: 'one' })
    const restrict = (banned: readonly 'sendMessages'[]) =>
      world.chats.changeMember(group, aziz.id, { banned }, malika.id)
    const reply = (text: string) => row(page, text).getByRole('button', { name: 'Reply' })

    await open(aziz.id, bot.id)
    await page.getByRole('button', { name: 'Start', exact: true }).click()
    await reply('Welcome').waitFor()
    await open(aziz.id, group.peer)
    await reply('one').waitFor()
    restrict(['sendMessages'])
    await reply('one').waitFor({ state: 'hidden' })
    restrict([])
    await reply('one').waitFor()
  })

  it('answers a message with the keyboard alone', async () => {
    const { page, world, open, aziz, malika } = await setup()
    world.messages.send({ fromId: malika.id, to: aziz.id, text: 'one' })
    await open(aziz.id, malika.id)
    await row(page, 'one').waitFor()

    await page.getByRole('region', { name: 'Messages' }).focus()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')

    await page.getByText('Reply to Malika').waitFor()
  })

  it('reads what is wrong with a new person in their language', async () => {
    const { page, origin } = await setup({ locale: 'ru-RU' })
    await page.goto(origin)

    await page.getByRole('button', { name: 'Новый человек' }).click()
    await page.getByRole('textbox', { name: 'Имя' }).fill('Гульнора')
    await page.getByRole('textbox', { name: 'Юзернейм' }).fill('1a')
    await page.keyboard.press('Enter')
    await page.getByText('Юзернейм: от 4 до 32 латинских букв').waitFor()
    await page.getByRole('textbox', { name: 'Юзернейм' }).fill('')
    await page.getByRole('textbox', { name: 'Номер телефона' }).fill('12')
    await page.keyboard.press('Enter')

    await page.getByText('В номере телефона от 7 до 15 цифр.').waitFor()
  })

  it('reads nothing of a silent simulator any more once it answers again', async () => {
    const { page, app, port, stop, world, open, aziz, malika } = await setup()
    world.messages.send({ fromId: malika.id, to: aziz.id, text: 'before' })
    await open(aziz.id, malika.id)
    await row(page, 'before').waitFor()
    const silent = page.locator('.chat').getByText('The simulator does not answer. Is it running?')

    await stop()
    await page.getByRole('textbox', { name: 'Message' }).fill('unsent')
    await page.keyboard.press('Enter')
    await silent.waitFor()
    await serveAgain(app, port)
    await tryNow(page)
    await silent.waitFor({ state: 'hidden' })
    expect(await page.getByRole('textbox', { name: 'Message' }).inputValue()).toBe('unsent')
  })

  it('opens a chat that could not be opened while the line was down', async () => {
    const { page, app, port, stop, world, open, aziz, group } = await setup()
    world.membership.join(group, aziz.id, false)
    await open(aziz.id)
    await page.getByRole('link', { name: /Toshkent taksi/ }).waitFor()

    await stop()
    await page.getByText('Connection lost. Trying again…').waitFor()
    await page.getByRole('link', { name: /Toshkent taksi/ }).click()
    await page.locator('.chat').getByText('The simulator does not answer. Is it running?').waitFor()
    await serveAgain(app, port)
    await tryNow(page)

    await row(page, 'joined').waitFor()
  })

  it('is told that the line is down, and sees what it missed when it is up again', async () => {
    const { page, app, port, stop, world, open, aziz, malika } = await setup()
    world.messages.send({ fromId: malika.id, to: aziz.id, text: 'before' })
    await open(aziz.id, malika.id)
    await row(page, 'before').waitFor()

    await stop()
    await page.getByText('Connection lost. Trying again…').waitFor()
    world.messages.send({ fromId: malika.id, to: aziz.id, text: 'meanwhile' })
    await serveAgain(app, port)
    await tryNow(page)

    await row(page, 'meanwhile').waitFor()
    await page.getByText('Connection lost. Trying again…').waitFor({ state: 'hidden' })
  })
})
