import { createServer } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { promote, refusal, setup } from './setup.ts'

describe('the profile of a bot', () => {
  it('is what getMe tells', async () => {
    const { api, bot } = await setup()

    expect(await api.getMe()).toMatchObject({
      id: bot.id,
      is_bot: true,
      username: bot.username,
      can_read_all_group_messages: false,
    })
    expect([await api.logOut(), await api.close()]).toEqual([true, true])
  })

  it('has commands by scope and language, kept over a restart', async () => {
    const before = await setup()
    const { bot, aziz } = before
    const [start, help] = [
      { command: 'start', description: 'Boshlash' },
      { command: 'help', description: 'Yordam' },
    ]
    await before.api.setMyCommands([start, help])
    await before.api.setMyCommands([help], { scope: { type: 'chat', chat_id: aziz.id }, language_code: 'uz' })

    const { api } = await before.restart()

    expect(await api(bot).getMyCommands()).toEqual([start, help])
    expect(await api(bot).getMyCommands({ scope: { type: 'chat', chat_id: aziz.id }, language_code: 'uz' })).toEqual([
      help,
    ])
    expect(await api(bot).getMyCommands({ language_code: 'uz' })).toEqual([])
    await api(bot).deleteMyCommands()
    expect(await api(bot).getMyCommands()).toEqual([])
  })

  it.each<[string, { command: string; description: string }[], string]>([
    ['capital letters', [{ command: 'Start', description: 'x' }], '400 Bad Request: BOT_COMMAND_INVALID'],
    ['no description', [{ command: 'start', description: ' ' }], '400 Bad Request: BOT_COMMAND_DESCRIPTION_INVALID'],
    [
      'more than 100',
      Array.from({ length: 101 }, (_, index) => ({ command: `c${index}`, description: 'x' })),
      '400 Bad Request: BOT_COMMANDS_TOO_MUCH',
    ],
  ])('has no commands with %s', async (_, commands, answer) => {
    const { api } = await setup()

    expect(await refusal(api.setMyCommands(commands))).toBe(answer)
  })

  it('has a name, texts and a menu button', async () => {
    const { api, aziz } = await setup()

    await api.setMyName('Karvon')
    await api.setMyDescription('Xabar yuboradi', { language_code: 'uz' })
    await api.setMyShortDescription('Yuboradi')
    await api.setChatMenuButton({ chat_id: aziz.id, menu_button: { type: 'commands' } })

    expect((await api.getMe()).first_name).toBe('Karvon')
    expect(await api.getMyName()).toEqual({ name: 'Karvon' })
    expect(await api.getMyDescription({ language_code: 'uz' })).toEqual({ description: 'Xabar yuboradi' })
    expect(await api.getMyDescription()).toEqual({ description: '' })
    expect(await api.getMyShortDescription()).toEqual({ short_description: 'Yuboradi' })
    expect(await api.getChatMenuButton({ chat_id: aziz.id })).toEqual({ type: 'commands' })
  })
})

describe('chats and members', () => {
  it('are shown', async () => {
    const { world, api, aziz, malika, bot, group } = await setup()
    world.chats.update(group, { about: 'Haydovchilar', slowModeSeconds: 30, defaultBanned: ['sendMedia'] })

    expect(await api.getChat(group.peer)).toMatchObject({
      id: group.peer,
      type: 'supergroup',
      title: 'Toshkent taksi',
      description: 'Haydovchilar',
      slow_mode_delay: 30,
      permissions: { can_send_messages: true, can_send_photos: false },
    })
    expect(await api.getChat(aziz.id)).toMatchObject({
      type: 'private',
      first_name: 'Aziz',
      active_usernames: ['aziz_t'],
    })
    expect(await api.getChatMemberCount(group.peer)).toBe(3)
    expect((await api.getChatAdministrators(group.peer)).map(({ status, user }) => [status, user.id])).toEqual([
      ['creator', aziz.id],
    ])
    expect((await api.getChatMember(group.peer, malika.id)).status).toBe('member')
    expect((await api.getChatMember(group.peer, bot.id)).status).toBe('member')
    expect(await refusal(api.getChatMember(group.peer, 42))).toBe('400 Bad Request: PARTICIPANT_ID_INVALID')
    expect(await api.getUserProfilePhotos(aziz.id)).toEqual({ total_count: 0, photos: [] })
    expect(await api.setMessageReaction(group.peer, 1, [{ type: 'emoji', emoji: '👍' }])).toBe(true)
  })

  it('are changed by a bot that may', async () => {
    const test = await setup()
    const { world, api, aziz, malika, group } = test
    const statusOf = async () => (await api.getChatMember(group.peer, malika.id)).status
    const denied = await refusal(api.banChatMember(group.peer, malika.id))
    promote(test, 'banUsers', 'addAdmins')

    await api.restrictChatMember(group.peer, malika.id, { can_send_messages: false })
    expect(() => world.people.write(malika.id, group.peer, 'x')).toThrow('CHAT_WRITE_FORBIDDEN')
    expect(await statusOf()).toBe('restricted')
    await api.restrictChatMember(group.peer, malika.id, { can_send_messages: true, can_send_photos: true })
    world.people.write(malika.id, group.peer, 'x')
    await api.promoteChatMember(group.peer, malika.id, { can_delete_messages: true })
    expect(await statusOf()).toBe('administrator')
    expect(await refusal(api.banChatMember(group.peer, malika.id))).toBe(
      '400 Bad Request: user is an administrator of the chat',
    )
    await api.promoteChatMember(group.peer, malika.id, {})
    await api.banChatMember(group.peer, malika.id)
    expect(await statusOf()).toBe('kicked')
    await api.unbanChatMember(group.peer, malika.id)
    expect(await statusOf()).toBe('left')

    expect(denied).toBe('400 Bad Request: not enough rights to restrict/unrestrict chat member')
    expect(await refusal(api.banChatMember(group.peer, aziz.id))).toBe(`400 Bad Request: can't remove chat owner`)
  })

  it('are left by the bot', async () => {
    const { api, group } = await setup()

    await api.leaveChat(group.peer)

    expect(await refusal(api.sendMessage(group.peer, 'x'))).toBe(
      '403 Forbidden: bot is not a member of the supergroup chat',
    )
    const [update] = await api.getUpdates()
    expect(update?.my_chat_member?.new_chat_member.status).toBe('left')
  })
})

