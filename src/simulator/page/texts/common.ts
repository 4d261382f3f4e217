import type { Texts } from './text.ts'

/** Said on every screen. */
export const common = {
  badge: { uz: 'Telegram simulyatori', ru: 'Симулятор Telegram', en: 'Simulated Telegram' },
  badgeHint: {
    uz: 'Bu yerdan haqiqiy Telegramga hech narsa ketmaydi.',
    ru: 'Отсюда ничего не уходит в настоящий Telegram.',
    en: 'Nothing here reaches the real Telegram.',
  },
  language: { uz: 'Til', ru: 'Язык', en: 'Language' },
  back: { uz: 'Orqaga', ru: 'Назад', en: 'Back' },
  close: { uz: 'Yopish', ru: 'Закрыть', en: 'Close' },
  cancel: { uz: 'Bekor qilish', ru: 'Отмена', en: 'Cancel' },
  ok: { uz: 'Tushunarli', ru: 'Понятно', en: 'OK' },
  loading: { uz: 'Yuklanmoqda…', ru: 'Загрузка…', en: 'Loading…' },
  more: { uz: 'Yana ko‘rsatish', ru: 'Показать ещё', en: 'Show more' },
  connectionLost: {
    uz: 'Aloqa uzildi. Qayta ulanilmoqda…',
    ru: 'Связь потеряна. Подключаемся снова…',
    en: 'Connection lost. Trying again…',
  },
  retry: { uz: 'Hozir ulanish', ru: 'Подключиться сейчас', en: 'Try now' },
  bytes: { uz: '{n} B', ru: '{n} Б', en: '{n} B' },
  kilobytes: { uz: '{n} KB', ru: '{n} КБ', en: '{n} KB' },
  megabytes: { uz: '{n} MB', ru: '{n} МБ', en: '{n} MB' },
  today: { uz: 'Bugun', ru: 'Сегодня', en: 'Today' },
  yesterday: { uz: 'Kecha', ru: 'Вчера', en: 'Yesterday' },
  yesterdayShort: { uz: 'kecha', ru: 'вчера', en: 'yesterday' },
  // Browsers do not know the months of every language, so the page brings its own. In the form that stands beside a day.
  months: {
    uz: 'yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr',
    ru: 'января февраля марта апреля мая июня июля августа сентября октября ноября декабря',
    en: 'January February March April May June July August September October November December',
  },
  monthsShort: {
    uz: 'yan fev mar apr may iyn iyl avg sen okt noy dek',
    ru: 'янв фев мар апр мая июн июл авг сен окт ноя дек',
    en: 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec',
  },
  dayAndMonth: { uz: '{day}-{month}', ru: '{day} {month}', en: '{month} {day}' },
  fullDate: { uz: '{year}-yil {day}-{month}', ru: '{day} {month} {year} г.', en: '{month} {day}, {year}' },
} as const satisfies Texts
