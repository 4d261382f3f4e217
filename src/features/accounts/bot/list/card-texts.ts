import { counted, figure } from '../../../../bot/figures.ts'
import { phrases } from '../../../../bot/language.ts'

/** One account: what it does now, and what its owner can do with it. */
export const cardTexts = phrases({
  speed: {
    uz: (now: string, most: string) => `⚡️ Tezlik: daqiqasiga ${now} ta xabar (eng ko‘pi ${most})`,
    ru: (now: string, most: string) => `⚡️ Скорость: ${now} в минуту (не больше ${most})`,
    en: (now: string, most: string) => `⚡️ Speed: ${now} a minute (at most ${most})`,
  },
  sent: {
    uz: (sent: number, waiting: number) =>
      `📨 Bugun yuborildi: ${figure('uz', sent)}, navbatda: ${figure('uz', waiting)}`,
    ru: (sent: number, waiting: number) =>
      `📨 Сегодня отправлено: ${figure('ru', sent)}, в очереди: ${figure('ru', waiting)}`,
    en: (sent: number, waiting: number) => `📨 Sent today: ${figure('en', sent)}, waiting: ${figure('en', waiting)}`,
  },
  direct: { uz: '🌐 Proksi: yo‘q', ru: '🌐 Прокси: нет', en: '🌐 Proxy: none' },
  proxy: {
    uz: (address: string) => `🌐 Proksi: ${address}`,
    ru: (address: string) => `🌐 Прокси: ${address}`,
    en: (address: string) => `🌐 Proxy: ${address}`,
  },
  waitSend: {
    uz: (until: string) => `⏳ Yuborish ${until} gacha kutadi`,
    ru: (until: string) => `⏳ Отправка ждёт до ${until}`,
    en: (until: string) => `⏳ Sending waits until ${until}`,
  },
  waitRead: {
    uz: (until: string) => `⏳ Guruhlarni o‘qish ${until} gacha kutadi`,
    ru: (until: string) => `⏳ Чтение групп ждёт до ${until}`,
    en: (until: string) => `⏳ Reading groups waits until ${until}`,
  },
  waitJoin: {
    uz: (until: string) => `⏳ Guruhga qo‘shilish ${until} gacha kutadi`,
    ru: (until: string) => `⏳ Вступление в группы ждёт до ${until}`,
    en: (until: string) => `⏳ Joining groups waits until ${until}`,
  },
  waitTransfer: {
    uz: (until: string) => `⏳ Fayl yuborish ${until} gacha kutadi`,
    ru: (until: string) => `⏳ Загрузка файлов ждёт до ${until}`,
    en: (until: string) => `⏳ Sending files waits until ${until}`,
  },
  waitPeers: {
    uz: (count: number) => `⏳ ${figure('uz', count)} ta guruh o‘z navbatini kutmoqda (sekin rejim)`,
    ru: (count: number) =>
      `⏳ ${counted('ru', count, { one: 'группа ждёт', few: 'группы ждут', many: 'групп ждут' })} своей очереди (медленный режим)`,
    en: (count: number) =>
      `⏳ ${counted('en', count, { one: 'group waits', many: 'groups wait' })} for their own time (slow mode)`,
  },
  neverChecked: {
    uz: '🔎 Hali tekshirilmagan',
    ru: '🔎 Ещё не проверялся',
    en: '🔎 Not checked yet',
  },
  checkedFine: {
    uz: (at: string) => `🔎 Tekshirildi: ${at}. Hammasi joyida`,
    ru: (at: string) => `🔎 Проверен: ${at}. Всё в порядке`,
    en: (at: string) => `🔎 Checked: ${at}. All is well`,
  },
  checkedRestricted: {
    uz: (at: string) => `🔎 Tekshirildi: ${at}. Telegram akkauntni cheklangan deb belgilagan`,
    ru: (at: string) => `🔎 Проверен: ${at}. Telegram пометил аккаунт как ограниченный`,
    en: (at: string) => `🔎 Checked: ${at}. Telegram has marked it as restricted`,
  },
  checkedFrozen: {
    uz: (at: string, until: string | null) =>
      `🔎 Tekshirildi: ${at}. Akkaunt muzlatilgan${until === null ? '' : `, ${until} da o‘chiriladi`}`,
    ru: (at: string, until: string | null) =>
      `🔎 Проверен: ${at}. Аккаунт заморожен${until === null ? '' : `, ${until} будет удалён`}`,
    en: (at: string, until: string | null) =>
      `🔎 Checked: ${at}. The account is frozen${until === null ? '' : ` and will be deleted on ${until}`}`,
  },
  checking: {
    uz: '🔎 Tekshirilmoqda…',
    ru: '🔎 Проверяется…',
    en: '🔎 Being checked…',
  },
  checkLater: {
    uz: (at: string) => `🔎 Hozircha ulanib bo‘lmadi, ${at} da yana tekshiriladi`,
    ru: (at: string) => `🔎 Пока не удалось подключиться, следующая проверка ${at}`,
    en: (at: string) => `🔎 It could not be reached yet; the next try is at ${at}`,
  },

  pause: { uz: '⏸ To‘xtatib turish', ru: '⏸ Приостановить', en: '⏸ Pause' },
  resume: { uz: '▶️ Davom ettirish', ru: '▶️ Продолжить', en: '▶️ Resume' },
  check: { uz: '🔎 Tekshirish', ru: '🔎 Проверить', en: '🔎 Check now' },
  refresh: { uz: '🔄 Yangilash', ru: '🔄 Обновить', en: '🔄 Refresh' },
  groups: { uz: '👥 Guruhlar', ru: '👥 Группы', en: '👥 Groups' },
  alias: { uz: '✏️ Nomi', ru: '✏️ Название', en: '✏️ Name' },
  cap: { uz: '⚡️ Tezlik', ru: '⚡️ Скорость', en: '⚡️ Speed' },
  chooseProxy: { uz: '🌐 Proksi', ru: '🌐 Прокси', en: '🌐 Proxy' },
  signIn: { uz: '🔑 Qayta kirish', ru: '🔑 Войти заново', en: '🔑 Sign in again' },
  logOut: { uz: '🚪 Chiqish', ru: '🚪 Выйти', en: '🚪 Log out' },
  remove: { uz: '🗑 O‘chirish', ru: '🗑 Удалить', en: '🗑 Delete' },

  isPaused: {
    uz: 'To‘xtatildi. Xabarlar navbatda kutadi.',
    ru: 'Приостановлен. Сообщения ждут в очереди.',
    en: 'Paused. Messages wait in the queue.',
  },
  isResumed: { uz: 'Davom etmoqda.', ru: 'Работа продолжается.', en: 'It goes on.' },
  isStillLimited: {
    uz: 'Telegram cheklovi tugagach davom etadi.',
    ru: 'Продолжит, когда закончится ограничение Telegram.',
    en: 'It goes on when Telegram’s limit is over.',
  },
  cannotNow: {
    uz: 'Hozir bo‘lmaydi: akkaunt holati o‘zgargan.',
    ru: 'Сейчас нельзя: состояние аккаунта изменилось.',
    en: 'Not now: the account is in another state.',
  },
})
