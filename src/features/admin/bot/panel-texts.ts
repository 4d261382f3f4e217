import type { Access } from '../../../access/people.ts'
import { inEach, phrases } from '../../../bot/language.ts'
import { bold, code, lines, rich } from '../../../bot/rich-text.ts'
import type { Rich } from '../../../bot/rich-text.ts'
import type { PeopleList } from '../verbs.ts'

type Lists = Readonly<Record<PeopleList, string>>
type Accesses = Readonly<Record<Access, string>>
type Questions = Readonly<Record<'ban' | 'promote' | 'dismiss', (name: string) => Rich>>

const examples = rich`${code('Aziz')}, ${code('@aziz')}, ${code('123456789')}`

export const panelTexts = phrases({
  menu: { uz: '👥 Odamlar', ru: '👥 Люди', en: '👥 People' },
  people: { uz: 'Odamlar', ru: 'Люди', en: 'People' },
  lists: inEach<Lists>({
    uz: {
      all: 'Hamma',
      confirmed: 'Ruxsati bor',
      requested: 'So‘raganlar',
      ended: 'Tugagan',
      banned: 'Bloklangan',
    },
    ru: { all: 'Все', confirmed: 'С доступом', requested: 'Просят', ended: 'Закончился', banned: 'Блок' },
    en: { all: 'All', confirmed: 'Confirmed', requested: 'Requested', ended: 'Ended', banned: 'Banned' },
  }),
  page: {
    uz: (page: string, pages: string) => `${pages} sahifadan ${page}-sahifa`,
    ru: (page: string, pages: string) => `Страница ${page} из ${pages}`,
    en: (page: string, pages: string) => `Page ${page} of ${pages}`,
  },
  nobodyHere: { uz: 'Bu yerda hech kim yo‘q.', ru: 'Здесь никого нет.', en: 'There is nobody here.' },
  find: { uz: '🔍 Qidirish', ru: '🔍 Поиск', en: '🔍 Find' },
  howToFind: {
    uz: rich`Ismi, @nomi yoki raqamini yozing, masalan: ${examples}`,
    ru: rich`Напишите имя, @имя или номер, например: ${examples}`,
    en: rich`Write a name, a @name or an id, for example: ${examples}`,
  },
  found: {
    uz: (text: string): Rich => rich`«${text}» bo‘yicha topildi. Boshqasini qidirish uchun yozing.`,
    ru: (text: string): Rich => rich`Найдено по запросу «${text}». Чтобы искать другого, напишите ещё раз.`,
    en: (text: string): Rich => rich`Found for “${text}”. Write again to look for somebody else.`,
  },
  notFound: {
    uz: (text: string): Rich => rich`«${text}» bo‘yicha hech kim topilmadi. Ism boshini, @nomni yoki raqamni yozing.`,
    ru: (text: string): Rich => rich`По запросу «${text}» никого нет. Напишите начало имени, @имя или номер.`,
    en: (text: string): Rich => rich`Nobody found for “${text}”. Write how a name begins, a @name or an id.`,
  },
  id: { uz: 'ID', ru: 'ID', en: 'ID' },
  since: { uz: 'Kelgan kuni', ru: 'С нами с', en: 'Here since' },
  until: {
    uz: (day: string) => `${day} gacha`,
    ru: (day: string) => `до ${day}`,
    en: (day: string) => `until ${day}`,
  },
  accesses: inEach<Accesses>({
    uz: {
      admin: 'administrator',
      active: 'ruxsati bor',
      pending: 'ruxsat so‘ragan',
      expired: 'ruxsati tugagan',
      banned: 'bloklangan',
    },
    ru: {
      admin: 'администратор',
      active: 'есть доступ',
      pending: 'просит доступ',
      expired: 'доступ закончился',
      banned: 'заблокирован',
    },
    en: {
      admin: 'admin',
      active: 'has access',
      pending: 'asks for access',
      expired: 'access has ended',
      banned: 'banned',
    },
  }),
  bannedSince: {
    uz: (day: string) => `${day}dan beri bloklangan`,
    ru: (day: string) => `заблокирован с ${day}`,
    en: (day: string) => `banned since ${day}`,
  },
  done: { uz: 'Bajarildi', ru: 'Готово', en: 'Done' },
  unban: { uz: '✅ Blokdan chiqarish', ru: '✅ Разблокировать', en: '✅ Unban' },
  promote: { uz: '⭐️ Administrator qilish', ru: '⭐️ Сделать администратором', en: '⭐️ Make admin' },
  dismiss: { uz: 'Administratorlikdan olish', ru: 'Снять с администраторов', en: 'Dismiss as admin' },
  sure: inEach<Questions>({
    uz: {
      ban: (name) => lines(bold(`${name} bloklansinmi?`), 'E’lonlari to‘xtatiladi, bot unga boshqa javob bermaydi.'),
      promote: (name) => lines(bold(`${name} administrator bo‘lsinmi?`), 'U hamma odamlarni ko‘radi va ruxsat beradi.'),
      dismiss: (name) =>
        lines(bold(`${name} administratorlikdan olinsinmi?`), 'Ruxsatni qaytadan berish kerak bo‘ladi.'),
    },
    ru: {
      ban: (name) => lines(bold(`Заблокировать: ${name}?`), 'Рассылки остановятся, бот больше не ответит.'),
      promote: (name) =>
        lines(bold(`Сделать администратором: ${name}?`), 'Он увидит всех людей и сможет давать доступ.'),
      dismiss: (name) => lines(bold(`Снять с администраторов: ${name}?`), 'Доступ нужно будет дать заново.'),
    },
    en: {
      ban: (name) => lines(bold(`Ban ${name}?`), 'Their campaigns stop, and the bot answers them no more.'),
      promote: (name) => lines(bold(`Make ${name} an admin?`), 'They will see everybody and give access.'),
      dismiss: (name) => lines(bold(`Dismiss ${name} as an admin?`), 'Access has to be granted to them anew.'),
    },
  }),
  yes: { uz: 'Ha', ru: 'Да', en: 'Yes' },
  no: { uz: 'Yo‘q', ru: 'Нет', en: 'No' },
  campaigns: { uz: '📣 E’lonlar', ru: '📣 Рассылки', en: '📣 Campaigns' },
  noCampaigns: { uz: 'Hozir ishlayotgan e’lon yo‘q.', ru: 'Сейчас рассылок нет.', en: 'Nothing runs now.' },
  activeCount: {
    uz: (running: string, paused: string): Rich =>
      `Ishlayapti: ${running}, pauzada: ${paused}. To‘xtatish uchun bosing.`,
    ru: (running: string, paused: string): Rich => `Идут: ${running}, на паузе: ${paused}. Нажмите, чтобы остановить.`,
    en: (running: string, paused: string): Rich => `Running: ${running}, paused: ${paused}. Press one to stop it.`,
  },
  stopAll: { uz: '⏹ Hammasini to‘xtatish', ru: '⏹ Остановить все', en: '⏹ Stop all' },
  sureAll: {
    uz: (name: string): Rich => bold(`${name}: hamma e’lonlar to‘xtatilsinmi?`),
    ru: (name: string): Rich => bold(`${name}: остановить все рассылки?`),
    en: (name: string): Rich => bold(`${name}: stop all campaigns?`),
  },
  sureStop: {
    uz: (campaign: string, name: string): Rich => rich`${bold(`«${campaign}» to‘xtatilsinmi?`)}\n${name}`,
    ru: (campaign: string, name: string): Rich => rich`${bold(`Остановить «${campaign}»?`)}\n${name}`,
    en: (campaign: string, name: string): Rich => rich`${bold(`Stop “${campaign}”?`)}\n${name}`,
  },
  stopped: {
    uz: (count: string) => `To‘xtatildi: ${count}`,
    ru: (count: string) => `Остановлено: ${count}`,
    en: (count: string) => `Stopped: ${count}`,
  },
  statistics: { uz: '📊 Statistika', ru: '📊 Статистика', en: '📊 Statistics' },
  accounts: { uz: 'Akkauntlar', ru: 'Аккаунты', en: 'Accounts' },
  messages: { uz: 'Xabarlar', ru: 'Сообщения', en: 'Messages' },
  runsNow: {
    uz: (running: string, paused: string) => `Hozir yuborilayotgan: ${running}, pauzada: ${paused}`,
    ru: (running: string, paused: string) => `Сейчас отправляется рассылок: ${running}, на паузе: ${paused}`,
    en: (running: string, paused: string) => `Rounds now: ${running}, paused: ${paused}`,
  },
  today: { uz: 'Bugun', ru: 'Сегодня', en: 'Today' },
  week: { uz: '7 kunda', ru: 'За 7 дней', en: 'In 7 days' },
  sentFigures: {
    uz: (when: string, sent: string, failed: string) => `${when}: ${sent} ta ketdi, ${failed} ta ketmadi`,
    ru: (when: string, sent: string, failed: string) => `${when}: отправлено ${sent}, не ушло ${failed}`,
    en: (when: string, sent: string, failed: string) => `${when}: ${sent} sent, ${failed} failed`,
  },
  waiting: {
    uz: (count: string) => `Navbatda: ${count}`,
    ru: (count: string) => `В очереди: ${count}`,
    en: (count: string) => `Waiting: ${count}`,
  },
  refresh: { uz: '🔄 Yangilash', ru: '🔄 Обновить', en: '🔄 Refresh' },
})
