import { counted, duration, figure } from '../../../bot/figures.ts'
import type { Forms } from '../../../bot/figures.ts'
import type { InEach, Language } from '../../../bot/language.ts'
import { phrases } from '../../../bot/language.ts'
import { bold, lines, rich } from '../../../bot/rich-text.ts'
import type { Rich } from '../../../bot/rich-text.ts'

const groupForms: InEach<Forms> = {
  uz: { one: 'ta guruh', many: 'ta guruh' },
  ru: { one: 'группа', few: 'группы', many: 'групп' },
  en: { one: 'group', many: 'groups' },
}
const topicForms: InEach<Forms> = {
  uz: { one: 'ta mavzu', many: 'ta mavzu' },
  ru: { one: 'тема', few: 'темы', many: 'тем' },
  en: { one: 'topic', many: 'topics' },
}

const groupsIn = (language: Language, count: number): string => counted(language, count, groupForms[language])
export const topicsIn = (language: Language, count: number): string => counted(language, count, topicForms[language])

/** `12 groups (5 topics)`. */
export function choiceIn(language: Language, { groups, topics }: { readonly groups: number; readonly topics: number }) {
  return topics === 0 ? groupsIn(language, groups) : `${groupsIn(language, groups)} (${topicsIn(language, topics)})`
}

