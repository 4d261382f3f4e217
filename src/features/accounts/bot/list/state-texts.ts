import type { Language } from '../../../../bot/language.ts'
import { phrases } from '../../../../bot/language.ts'

/** How an account is, and what its owner does next. */
export const stateTexts = phrases({
  active: { uz: 'Ishlayapti.', ru: 'Работает.', en: 'It works.' },
  waits: {
    uz: (until: string) => `Telegram kutishni so‘radi: ${until} gacha.`,
    ru: (until: string) => `Telegram просит подождать: до ${until}.`,
    en: (until: string) => `Telegram asks it to wait until ${until}.`,
  },
  limited: {
    uz: (why: string, until: string) => `${why} Cheklov tugaydi: ${until}.`,
    ru: (why: string, until: string) => `${why} Ограничение до ${until}.`,
    en: (why: string, until: string) => `${why} The limit ends on ${until}.`,
  },
  goesOn: {
    uz: 'Hech narsa qilmang: keyin o‘zi davom etadi.',
    ru: 'Ничего делать не нужно: потом продолжит сам.',
    en: 'You need not do anything: it goes on by itself.',
  },
  resumeWhenFree: {
    uz: 'Telegram ilovasida cheklovni tekshiring. U olib tashlangach, «Davom ettirish»ni bosing.',
    ru: 'Посмотрите в приложении Telegram, снято ли ограничение. Когда снято, нажмите «Продолжить».',
    en: 'Look in the Telegram app whether the limit is gone. When it is, press “Resume”.',
  },
  paused: { uz: 'Siz uni to‘xtatib qo‘ygansiz.', ru: 'Вы его приостановили.', en: 'You have paused it.' },
  proxyDown: {
    uz: (since: string) => `Proksi javob bermayapti (${since} dan beri). Xabarlar kutib turibdi.`,
    ru: (since: string) => `Прокси не отвечает с ${since}. Сообщения ждут.`,
    en: (since: string) => `Its proxy has not answered since ${since}. Messages wait.`,
  },
  otherProxy: {
    uz: 'Proksini tekshiring yoki boshqasini tanlang.',
    ru: 'Проверьте прокси или выберите другой.',
    en: 'Check the proxy, or choose another one.',
  },
  mendProxy: {
    uz: 'Boshqa proksi tanlang, so‘ng «Davom ettirish»ni bosing.',
    ru: 'Выберите другой прокси и нажмите «Продолжить».',
    en: 'Choose another proxy, then press “Resume”.',
  },
  restricted: {
    uz: 'Telegram bu akkauntni cheklangan deb belgilagan.',
    ru: 'Telegram пометил этот аккаунт как ограниченный.',
    en: 'Telegram has marked this account as restricted.',
  },
  appeal: {
    uz: 'Telegram ilovasida @SpamBot ga yozing: u sababini aytadi.',
    ru: 'Напишите @SpamBot в приложении Telegram: он назовёт причину.',
    en: 'Write to @SpamBot in the Telegram app: it tells you why.',
  },
  signIn: {
    uz: '«Qayta kirish»ni bosing.',
    ru: 'Нажмите «Войти заново».',
    en: 'Press “Sign in again”.',
  },
  giveToken: {
    uz: 'Administrator botning yangi tokenini kiritishi kerak.',
    ru: 'Администратор должен ввести новый токен бота.',
    en: 'An administrator has to enter the bot’s new token.',
  },
})

/** Telegram's name for why an account stands, as a person would say it. A name that nobody knows is shown as it is. */
export function reasonWords(reason: string | null, language: Language): string {
  const found = reasons.find(({ shape }) => shape.test(reason ?? ''))
  if (found !== undefined) return found.words[language]
  return reason === null ? '' : texts.other[language](reason)
}

