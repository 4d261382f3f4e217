import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBotProduct, startsWithinMs } from '../../support/bot-product.ts'
import type { BotProduct } from '../../support/bot-product.ts'
import type { Person } from '../../support/person.ts'
import { groupsOf } from './setup.ts'

let product: BotProduct
let world: BotProduct['client']['world']
let the: ReturnType<typeof groupsOf>

beforeAll(async () => {
  product = await startBotProduct()
  world = product.client.world
  the = groupsOf(product)
}, startsWithinMs)

afterAll(() => product.stop())

describe('ways into the choice', () => {
  it('opens a forum by its topics, each a target of its own', async () => {
    const { person, account } = await the.owner('🇷🇺 Русский')
    const [forum] = await the.makeGroups(account, ['Форум'], { isForum: true, topics: ['Такси', 'Юк', 'Yopiq'] })
    const topics = await world.topics(forum?.peer ?? 0)
    const closed = topics.find(({ title }) => title === 'Yopiq')
    await world.changeTopic(forum?.peer ?? 0, closed?.id ?? 0, { isClosed: true })
    await person.presses('👥 Группы')
    await person.presses('▫️ 💬 Форум')
    const list = await person.sees('Это форум. В какие темы писать?')
    expect(list.buttons.slice(0, 4).toSorted()).toEqual(['▫️ General', '▫️ Такси', '▫️ Юк', '🔒 Yopiq · тема закрыта'])
    expect(await person.presses(/^🔒 Yopiq/)).toBe('Сюда писать нельзя: тема закрыта.')
    await person.presses('▫️ Такси')
    await person.sees('Выбрано: 1 тема')
    await person.presses('✅ Все')
    await person.sees('Выбрано: 3 темы')
    await person.presses('✅ General')
    await person.sees('Выбрано: 2 темы')
    await person.presses('⬅️ Назад')
    const back = await person.sees('Выбрано: 1 группа (2 темы)')
    expect(back.buttons[0]).toBe('✅ 💬 Форум (2)')
    const wanted = topics.filter(({ title }) => title === 'Такси' || title === 'Юк').map(({ id }) => ({ topic: id }))
    expect(product.read(`select topic from chosen_groups where account_id = ${account.id} order by topic`)).toEqual(
      wanted,
    )
  })

  it('filters by the folders that the person has in Telegram', async () => {
    const { person, account } = await the.owner('🇺🇿 O‘zbekcha')
    const [one, two] = await the.makeGroups(account, ['Ish guruhi', 'Oila', 'Boshqa'])
    await world.setFolders(account.userId, [
      { id: 2, title: 'Ish', peers: [one?.peer ?? 0] },
      { id: 3, title: 'Oilasiz', peers: [], excluded: [two?.peer ?? 0], flags: ['groups'] },
    ])
    await person.presses('👥 Guruhlar')
    await person.presses('📁 Papkalar')
    const folders = await person.sees('Qaysi papkadagi guruhlarni ko‘rsataylik?')
    expect(folders.buttons.slice(0, 2)).toEqual(['📁 Ish', '📁 Oilasiz'])
    await person.presses('📁 Ish')
    expect((await person.sees('📁 Ish: 1 ta guruh')).buttons[0]).toBe('▫️ Ish guruhi')
    await person.presses('📁 Papkalar')
    await person.presses('📁 Oilasiz')
    const shown = await person.sees('📁 Oilasiz: 2 ta guruh')
    expect(shown.buttons.slice(0, 2)).toEqual(['▫️ Boshqa', '▫️ Ish guruhi'])
  })

  it('adds a group by its link, asks Telegram only where it must, and joins nothing', async () => {
    const { person, account } = await the.owner('🇬🇧 English')
    await the.makeGroups(account, ['Known'], { username: 'known_group' })
    const [closed] = await the.makeForeign(account, ['Closed'], { defaultBanned: ['sendMessages'] })
    const { id: creatorId } = await world.makeUser({ firstName: 'Stranger', username: 'stranger_uz' })
    const [strange] = await world.makeChats([
      { kind: 'supergroup', title: 'Strange', creatorId, username: 'strange_group' },
    ])
    await person.presses('👥 Groups')
    await person.sees('Chosen: 0 groups')
    const [late] = await the.makeGroups(account, ['Late'], { username: 'late_group' })
    const asked = async () => {
      const { lines } = await product.client.ledger.lines({
        account: account.userId,
        method: 'contacts.resolveUsername',
      })
      return lines.length
    }

    await add(person, 'https://t.me/known_group')
    await person.sees('Chosen: 1 group')
    expect(await asked()).toBe(0)
    await add(person, '@late_group')
    await person.sees('Chosen: 2 groups')
    expect(await asked()).toBe(1)
    await add(person, `t.me/c/${-1_000_000_000_000 - (closed?.peer ?? 0)}/7`)
    await person.sees('Nothing can be written to “Closed”: closed for writing.')
    await person.writes('t.me/strange_group')
    await person.sees('The account is not in “Strange”. Join it')
    await person.writes(`t.me/+${strange?.inviteHash}`)
    await person.sees('The account is not in “Strange”. Join it')
    await person.writes('@stranger_uz')
    await person.sees('That is a person or a bot')
    await person.writes('t.me/nobody_is_here')
    await person.sees('There is no such group, or the link has ended.')
    await person.writes('salom dunyo')
    await person.sees('That does not look like a group’s link.')
    await person.presses('⬅️ Back')
    await person.sees('Chosen: 2 groups')
    expect(await world.member(strange?.peer ?? 0, account.userId)).toBeNull()
    expect(product.read(`select peer from chosen_groups where peer = ${late?.peer ?? 0}`)).toHaveLength(1)
  })

  it('asks which account when there are several, and knows nobody else’s', async () => {
    const { person, account } = await the.owner('🇬🇧 English')
    const stranger = await the.owner('🇬🇧 English')
    await the.makeGroups(stranger.account, ['Theirs'])
    const second = await the.addAccount(person.id, 'Second')
    const [shared] = await the.makeGroups(account, ['Shared'])
    await world.addMembers(shared?.peer ?? 0, [second.userId])

    await person.presses('👥 Groups')
    const accounts = await person.sees('Whose groups shall we open?')
    expect(accounts.buttons.slice(0, 2)).toEqual(['Sender', 'Second'])
    await person.presses('Sender')
    await person.presses('▫️ Shared')
    await person.sees('Chosen: 1 group')
    await person.presses('⬅️ Back')
    await person.presses('Second')
    const other = await person.sees('👤 another account of yours writes there.')
    expect(other.buttons[0]).toBe('▫️ 👤 Shared')
    expect(await person.presses('✅ All')).toBe('There is nothing to add.')

    const answers: string[] = []
    const attempts = [
      [999_999, '✅ All'],
      [account.id, '✅ All'],
      [account.id, '🔄 Refresh'],
      [account.id, '✔️ Done'],
    ] as const
    for (const [accountId, button] of attempts) {
      await the.home(stranger.person)
      await stranger.person.presses('👥 Groups')
      await stranger.person.sees('Chosen: 0 groups')
      standAt(stranger.person, accountId)
      await stranger.person.presses(button)
      answers.push((await stranger.person.sees('There is no such account.')).text)
    }
    expect(new Set(answers).size).toBe(1)
    expect(product.read(`select peer from chosen_groups where account_id = ${account.id}`)).toHaveLength(1)
  })

  it('keeps the command line, which reads by the same shard', async () => {
    const { account } = await the.owner('🇬🇧 English')
    await the.makeGroups(account, ['From the terminal'])

    const shown = JSON.parse(await the.karvon('accounts', 'groups', String(account.id), '--json')) as object
    await the.karvon('accounts', 'groups', String(account.id), '--refresh')

    expect(shown).toMatchObject({ accountId: account.id, groups: [{ title: 'From the terminal', mayPost: true }] })
    const { lines } = await product.client.ledger.lines({ account: account.userId, method: 'messages.getDialogs' })
    expect(lines).toHaveLength(2)
  })
})

async function add(person: Person, link: string): Promise<void> {
  await person.presses('🔗 By link')
  await person.sees('Write the group’s link or @name')
  await person.writes(link)
}

/** As if their screen were of that account: no button of theirs leads there. */
function standAt({ id }: Person, accountId: number): void {
  the.before((verbs) => {
    const here = verbs.conversation(id)
    if (here !== undefined)
      verbs.saveConversation({ ...here, draft: JSON.stringify({ accountId, list: {} }) }, Date.now())
  })
}