export const texts = phrases({
  menu: { uz: '👥 Guruhlar', ru: '👥 Группы', en: '👥 Groups' },
  chooseAccount: {
    uz: lines(bold('Guruhlar'), '', 'Qaysi akkauntning guruhlarini ochamiz?'),
    ru: lines(bold('Группы'), '', 'Группы какого аккаунта открыть?'),
    en: lines(bold('Groups'), '', 'Whose groups shall we open?'),
  },
  noAccounts: {
    uz: 'Hali akkaunt ulanmagan. Avval akkaunt ulang, keyin uning guruhlarini tanlaysiz.',
    ru: 'Аккаунтов пока нет. Сначала подключите аккаунт, потом выберите его группы.',
    en: 'There is no account yet. Connect one first, then choose its groups.',
  },
  gone: {
    uz: 'Bunday akkaunt yo‘q. Bosh sahifaga qayting.',
    ru: 'Такого аккаунта нет. Вернитесь на главную.',
    en: 'There is no such account. Go back to the first screen.',
  },
  forPeopleOnly: {
    uz: 'Bu bot. Telegram botlarga guruhlari ro‘yxatini bermaydi.',
    ru: 'Это бот. Telegram не показывает ботам список их групп.',
    en: 'This is a bot. Telegram does not tell bots which groups they are in.',
  },
  reading: {
    uz: (name: string): Rich => rich`⏳ ${bold(name)}: guruhlar o‘qilyapti…`,
    ru: (name: string): Rich => rich`⏳ ${bold(name)}: читаем группы…`,
    en: (name: string): Rich => rich`⏳ ${bold(name)}: reading its groups…`,
  },
  readingFolders: { uz: '⏳ Papkalar o‘qilyapti…', ru: '⏳ Читаем папки…', en: '⏳ Reading the folders…' },
  readingTopics: { uz: '⏳ Mavzular o‘qilyapti…', ru: '⏳ Читаем темы…', en: '⏳ Reading the topics…' },
  progress: {
    uz: (done: number, total: number): string => `${figure('uz', total)} tadan ${figure('uz', done)} tasi o‘qildi`,
    ru: (done: number, total: number): string => `Прочитано ${figure('ru', done)} из ${figure('ru', total)}`,
    en: (done: number, total: number): string => `${figure('en', done)} of ${figure('en', total)}`,
  },
  takesLong: {
    uz: 'Suhbatlar ko‘p bo‘lsa, bu bir-ikki daqiqa oladi. Bu yerda kutishingiz shart emas.',
    ru: 'Если чатов много, это займёт пару минут. Ждать здесь не обязательно.',
    en: 'With many chats this takes a minute or two. You need not wait here.',
  },
  showKnown: { uz: '📄 Eski ro‘yxatni ko‘rish', ru: '📄 Показать прежний список', en: '📄 Show the earlier list' },
  refresh: { uz: '🔄 Yangilash', ru: '🔄 Обновить', en: '🔄 Refresh' },
  chosen: {
    uz: (what: string): Rich => rich`Tanlangan: ${bold(what)}`,
    ru: (what: string): Rich => rich`Выбрано: ${bold(what)}`,
    en: (what: string): Rich => rich`Chosen: ${bold(what)}`,
  },
  inAll: {
    uz: (all: number, open: number): string =>
      `Jami ${groupsIn('uz', all)}, shundan ${figure('uz', open)} tasiga yozish mumkin.`,
    ru: (all: number, open: number): string => `Всего ${groupsIn('ru', all)}, писать можно в ${figure('ru', open)}.`,
    en: (all: number, open: number): string =>
      `${groupsIn('en', all)} in all; ${figure('en', open)} can be written to.`,
  },
  readAgo: {
    uz: (ms: number): string =>
      ms < 60_000 ? 'Ro‘yxat hozirgina o‘qildi.' : `Ro‘yxat ${duration('uz', ms)} oldin o‘qilgan.`,
    ru: (ms: number): string =>
      ms < 60_000 ? 'Список только что прочитан.' : `Список прочитан ${duration('ru', ms)} назад.`,
    en: (ms: number): string =>
      ms < 60_000 ? 'The list was read just now.' : `The list was read ${duration('en', ms)} ago.`,
  },
  neverRead: {
    uz: 'Ro‘yxat hali o‘qilmagan.',
    ru: 'Список ещё не прочитан.',
    en: 'The list has not been read yet.',
  },
  writeToSearch: {
    uz: 'Izlash uchun guruh nomini yozing.',
    ru: 'Чтобы найти группу, напишите её название.',
    en: 'To search, write a part of a title.',
  },
  found: {
    uz: (query: string, count: number): Rich => rich`🔎 «${query}»: ${groupsIn('uz', count)}`,
    ru: (query: string, count: number): Rich => rich`🔎 «${query}»: ${groupsIn('ru', count)}`,
    en: (query: string, count: number): Rich => rich`🔎 “${query}”: ${groupsIn('en', count)}`,
  },
  inFolder: {
    uz: (title: string, count: number): Rich => rich`📁 ${title}: ${groupsIn('uz', count)}`,
    ru: (title: string, count: number): Rich => rich`📁 ${title}: ${groupsIn('ru', count)}`,
    en: (title: string, count: number): Rich => rich`📁 ${title}: ${groupsIn('en', count)}`,
  },
  nothingFound: {
    uz: 'Hech narsa topilmadi. Boshqa so‘z yozing yoki filtrni olib tashlang.',
    ru: 'Ничего не нашлось. Напишите другое слово или уберите фильтр.',
    en: 'Nothing was found. Write another word, or clear the filter.',
  },
  noGroups: {
    uz: 'Bu akkaunt hech qaysi guruhda emas. Telegramda guruhlarga qo‘shiling, keyin «Yangilash»ni bosing.',
    ru: 'Этот аккаунт не состоит ни в одной группе. Вступите в группы в Telegram и нажмите «Обновить».',
    en: 'This account is in no group. Join some in Telegram, then press Refresh.',
  },
  twins: {
    uz: '≈ nomi bir xil, ehtimol bitta guruh. «Hammasi» ulardan bittasini tanlaydi.',
    ru: '≈ названия совпадают, возможно, это одна группа. «Все» выберет одну из них.',
    en: '≈ same title, probably the same group. “All” chooses one of them.',
  },
  elsewhere: {
    uz: '👤 bu guruhga boshqa akkauntingiz yozadi.',
    ru: '👤 в эту группу пишет другой ваш аккаунт.',
    en: '👤 another account of yours writes there.',
  },
  unfit: {
    uz: (count: number): string => `⚠️ Tanlanganlardan ${groupsIn('uz', count)} xabar qabul qilmayapti.`,
    ru: (count: number): string => `⚠️ Среди выбранных не принимают сообщения: ${groupsIn('ru', count)}.`,
    en: (count: number): string =>
      `⚠️ Of those chosen, ${groupsIn('en', count)} ${count === 1 ? 'takes' : 'take'} no messages.`,
  },
  all: { uz: '✅ Hammasi', ru: '✅ Все', en: '✅ All' },
  none: { uz: '▫️ Hech biri', ru: '▫️ Ни одной', en: '▫️ None' },
  onlyChosen: { uz: '☑️ Faqat tanlanganlar', ru: '☑️ Только выбранные', en: '☑️ Only those chosen' },
  clear: { uz: '✖️ Filtrni olib tashlash', ru: '✖️ Убрать фильтр', en: '✖️ Clear the filter' },
  folders: { uz: '📁 Papkalar', ru: '📁 Папки', en: '📁 Folders' },
  byLink: { uz: '🔗 Havola orqali', ru: '🔗 По ссылке', en: '🔗 By link' },
  tidy: {
    uz: (count: number): string => `🧹 Keraksizlari: ${figure('uz', count)}`,
    ru: (count: number): string => `🧹 Лишние: ${figure('ru', count)}`,
    en: (count: number): string => `🧹 Tidy up: ${figure('en', count)}`,
  },
  done: { uz: '✔️ Tayyor', ru: '✔️ Готово', en: '✔️ Done' },
  added: {
    uz: (count: number): string => `Qo‘shildi: ${groupsIn('uz', count)}`,
    ru: (count: number): string => `Добавлено: ${groupsIn('ru', count)}`,
    en: (count: number): string => `Added: ${groupsIn('en', count)}`,
  },
  removed: {
    uz: (count: number): string => `Olib tashlandi: ${groupsIn('uz', count)}`,
    ru: (count: number): string => `Убрано: ${groupsIn('ru', count)}`,
    en: (count: number): string => `Removed: ${groupsIn('en', count)}`,
  },
  nothingToAdd: {
    uz: 'Qo‘shadigan guruh yo‘q.',
    ru: 'Добавлять нечего.',
    en: 'There is nothing to add.',
  },
  justRead: {
    uz: 'Ro‘yxat hozirgina o‘qildi.',
    ru: 'Список только что прочитан.',
    en: 'The list was read just now.',
  },
  cannot: {
    uz: (why: string): string => `Bu yerga yozib bo‘lmaydi: ${why}.`,
    ru: (why: string): string => `Сюда писать нельзя: ${why}.`,
    en: (why: string): string => `Nothing can be written here: ${why}.`,
  },
  doneHead: {
    uz: (name: string, what: string): Rich => lines(rich`✅ ${bold(name)}: ${what} tanlandi.`, 'Tanlov saqlandi.'),
    ru: (name: string, what: string): Rich => lines(rich`✅ ${bold(name)}: выбрано ${what}.`, 'Выбор сохранён.'),
    en: (name: string, what: string): Rich => lines(rich`✅ ${bold(name)}: ${what} chosen.`, 'The choice is saved.'),
  },
  doneEmpty: {
    uz: (name: string): Rich => rich`${bold(name)}: hali birorta ham guruh tanlanmagan.`,
    ru: (name: string): Rich => rich`${bold(name)}: пока не выбрано ни одной группы.`,
    en: (name: string): Rich => rich`${bold(name)}: no group is chosen yet.`,
  },
  goOn: { uz: '📨 Yangi e’lon', ru: '📨 Новая рассылка', en: '📨 New campaign' },
  change: { uz: '✏️ Tanlovni o‘zgartirish', ru: '✏️ Изменить выбор', en: '✏️ Change the choice' },
  chooseFolder: {
    uz: lines(bold('Papkalar'), '', 'Qaysi papkadagi guruhlarni ko‘rsataylik?'),
    ru: lines(bold('Папки'), '', 'Группы из какой папки показать?'),
    en: lines(bold('Folders'), '', 'The groups of which folder?'),
  },
  noFolders: {
    uz: 'Bu akkauntda papka yo‘q. Papkalar Telegram sozlamalarida ochiladi.',
    ru: 'У этого аккаунта нет папок. Их создают в настройках Telegram.',
    en: 'This account has no folders. They are made in the settings of Telegram.',
  },
  topicsHead: {
    uz: (title: string): Rich => lines(rich`💬 ${bold(title)}`, '', 'Bu forum. Qaysi mavzularga yozamiz?'),
    ru: (title: string): Rich => lines(rich`💬 ${bold(title)}`, '', 'Это форум. В какие темы писать?'),
    en: (title: string): Rich => lines(rich`💬 ${bold(title)}`, '', 'This is a forum. Which topics shall we write to?'),
  },
  closedTopic: { uz: 'mavzu yopilgan', ru: 'тема закрыта', en: 'the topic is closed' },
  noForum: {
    uz: 'Bu guruh endi forum emas. Ro‘yxatni yangilang.',
    ru: 'Эта группа больше не форум. Обновите список.',
    en: 'This group is no forum any more. Refresh the list.',
  },
})
