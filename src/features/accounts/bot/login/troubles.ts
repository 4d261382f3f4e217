import { duration } from '../../../../bot/figures.ts'
import type { InEach, Language } from '../../../../bot/language.ts'
import { bold, lines } from '../../../../bot/rich-text.ts'
import type { Rich } from '../../../../bot/rich-text.ts'
import type { CodeWay } from '../../../../telegram/login-contract.ts'

/** Where the person finds the code. */
export const places: InEach<Readonly<Record<CodeWay, string>>> = {
  uz: {
    app: 'Kod shu akkauntning Telegramiga keldi: «Telegram» nomli chatni oching.',
    sms: 'Kod shu raqamga SMS bo‘lib keladi.',
    call: 'Shu raqamga qo‘ng‘iroq qilib, kodni aytishadi.',
    'missed-call': 'Shu raqamga qo‘ng‘iroq bo‘ladi, ko‘tarmang: kod o‘sha raqamning oxirgi raqamlari.',
    email: 'Kod akkauntning elektron pochtasiga keladi.',
    fragment: 'Kod fragment.com saytida ko‘rinadi.',
    other: 'Kodni avval shu akkauntning Telegramidan, so‘ng SMSlardan qidiring.',
  },
  ru: {
    app: 'Код пришёл в Telegram этого аккаунта: откройте чат «Telegram».',
    sms: 'Код придёт на этот номер по SMS.',
    call: 'На этот номер позвонят и продиктуют код.',
    'missed-call': 'На этот номер позвонят, трубку не берите: код – последние цифры звонившего номера.',
    email: 'Код придёт на электронную почту аккаунта.',
    fragment: 'Код появится на fragment.com.',
    other: 'Поищите код сначала в Telegram этого аккаунта, потом в SMS.',
  },
  en: {
    app: 'The code is in the Telegram of this account: open the chat “Telegram”.',
    sms: 'The code comes to this number as a text message.',
    call: 'This number is called, and the code is read out.',
    'missed-call': 'This number is called; do not answer. The code is the last digits of the calling number.',
    email: 'The code comes to the e-mail address of the account.',
    fragment: 'The code is shown at fragment.com.',
    other: 'Look for the code in the Telegram of this account first, then among your text messages.',
  },
}

/** What went wrong and what to do. `wait` is told how long. */
export const troubleNames = [
  'phone-invalid',
  'phone-banned',
  'phone-unknown',
  'begin-again',
  'wait',
  'code-unavailable',
  'application',
  'proxy-failed',
  'no-answer',
  'telegram-failed',
  'taken',
] as const
export type Trouble = (typeof troubleNames)[number]

