import type { InEach, Language } from '../language.ts'
import { phrases } from '../language.ts'
import { bold, code, lines, rich } from '../rich-text.ts'
import type { Rich } from '../rich-text.ts'

/** Each in its own language: whoever looks for theirs cannot read the others. */
export const languageNames: InEach<string> = { uz: '🇺🇿 O‘zbekcha', ru: '🇷🇺 Русский', en: '🇬🇧 English' }

export const texts = phrases({
  chooseLanguage: {
    uz: 'Tilni tanlang · Выберите язык · Choose a language',
    ru: 'Tilni tanlang · Выберите язык · Choose a language',
    en: 'Tilni tanlang · Выберите язык · Choose a language',
  },
  chooseZone: {
    uz: (now: string): Rich =>
      lines(
        bold('Vaqt mintaqangiz qaysi?'),
        '',
        rich`Botdagi barcha vaqtlar shu mintaqa bo‘yicha. Hozir tanlangan: ${now}.`,
        'Shahringiz ro‘yxatda bo‘lmasa, mintaqa nomini yozing, masalan: Europe/Berlin',
      ),
    ru: (now: string): Rich =>
      lines(
        bold('Какой у вас часовой пояс?'),
        '',
        rich`По нему считается всё время в боте. Сейчас выбран: ${now}.`,
        'Если вашего города нет в списке, напишите название пояса, например: Europe/Berlin',
      ),
    en: (now: string): Rich =>
      lines(
        bold('What is your time zone?'),
        '',
        rich`All times in this bot are by it. Chosen now: ${now}.`,
        'If your city is not in the list, write the name of its zone, for example: Europe/Berlin',
      ),
  },
  noZone: {
    uz: 'Bunday vaqt mintaqasi yo‘q. Ro‘yxatdan tanlang yoki nomini yozing, masalan: Asia/Tashkent',
    ru: 'Такого часового пояса нет. Выберите из списка или напишите название, например: Asia/Tashkent',
    en: 'There is no such time zone. Choose one from the list, or write its name, for example: Asia/Tashkent',
  },
  saved: { uz: 'Saqlandi', ru: 'Сохранено', en: 'Saved' },
  hello: {
    uz: (name: string): Rich => rich`Salom, ${bold(name)}!`,
    ru: (name: string): Rich => rich`Здравствуйте, ${bold(name)}!`,
    en: (name: string): Rich => rich`Hello, ${bold(name)}!`,
  },
  whatItDoes: {
    uz: 'Karvon xabarlaringizni o‘zingiz tanlagan guruhlarga vaqtida yuboradi.',
    ru: 'Karvon вовремя отправляет ваши сообщения в группы, которые вы выбрали.',
    en: 'Karvon sends your messages to the groups you chose, on time.',
  },
  accessUntil: {
    uz: (day: string): Rich => rich`Ruxsat ${day} gacha.`,
    ru: (day: string): Rich => rich`Доступ открыт до ${day}.`,
    en: (day: string): Rich => rich`Your access lasts until ${day}.`,
  },
  pending: {
    uz: (id: number, ask: Rich): Rich =>
      lines(
        bold('So‘rovingiz yuborildi.'),
        'Administrator ruxsat bersa, shu yerda xabar beramiz.',
        '',
        rich`Sizning ID’ingiz: ${code(String(id))}`,
        ask,
      ),
    ru: (id: number, ask: Rich): Rich =>
      lines(
        bold('Ваш запрос отправлен.'),
        'Как только администратор откроет доступ, мы напишем вам здесь.',
        '',
        rich`Ваш ID: ${code(String(id))}`,
        ask,
      ),
    en: (id: number, ask: Rich): Rich =>
      lines(
        bold('Your request has been sent.'),
        'We will tell you here when an administrator lets you in.',
        '',
        rich`Your id: ${code(String(id))}`,
        ask,
      ),
  },
  expired: {
    uz: (day: string, ask: Rich): Rich =>
      lines(
        bold(`Ruxsatingiz ${day} tugagan.`),
        'Hozircha hech narsa yuborilmaydi, lekin hech narsa yo‘qolmagan.',
        '',
        ask,
      ),
    ru: (day: string, ask: Rich): Rich =>
      lines(bold(`Ваш доступ закончился ${day}.`), 'Пока ничего не отправляется, но ничего и не потеряно.', '', ask),
    en: (day: string, ask: Rich): Rich =>
      lines(bold(`Your access ended on ${day}.`), 'Nothing is sent meanwhile, and nothing is lost.', '', ask),
  },
  ask: {
    uz: (who: Rich): Rich => rich`Savol bo‘lsa: ${who}`,
    ru: (who: Rich): Rich => rich`Вопросы: ${who}`,
    en: (who: Rich): Rich => rich`Questions: ${who}`,
  },
  nobodyToAsk: {
    uz: 'Savol bo‘lsa, sizga bu botni bergan kishidan so‘rang.',
    ru: 'С вопросами обратитесь к тому, кто дал вам этого бота.',
    en: 'If you have questions, ask whoever gave you this bot.',
  },
  checkAgain: { uz: '🔄 Tekshirish', ru: '🔄 Проверить', en: '🔄 Check again' },
  askAgain: { uz: '🙋 Yana ruxsat so‘rash', ru: '🙋 Попросить доступ снова', en: '🙋 Ask for access again' },
  asked: {
    uz: 'So‘rovingiz yuborildi. Javob shu yerga keladi.',
    ru: 'Запрос отправлен. Ответ придёт сюда.',
    en: 'Your request has been sent. The answer will come here.',
  },
  askedAlready: {
    uz: 'So‘rovingiz allaqachon yuborilgan. Javobni kuting.',
    ru: 'Запрос уже отправлен. Ждём ответа.',
    en: 'Your request has been sent already. Wait for the answer.',
  },
  settings: { uz: '⚙️ Sozlamalar', ru: '⚙️ Настройки', en: '⚙️ Settings' },
  settingsHead: {
    uz: (language: string, zone: string): Rich =>
      lines(bold('Sozlamalar'), '', rich`Til: ${language}`, rich`Vaqt mintaqasi: ${zone}`),
    ru: (language: string, zone: string): Rich =>
      lines(bold('Настройки'), '', rich`Язык: ${language}`, rich`Часовой пояс: ${zone}`),
    en: (language: string, zone: string): Rich =>
      lines(bold('Settings'), '', rich`Language: ${language}`, rich`Time zone: ${zone}`),
  },
  language: { uz: '🌐 Til', ru: '🌐 Язык', en: '🌐 Language' },
  zone: { uz: '🕐 Vaqt mintaqasi', ru: '🕐 Часовой пояс', en: '🕐 Time zone' },
  notices: { uz: '🔔 Xabarnomalar', ru: '🔔 Уведомления', en: '🔔 Notices' },
  yourId: {
    uz: (id: number): Rich => rich`Sizning ID’ingiz: ${code(String(id))}`,
    ru: (id: number): Rich => rich`Ваш ID: ${code(String(id))}`,
    en: (id: number): Rich => rich`Your id: ${code(String(id))}`,
  },
  help: { uz: 'Buyruqlar:', ru: 'Команды:', en: 'Commands:' },
})

