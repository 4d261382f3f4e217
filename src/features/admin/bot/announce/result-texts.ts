import { figure } from '../../../../bot/figures.ts'
import { phrases } from '../../../../bot/language.ts'
import { bold, lines } from '../../../../bot/rich-text.ts'
import type { Rich } from '../../../../bot/rich-text.ts'
import { people } from './texts.ts'

export const resultTexts = phrases({
  preparing: {
    uz: '📣 E’lon tayyorlanyapti…',
    ru: '📣 Объявление готовится…',
    en: '📣 The announcement is being prepared…',
  },
  running: { uz: '📣 E’lon yuborilyapti', ru: '📣 Объявление уходит', en: '📣 The announcement is going out' },
  finished: { uz: '✅ E’lon yuborildi', ru: '✅ Объявление отправлено', en: '✅ The announcement was sent' },
  stopped: { uz: '⏹ E’lon to‘xtatildi', ru: '⏹ Объявление остановлено', en: '⏹ The announcement was stopped' },
  refused: {
    uz: (why: string) => `Telegram bu matnni qabul qilmadi: ${why}`,
    ru: (why: string) => `Telegram не принял этот текст: ${why}`,
    en: (why: string) => `Telegram does not accept this text: ${why}`,
  },
  sent: {
    uz: (count: string, all: string) => `Yetib bordi: ${count} / ${all}`,
    ru: (count: string, all: string) => `Дошло: ${count} из ${all}`,
    en: (count: string, all: string) => `Sent: ${count} of ${all}`,
  },
  failed: {
    uz: (count: string) => `Bormadi (botni bloklagan yoki ketgan): ${count}`,
    ru: (count: string) => `Не дошло (заблокировали бота или удалились): ${count}`,
    en: (count: string) => `Not delivered (blocked the bot or gone): ${count}`,
  },
  uncertain: {
    uz: (count: string) => `Noma’lum: ${count}. Aloqa uzilgan; ikki marta bormasligi uchun qayta yuborilmaydi.`,
    ru: (count: string) => `Неизвестно: ${count}. Связь прервалась; чтобы не пришло дважды, повторять не будем.`,
    en: (count: string) =>
      `Unknown: ${count}. The line broke; they are not written to again, so that nobody gets it twice.`,
  },
  cancelled: {
    uz: (count: string) => `Yuborilmadi: ${count}`,
    ru: (count: string) => `Не отправляли: ${count}`,
    en: (count: string) => `Not sent to: ${count}`,
  },
  left: {
    uz: (count: string) => `Qoldi: ${count}`,
    ru: (count: string) => `Осталось: ${count}`,
    en: (count: string) => `Left: ${count}`,
  },
  eta: {
    uz: (time: string, perSecond: string) => `Yana taxminan ${time} (soniyasiga ${perSecond} ta)`,
    ru: (time: string, perSecond: string) => `Ещё примерно ${time} (${perSecond} в секунду)`,
    en: (time: string, perSecond: string) => `About ${time} more (${perSecond} a second)`,
  },
  waits: {
    uz: (time: string) => `Telegram kutishni so‘radi: ${time}dan keyin davom etadi.`,
    ru: (time: string) => `Telegram просит подождать: продолжим через ${time}.`,
    en: (time: string) => `Telegram asks to wait: it goes on in ${time}.`,
  },
  rests: {
    uz: 'Botning akkaunti to‘xtab turibdi. Serverda «karvon accounts list» sababini ko‘rsatadi.',
    ru: 'Аккаунт бота остановлен. На сервере «karvon accounts list» покажет почему.',
    en: 'The bot’s account is at rest. On the server, “karvon accounts list” says why.',
  },
  begunAt: {
    uz: (when: string) => `Boshlandi: ${when}`,
    ru: (when: string) => `Начато: ${when}`,
    en: (when: string) => `Begun: ${when}`,
  },
  took: {
    uz: (time: string) => `Davom etdi: ${time}`,
    ru: (time: string) => `Заняло: ${time}`,
    en: (time: string) => `It took ${time}`,
  },
  stop: { uz: '⏹ To‘xtatish', ru: '⏹ Остановить', en: '⏹ Stop' },
  again: { uz: '🔄 Yangilash', ru: '🔄 Обновить', en: '🔄 Refresh' },
  text: { uz: '👁 Matni', ru: '👁 Текст', en: '👁 The text' },
  sure: {
    uz: (left: number): Rich =>
      lines(bold('To‘xtatilsinmi?'), `Yana ${people.uz(left)} uni olmaydi. Keyin davom ettirib bo‘lmaydi.`),
    ru: (left: number): Rich => lines(bold('Остановить?'), `Не получат: ${people.ru(left)}. Продолжить потом нельзя.`),
    en: (left: number): Rich =>
      lines(bold('Stop it?'), `${people.en(left)} will not get it. It cannot be continued later.`),
  },
  yes: { uz: '⏹ Ha, to‘xtatish', ru: '⏹ Да, остановить', en: '⏹ Yes, stop' },
  no: { uz: '⬅️ Yo‘q, davom etsin', ru: '⬅️ Нет, пусть идёт', en: '⬅️ No, go on' },
  ended: { uz: 'U allaqachon tugagan.', ru: 'Оно уже закончилось.', en: 'It has ended already.' },
  gone: { uz: 'Bunday e’lon yo‘q.', ru: 'Такого объявления нет.', en: 'There is no such announcement.' },
  list: { uz: 'Oxirgi e’lonlar', ru: 'Последние объявления', en: 'Last announcements' },
  none: {
    uz: 'Hali e’lon bo‘lmagan. Birinchisini yozing: u botni ochgan hammaga boradi.',
    ru: 'Объявлений ещё не было. Напишите первое: его получат все, кто открыл бота.',
    en: 'There was none yet. Write the first one: it goes to everybody who has opened the bot.',
  },
  writeNew: { uz: '✏️ Yangi e’lon', ru: '✏️ Новое объявление', en: '✏️ New announcement' },
  details: { uz: '📊 Batafsil', ru: '📊 Подробнее', en: '📊 Details' },
})

export function outOf(language: 'uz' | 'ru' | 'en', sent: number, all: number): string {
  return `${figure(language, sent)}/${figure(language, all)}`
}