export const troubles: InEach<Readonly<Record<Exclude<Trouble, 'wait'>, Rich>>> = {
  uz: {
    'phone-invalid': lines(
      bold('Telegram bunday raqamni bilmaydi'),
      'Raqamni davlat kodi bilan tekshirib, qaytadan yozing.',
    ),
    'phone-banned': lines(
      bold('Telegram bu raqamni bloklagan yoki o‘chirgan'),
      'Buni faqat Telegram hal qiladi: recover@telegram.org ga yozing. Boshqa raqamni ulash mumkin.',
    ),
    'phone-unknown': lines(
      bold('Bu raqamda Telegram akkaunti yo‘q'),
      'Avval Telegram ilovasida ro‘yxatdan o‘ting, so‘ng bu yerga qayting.',
    ),
    'begin-again': lines(bold('Kirishni boshidan boshlash kerak'), 'Telegram bu urinishni yopdi. Raqamni yana yozing.'),
    'code-unavailable': lines(
      bold('Telegram bu raqamga hozir kod yubormayapti'),
      'Telegram ilovasiga kirib ko‘ring, yoki ertaga qayta urining.',
    ),
    application: lines(
      bold('Nosozlik bizda, raqamingizda emas'),
      'Telegram dasturimizni qabul qilmayapti. Administratorga xabar berdik, keyinroq qayta urining.',
    ),
    'proxy-failed': lines(
      bold('Proksi ishlamayapti'),
      'Birozdan keyin qayta urining yoki boshqa proksi bilan boshidan boshlang. To‘g‘ridan-to‘g‘ri ulanmaymiz.',
    ),
    'no-answer': lines(bold('Telegram javob bermadi'), 'Aloqa uzilgan bo‘lishi mumkin. Qayta urinib ko‘ring.'),
    'telegram-failed': lines(bold('Telegramda xatolik yuz berdi'), 'Birozdan keyin qayta urining.'),
    taken: lines(
      bold('Bu akkaunt boshqa kishi tomonidan ulangan'),
      'Bitta akkaunt bir kishida bo‘ladi. Avval u yerda uzilishi kerak. Yangi kirish yopildi.',
    ),
  },
  ru: {
    'phone-invalid': lines(bold('Telegram не знает такого номера'), 'Проверьте номер и код страны и напишите ещё раз.'),
    'phone-banned': lines(
      bold('Telegram заблокировал или удалил этот номер'),
      'Решить это может только сам Telegram: напишите на recover@telegram.org. Можно подключить другой номер.',
    ),
    'phone-unknown': lines(
      bold('С этим номером нет аккаунта Telegram'),
      'Сначала зарегистрируйтесь в приложении Telegram, потом вернитесь сюда.',
    ),
    'begin-again': lines(bold('Вход нужно начать заново'), 'Telegram закрыл эту попытку. Напишите номер ещё раз.'),
    'code-unavailable': lines(
      bold('Telegram сейчас не отправляет код на этот номер'),
      'Попробуйте войти в приложении Telegram или вернитесь завтра.',
    ),
    application: lines(
      bold('Проблема у нас, а не с вашим номером'),
      'Telegram не принимает нашу программу. Администратор уже знает, попробуйте позже.',
    ),
    'proxy-failed': lines(
      bold('Прокси не работает'),
      'Попробуйте чуть позже или начните заново с другим прокси. Напрямую мы не подключаемся.',
    ),
    'no-answer': lines(bold('Telegram не ответил'), 'Возможно, пропала связь. Попробуйте ещё раз.'),
    'telegram-failed': lines(bold('У Telegram что-то не получилось'), 'Попробуйте ещё раз чуть позже.'),
    taken: lines(
      bold('Этот аккаунт уже подключил кто-то другой'),
      'Аккаунт может быть только у одного человека. Сначала его нужно отключить там. Новый вход закрыт.',
    ),
  },
  en: {
    'phone-invalid': lines(
      bold('Telegram does not know this number'),
      'Check the number and its country, and write it again.',
    ),
    'phone-banned': lines(
      bold('Telegram has banned or deleted this number'),
      'Only Telegram can change that: write to recover@telegram.org. You can connect another number.',
    ),
    'phone-unknown': lines(
      bold('There is no Telegram account with this number'),
      'Sign up in a Telegram app first, then come back.',
    ),
    'begin-again': lines(bold('The login has to begin again'), 'Telegram closed this try. Write the number once more.'),
    'code-unavailable': lines(
      bold('Telegram sends no code to this number now'),
      'Try to sign in with a Telegram app, or come back tomorrow.',
    ),
    application: lines(
      bold('The trouble is on our side, not with your number'),
      'Telegram does not accept our program. An administrator has been told; try again later.',
    ),
    'proxy-failed': lines(
      bold('The proxy does not work'),
      'Try again in a moment, or begin again with another proxy. We never go around it.',
    ),
    'no-answer': lines(bold('Telegram did not answer'), 'The connection may be down. Try again.'),
    'telegram-failed': lines(bold('Something failed at Telegram'), 'Try again in a moment.'),
    taken: lines(
      bold('This account is connected by somebody else'),
      'An account can belong to one person only. It has to be disconnected there first. The new login was ended.',
    ),
  },
}

export function waitInWords(language: Language, ms: number): Rich {
  return waits[language](duration(language, ms))
}

const waits: InEach<(wait: string) => Rich> = {
  uz: (wait) =>
    lines(bold(`Telegram ${wait} kutishni so‘rayapti`), 'Juda ko‘p urinish bo‘ldi. Vaqt o‘tgach, tugmani bosing.'),
  ru: (wait) =>
    lines(
      bold(`Telegram просит подождать: ${wait}`),
      'Было слишком много попыток. Когда время выйдет, нажмите кнопку.',
    ),
  en: (wait) =>
    lines(
      bold(`Telegram asks to wait: ${wait}`),
      'There were too many tries. When the time is over, press the button.',
    ),
}
