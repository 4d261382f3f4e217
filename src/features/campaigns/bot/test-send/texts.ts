import { duration } from '../../../../bot/figures.ts'
import { phrases } from '../../../../bot/language.ts'
import { bold, lines, rich } from '../../../../bot/rich-text.ts'
import type { Rich } from '../../../../bot/rich-text.ts'

/** What is said of a test send. */
export const testTexts = phrases({
  test: { uz: '🧪 O‘zimga yuborib ko‘rish', ru: '🧪 Отправить себе', en: '🧪 Send me a test' },
  again: { uz: '🔁 Yana bir marta', ru: '🔁 Ещё раз', en: '🔁 Once more' },
  onItsWay: {
    uz: (account: string): Rich =>
      lines(bold('⏳ Sinov xabari yo‘lda'), rich`${account} uni o‘zining «Saqlangan xabarlar»iga yuboryapti.`),
    ru: (account: string): Rich =>
      lines(bold('⏳ Пробное сообщение в пути'), rich`${account} отправляет его себе в «Избранное».`),
    en: (account: string): Rich =>
      lines(bold('⏳ The test is on its way'), rich`${account} sends it to its own Saved Messages.`),
  },
  waits: {
    uz: (waitMs: number) => `Navbati taxminan ${duration('uz', waitMs)}dan keyin: o‘zi ketadi.`,
    ru: (waitMs: number) => `Очередь подойдёт примерно через ${duration('ru', waitMs)}: уйдёт само.`,
    en: (waitMs: number) => `Its turn comes in about ${duration('en', waitMs)}: it goes by itself.`,
  },
  sent: {
    uz: (account: string): Rich =>
      lines(
        bold('✅ Sinov xabari yuborildi'),
        rich`${account} akkauntida «Saqlangan xabarlar»ni oching: guruhlar ham aynan shunday ko‘radi.`,
      ),
    ru: (account: string): Rich =>
      lines(
        bold('✅ Пробное сообщение отправлено'),
        rich`Откройте «Избранное» аккаунта ${account}: в группах будет точно так же.`,
      ),
    en: (account: string): Rich =>
      lines(bold('✅ The test was sent'), rich`Open Saved Messages of ${account}: groups will see it just like that.`),
  },
  sentByBot: {
    uz: (bot: string): Rich =>
      lines(
        bold('✅ Sinov xabari yuborildi'),
        rich`Botlarda «Saqlangan xabarlar» yo‘q: ${bot} bilan chatingizga qarang.`,
      ),
    ru: (bot: string): Rich =>
      lines(bold('✅ Пробное сообщение отправлено'), rich`У ботов нет «Избранного»: посмотрите ваш чат с ${bot}.`),
    en: (bot: string): Rich =>
      lines(bold('✅ The test was sent'), rich`Bots have no Saved Messages: look into your chat with ${bot}.`),
  },
  notSent: { uz: bold('❌ Sinov xabari ketmadi'), ru: bold('❌ Не отправлено'), en: bold('❌ The test was not sent') },
  refused: {
    uz: (reason: string) => `Telegram rad etdi (${reason}).`,
    ru: (reason: string) => `Telegram отказал (${reason}).`,
    en: (reason: string) => `Telegram refused (${reason}).`,
  },
  startBot: {
    uz: (bot: string): Rich =>
      rich`${bot} sizga yoza olmadi: u bilan chatni ochib, «Start»ni bosing, keyin qayta urining.`,
    ru: (bot: string): Rich =>
      rich`${bot} не смог вам написать: откройте чат с ним, нажмите «Старт» и попробуйте снова.`,
    en: (bot: string): Rich => rich`${bot} could not write to you: open the chat with it, press Start and try again.`,
  },
  uncertain: {
    uz: 'Aloqa uzildi: xabar borgan bo‘lishi mumkin. Avval chatga qarang.',
    ru: 'Связь оборвалась: сообщение могло дойти. Сначала посмотрите в чат.',
    en: 'The connection was lost: it may have arrived. Look into the chat first.',
  },
  gone: {
    uz: 'Bu sinov haqida endi hech narsa ma’lum emas.',
    ru: 'Об этой пробе больше ничего не известно.',
    en: 'Nothing is known of this test any more.',
  },
  unusable: {
    uz: 'Bu akkaunt hozir yubora olmaydi. Sababi «Akkauntlar» bo‘limida yozilgan.',
    ru: 'Этот аккаунт сейчас не может отправлять. Почему, написано в разделе «Аккаунты».',
    en: 'This account cannot send now. “Accounts” says why.',
  },
  unusableFor: {
    uz: (waitMs: number) =>
      `Telegram akkauntni vaqtincha cheklagan: yana ${duration('uz', waitMs)}. Keyin yuborib ko‘ring.`,
    ru: (waitMs: number) =>
      `Telegram временно ограничил аккаунт: ещё ${duration('ru', waitMs)}. Попробуйте после этого.`,
    en: (waitMs: number) => `Telegram limits the account for another ${duration('en', waitMs)}. Try it after that.`,
  },
  flood: {
    uz: (waitMs: number) =>
      `Telegram akkauntdan yana ${duration('uz', waitMs)} kutishni so‘ragan. Keyin yuborib ko‘ring.`,
    ru: (waitMs: number) => `Telegram просит аккаунт подождать ещё ${duration('ru', waitMs)}. Попробуйте после этого.`,
    en: (waitMs: number) => `Telegram asks the account to wait for another ${duration('en', waitMs)}. Try it then.`,
  },
  underWay: {
    uz: 'Oldingi sinov hali yo‘lda. Uning yetib borishini kuting.',
    ru: 'Прошлая проба ещё в пути. Дождитесь её.',
    en: 'The last test is still on its way. Wait for it.',
  },
})