describe('a webhook', () => {
  it('takes the place of polling, gets each update once, and again until it says yes', async () => {
    const { world, api, aziz, bot } = await setup()
    const hook = await startHook([500, 200, 200])
    const polling = refusal(api.getUpdates({ timeout: 30 }))
    await api.getMe()

    await api.setWebhook(hook.url, { secret_token: 'sir_1' })
    world.people.write(aziz.id, bot.id, 'bir')
    world.people.write(aziz.id, bot.id, 'ikki')

    expect((await hook.received(3)).map(({ text }) => text)).toEqual(['bir', 'bir', 'ikki'])
    expect((await hook.received(1))[0]?.headers['x-telegram-bot-api-secret-token']).toBe('sir_1')
    expect(await polling).toBe('409 Conflict: terminated by setWebhook request')
    expect(await refusal(api.getUpdates())).toBe(
      `409 Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first`,
    )
    expect(await api.getWebhookInfo()).toMatchObject({
      url: hook.url,
      last_error_message: 'Wrong response from the webhook: 500 Internal Server Error',
    })
    await api.deleteWebhook()
    expect(await api.getUpdates()).toEqual([])
  })

  it('that is set anew is called at once, whatever its forerunner is doing', async () => {
    const { world, api, aziz, bot } = await setup()
    const [silent, failing, good] = [await startHook([0]), await startHook([500]), await startHook([])]
    await api.setWebhook(silent.url)
    world.people.write(aziz.id, bot.id, 'bir')
    await silent.received(1)

    await api.setWebhook(failing.url)
    await failing.received(1)
    await expect.poll(() => api.getWebhookInfo()).toHaveProperty('last_error_message')
    await api.setWebhook(good.url)

    expect((await good.received(1)).map(({ text }) => text)).toEqual(['bir'])
    await expect.poll(async () => (await api.getWebhookInfo()).pending_update_count).toBe(0)
    expect(await api.getWebhookInfo()).not.toHaveProperty('last_error_message')
  })

  it('stands on this machine only', async () => {
    const { api } = await setup()

    expect(await refusal(api.setWebhook('https://example.com/'))).toMatch(
      /^400 Bad Request: bad webhook: the simulator calls/,
    )
    expect(await refusal(api.setWebhook('nonsense'))).toBe('400 Bad Request: invalid webhook URL specified')
    expect(await refusal(api.setWebhook('http://127.0.0.1:1/', { secret_token: 'a b' }))).toBe(
      '400 Bad Request: secret token contains unallowed characters',
    )
  })

  it('is taken away with or without what waits', async () => {
    const { world, api, aziz, bot } = await setup()
    world.people.write(aziz.id, bot.id, 'bir')

    await api.deleteWebhook()
    expect((await api.getWebhookInfo()).pending_update_count).toBe(1)
    await api.deleteWebhook({ drop_pending_updates: true })

    expect(await api.getWebhookInfo()).toEqual({ url: '', has_custom_certificate: false, pending_update_count: 0 })
  })
})

interface Delivery {
  readonly headers: IncomingHttpHeaders
  readonly text: string | undefined
}

/** A web server that answers with these codes, one after another and with 200 after them (never for 0), and keeps what it was sent. */
async function startHook(codes: number[]) {
  const deliveries: Delivery[] = []
  let onDelivery = () => {}
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const update = JSON.parse(Buffer.concat(chunks).toString()) as { message?: { text?: string } }
      deliveries.push({ headers: request.headers, text: update.message?.text })
      const code = codes[deliveries.length - 1] ?? 200
      if (code > 0) response.writeHead(code).end()
      onDelivery()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as { port: number }
  const received = (count: number): Promise<Delivery[]> =>
    new Promise((resolve) => {
      onDelivery = () => {
        if (deliveries.length >= count) resolve(deliveries.slice(0, count))
      }
      onDelivery()
    })
  return { url: `http://127.0.0.1:${port}/hook`, received }
}