export const abouts: Readonly<Record<'start' | 'language' | 'id' | 'help' | 'cancel', InEach<string>>> = {
  start: { uz: 'Bosh sahifa', ru: 'Главная', en: 'The first screen' },
  language: { uz: 'Tilni o‘zgartirish', ru: 'Сменить язык', en: 'Change the language' },
  id: { uz: 'Telegramdagi raqamingiz', ru: 'Ваш номер в Telegram', en: 'Your numeric id at Telegram' },
  help: { uz: 'Buyruqlar ro‘yxati', ru: 'Список команд', en: 'All commands' },
  cancel: { uz: 'Boshlagan ishni bekor qilish', ru: 'Отменить начатое', en: 'Stop what you have begun' },
}

/** How a city is called where people live by its time; others are shown by the name of their zone. */
export const zones: readonly { readonly name: string; readonly city: Readonly<Record<Language, string>> }[] = [
  { name: 'Asia/Tashkent', city: { uz: 'Toshkent', ru: 'Ташкент', en: 'Tashkent' } },
  { name: 'Europe/Moscow', city: { uz: 'Moskva', ru: 'Москва', en: 'Moscow' } },
  { name: 'Europe/Samara', city: { uz: 'Samara', ru: 'Самара', en: 'Samara' } },
  { name: 'Asia/Yekaterinburg', city: { uz: 'Yekaterinburg', ru: 'Екатеринбург', en: 'Yekaterinburg' } },
  { name: 'Asia/Novosibirsk', city: { uz: 'Novosibirsk', ru: 'Новосибирск', en: 'Novosibirsk' } },
  { name: 'Asia/Vladivostok', city: { uz: 'Vladivostok', ru: 'Владивосток', en: 'Vladivostok' } },
]
