import { describe, expect, it } from 'vitest'
import { row, useBrowser } from './browser-setup.ts'
import { overflowOf, phoneSize } from './browser.ts'

const setup = useBrowser()

describe('the languages of the page', () => {
  it.each([
    ['uz-UZ', 'Bu kimning telefoni?', '2 kishi'],
    ['ru-RU', 'Чей это телефон?', '2 человека'],
    ['en-GB', 'Whose phone is this?', '2 people'],
    ['fr-FR', 'Whose phone is this?', '2 people'],
  ])('begin with that of the browser: %s', async (locale, title, count) => {
    const { page, origin } = await setup({ locale })

    await page.goto(origin)

    await page.getByRole('heading', { name: title }).waitFor()
    await page.getByText(count).waitFor()
  })

  it('are switched at any time, and the choice is kept', async () => {
    const { page, open, aziz, bot } = await setup()
    await open(aziz.id, bot.id)

    await page.getByRole('button', { name: 'Русский' }).click()
    await page.getByRole('button', { name: 'Начать' }).waitFor()
    await page.getByRole('button', { name: 'O‘zbekcha' }).click()
    await page.getByRole('button', { name: 'Boshlash' }).waitFor()
    await page.reload()

    await page.getByRole('button', { name: 'Boshlash' }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('uz')
  })
})

describe('a long wait', () => {
  it.each([
    ['uz-UZ', 'Sekin rejim: har 10 daqiqada bitta xabar.', 'Xabar', 'Guruhda sekin rejim yoqilgan. 10 daqiqa kuting.'],
    [
      'ru-RU',
      'Медленный режим: одно сообщение в 10 минут.',
      'Сообщение',
      'В группе медленный режим. Подождите 10 минут.',
    ],
    ['en-GB', 'Slow mode: one message every 10 minutes.', 'Message', 'This group is in slow mode. Wait 10 minutes.'],
  ])('is told in minutes: %s', async (locale, rule, label, refusal) => {
    const { page, world, open, aziz, malika } = await setup({ locale })
    const slow = { kind: 'supergroup', title: 'Slow', slowModeSeconds: 600, memberIds: [aziz.id] } as const
    const group = world.chats.create({ ...slow, creatorId: malika.id })
    world.messages.send({ fromId: aziz.id, to: group.peer, text: 'one' })
    await open(aziz.id, group.peer)

    await page.getByText(rule).waitFor()
    await page.getByRole('textbox', { name: label }).fill('two')
    await page.keyboard.press('Enter')

    await page.getByText(refusal).waitFor()
  })
})

describe('the initials of a name', () => {
  it('are those of its words, which an apostrophe does not part', async () => {
    const { page, world, origin } = await setup()
    const names = [
      ['Ulug‘bek', 'Toshev', 'UT'],
      ["O'g'iloy", 'G‘aniyeva', 'OG'],
      ['Ma’mura', 'Ergasheva', 'ME'],
      ['(Shoʻhrat)', '— ali', 'SA'],
      ['!!', '', ''],
    ] as const
    for (const [firstName, lastName] of names) world.users.create({ firstName, lastName })
    await page.goto(origin)

    for (const [firstName, lastName, initials] of names) {
      const link = page.getByRole('link').filter({ hasText: `${firstName} ${lastName}`.trim() })
      await link.waitFor()
      expect(await link.locator('.avatar').textContent()).toBe(initials)
    }
  })
})

describe('hostile names and texts', () => {
  const script = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>'
  const hostile = [
    script,
    `\u202E\u2067${'W'.repeat(4000)}`,
    `\u200F\u0600${script}`,
    '\u200B'.repeat(500),
    `{who}{name}`,
  ]

  it.each(hostile)('show as text and leave the page as it is: %#', async (name) => {
    const { page, troubles, world, open, aziz } = await setup({ viewport: phoneSize })
    const evil = world.users.create({ firstName: name, username: 'evil_one' })
    const group = world.chats.create({ kind: 'supergroup', title: name, creatorId: evil.id, memberIds: [aziz.id] })
    const link = { type: 'text_link', offset: 0, length: 3, url: 'javascript:window.pwned=1' }
    world.messages.send({
      fromId: evil.id,
      to: group.peer,
      text: `abc ${name}`,
      entities: [link, { ...link, offset: -5 }],
    })
    const markup = { inline_keyboard: [[{ text: name, url: 'javascript:window.pwned=1' }]] }
    world.messages.send({ fromId: evil.id, to: aziz.id, text: `abc ${name}`, markup })

    await open(aziz.id)
    await page.getByRole('link').nth(2).waitFor()
    const inList = await overflowOf(page)
    await open(aziz.id, group.peer)
    await row(page, 'abc').waitFor()
    const inGroup = await overflowOf(page)
    await open(aziz.id, evil.id)
    await row(page, 'abc').waitFor()

    expect([inList, inGroup, await overflowOf(page)]).toEqual([0, 0, 0])
    expect(await page.evaluate('window.pwned')).toBeUndefined()
    expect(await page.locator('img, script:not([src^="/assets/"]), a[href^="javascript"]').count()).toBe(0)
    expect(troubles).toEqual([])
  })

  it('could do nothing even if they were parsed: the policy forbids HTML from text', async () => {
    const { page, origin } = await setup()
    await page.goto(origin)

    const injecting = page.evaluate(`document.body.innerHTML = ${JSON.stringify(script)}`)

    await expect(injecting).rejects.toThrow('TrustedHTML')
  })
})