const texts = phrases({
  tooMany: {
    uz: 'Telegram ko‘p xabar uchun akkauntni cheklagan.',
    ru: 'Telegram ограничил аккаунт за слишком частые сообщения.',
    en: 'Telegram limits the account for writing too much.',
  },
  complaints: {
    uz: 'Telegram shikoyatlar tufayli akkauntni cheklagan.',
    ru: 'Telegram ограничил аккаунт из-за жалоб.',
    en: 'Telegram limits the account after complaints.',
  },
  banned: {
    uz: 'Telegram bu akkauntga ochiq guruhlarda yozishni taqiqlagan.',
    ru: 'Telegram запретил аккаунту писать в открытые группы.',
    en: 'Telegram does not let the account write in public groups.',
  },
  frozen: {
    uz: 'Telegram akkauntni muzlatgan: u faqat o‘qiy oladi.',
    ru: 'Telegram заморозил аккаунт: он может только читать.',
    en: 'Telegram has frozen the account: it can only read.',
  },
  duplicated: {
    uz: 'Bu kirish boshqa joyda ham ishlatilgan, shuning uchun Telegram uni tugatgan.',
    ru: 'Этим входом пользовались ещё где-то, и Telegram его завершил.',
    en: 'This login was used in another place too, so Telegram ended it.',
  },
  gone: {
    uz: 'Telegram bu akkauntni o‘chirgan yoki bloklagan.',
    ru: 'Telegram удалил или заблокировал этот аккаунт.',
    en: 'Telegram has deleted or banned this account.',
  },
  ended: {
    uz: 'Kirish Telegram ilovasida tugatilgan.',
    ru: 'Вход завершён в приложении Telegram.',
    en: 'The login was ended in the Telegram app.',
  },
  loggedOut: { uz: 'Siz akkauntdan chiqqansiz.', ru: 'Вы вышли из аккаунта.', en: 'You have logged it out.' },
  token: {
    uz: 'Telegram botning tokenini qabul qilmayapti.',
    ru: 'Telegram не принимает токен бота.',
    en: 'Telegram does not accept the bot’s token.',
  },
  proxy: {
    uz: 'Proksi ulanishni rad etdi. To‘g‘ridan-to‘g‘ri ulanmaymiz.',
    ru: 'Прокси отказал в соединении. Напрямую мы не подключаемся.',
    en: 'The proxy refused the connection. We never go around it.',
  },
  proxyGone: {
    uz: 'Kirish uchun tanlangan proksi o‘chirilgan yoki unda joy qolmagan. To‘g‘ridan-to‘g‘ri ulanmaymiz.',
    ru: 'Прокси, выбранный при входе, удалён, или в нём нет места. Напрямую мы не подключаемся.',
    en: 'The proxy that was chosen for the login is gone or full. We never go around it.',
  },
  password: {
    uz: 'Telegram parolni so‘rayapti.',
    ru: 'Telegram просит пароль.',
    en: 'Telegram asks for the password.',
  },
  other: {
    uz: (reason: string) => `Sababi: ${reason}.`,
    ru: (reason: string) => `Причина: ${reason}.`,
    en: (reason: string) => `The reason: ${reason}.`,
  },
})

const reasons = [
  { shape: /^PEER_FLOOD/, words: texts.tooMany },
  { shape: /^USER_RESTRICTED/, words: texts.complaints },
  { shape: /^USER_BANNED_IN_CHANNEL/, words: texts.banned },
  { shape: /^FROZEN_/, words: texts.frozen },
  { shape: /^AUTH_KEY_DUPLICATED/, words: texts.duplicated },
  { shape: /DEACTIVATED/, words: texts.gone },
  { shape: /^(?:AUTH_KEY_|SESSION_(?:REVOKED|EXPIRED)|USER_UNREGISTERED)/, words: texts.ended },
  { shape: /^SESSION_PASSWORD_NEEDED/, words: texts.password },
  { shape: /^logged out$/, words: texts.loggedOut },
  { shape: /^(?:Unauthorized|Not Found)/i, words: texts.token },
  { shape: /^the proxy of its login/, words: texts.proxyGone },
  { shape: /proxy|socks/i, words: texts.proxy },
] as const
