import { afterAll, beforeAll, expect, it } from 'vitest'
import { languages } from '../../../../src/bot/language.ts'
import type { InEach, Language } from '../../../../src/bot/language.ts'
import { compose } from '../../../../src/bot/rich-text.ts'
import type { Rich } from '../../../../src/bot/rich-text.ts'
import { languageNames } from '../../../../src/bot/welcome/texts.ts'
import { texts } from '../../../../src/features/accounts/bot/login/texts.ts'
import { texts as groups } from '../../../../src/features/groups/bot/texts.ts'
import { startBotProduct, startsWithinMs } from '../../../support/bot-product.ts'
import type { BotProduct } from '../../../support/bot-product.ts'
import type { TranscriptLine } from '../../../support/person.ts'
import { judgeTranscript } from '../../../support/transcript.ts'
import { hears } from './login-people.ts'

let product: BotProduct
let neighbour: number

beforeAll(async () => {
  product = await startBotProduct()
  neighbour = (await product.client.world.makeUser({ firstName: 'Qo‘shni' })).id
  await product.admin.starts()
  await product.admin.presses(languageNames.en)
  await product.admin.presses(/^Tashkent/)
  await product.admin.sees('Hello, Boss!')
}, startsWithinMs)

afterAll(() => product.stop())

/** What is seen on the way, by a few of its words; a text that changes shows in the transcript. */
const heads: InEach<readonly [zone: string, waiting: string, granted: string, home: string]> = {
  uz: ['Vaqt mintaqangiz qaysi?', 'So‘rovingiz yuborildi.', 'Ruxsat berildi!', 'Salom, Aziz!'],
  ru: ['Какой у вас часовой пояс?', 'Ваш запрос отправлен.', 'Доступ открыт!', 'Здравствуйте, Aziz!'],
  en: ['What is your time zone?', 'Your request has been sent.', 'You are in!', 'Hello, Aziz!'],
}
const tashkent: InEach<RegExp> = { uz: /^Toshkent/, ru: /^Ташкент/, en: /^Tashkent/ }

it.each(languages)(
  'somebody new connects an account behind a password: docs/transcripts/connect.%s.md',
  async (language) => {
    const lines: TranscriptLine[] = []
    const phone = `999662100${languages.indexOf(language)}`
    const aziz = await product.person({ phone, watch: (line) => lines.push(line) })
    await product.client.world.setPassword(aziz.id, 'olma daraxti', 'bog‘')
    await product.client.world.makeChats(
      ['Toshkent – Samarqand', 'Yuk mashinalari', 'Mahalla'].map((title) => ({
        kind: 'supergroup' as const,
        title,
        creatorId: neighbour,
        memberIds: [aziz.id],
      })),
    )
    const [zone, waiting, granted, home] = heads[language]

    await aziz.starts()
    await aziz.sees('Choose a language')
    await aziz.presses(languageNames[language])
    await aziz.sees(zone)
    await aziz.presses(tashkent[language])
    await aziz.sees(waiting)
    await product.admin.sees('Somebody asks for access')
    await product.admin.presses('+30 days')
    await aziz.sees(granted)
    await aziz.starts()
    await aziz.sees(home)

    await aziz.presses(texts.connect[language])
    await aziz.sees(plain(texts.askPhone[language]))
    await aziz.sharesContact()
    await aziz.sees('○ ○ ○ ○ ○')
    for (const digit of '22222') await aziz.presses(digit)
    await aziz.sees(plain(texts.askPassword[language](null)))
    await aziz.writes('olma daraxti')
    const done = plain(texts.done[language]('Aziz', true))
    await hears(product, aziz, done)
    const [said] = (await aziz.history()).filter(({ text }) => text === done)
    if (said !== undefined) lines.push({ type: 'sees', seen: said })
    await aziz.sees(groups.writeToSearch[language])
    await aziz.presses(/Toshkent – Samarqand/)
    await aziz.presses(/Yuk mashinalari/)
    await aziz.sees(chosen[language])
    await aziz.presses(groups.done[language])
    await aziz.sees(saved[language])

    expect(product.read(`select name from accounts where owner_id = ${aziz.id}`)).toEqual([{ name: 'Aziz' }])
    judgeTranscript(fileOf(language), titles[language], lines)
  },
)

const chosen: InEach<string> = { uz: 'Tanlangan: 2 ta guruh', ru: 'Выбрано: 2 группы', en: 'Chosen: 2 groups' }
const saved: InEach<string> = { uz: 'Tanlov saqlandi.', ru: 'Выбор сохранён.', en: 'The choice is saved.' }

const titles: InEach<string> = {
  uz: 'Akkaunt ulash',
  ru: 'Подключение аккаунта',
  en: 'Connecting an account',
}

function fileOf(language: Language): string {
  return `docs/transcripts/connect.${language}.md`
}

function plain(text: Rich): string {
  return compose(text).text
}
