import type { AccessProblem } from '../../../access/verbs.ts'
import { phrases } from '../../../bot/language.ts'
import type { InEach } from '../../../bot/language.ts'
import { code, rich } from '../../../bot/rich-text.ts'
import type { Rich } from '../../../bot/rich-text.ts'

export const abouts: Readonly<Record<'info' | 'adduser' | 'ban', InEach<string>>> = {
  info: {
    uz: 'Ruxsatingiz, akkauntlar va e’lonlar',
    ru: 'Ваш доступ, аккаунты и рассылки',
    en: 'Your access, accounts and campaigns',
  },
  adduser: {
    uz: 'Ruxsat berish: /adduser 123456789 30',
    ru: 'Дать доступ: /adduser 123456789 30',
    en: 'Give access: /adduser 123456789 30',
  },
  ban: { uz: 'Bloklash: /ban 123456789', ru: 'Заблокировать: /ban 123456789', en: 'Ban: /ban 123456789' },
}

const [add, addName] = [code('/adduser 123456789 30'), code('/adduser @aziz 30')]
const [banOne, infoOne] = [code('/ban 123456789'), code('/info 123456789')]

/** What is wrong with a command, in one line with an example, and what it did. */
export const commandTexts = phrases({
  addUserWords: {
    uz: rich`Kimga va necha kun ekanini yozing, masalan: ${add} yoki ${addName}`,
    ru: rich`Напишите, кому и на сколько дней, например: ${add} или ${addName}`,
    en: rich`Write who and for how many days, for example: ${add} or ${addName}`,
  },
  noId: {
    uz: (word: string): Rich => rich`«${word}» raqam ham, @nom ham emas. Masalan: ${add} yoki ${addName}`,
    ru: (word: string): Rich => rich`«${word}» – не номер и не @имя. Например: ${add} или ${addName}`,
    en: (word: string): Rich => rich`“${word}” is neither an id nor a @name. For example: ${add} or ${addName}`,
  },
  noDays: {
    uz: (word: string): Rich => rich`«${word}» kunlar soni emas: 1 dan 3650 gacha yozing, masalan: ${add}`,
    ru: (word: string): Rich => rich`«${word}» – не число дней: нужно от 1 до 3650, например: ${add}`,
    en: (word: string): Rich => rich`“${word}” is no number of days: write 1 to 3650, for example: ${add}`,
  },
  invited: {
    uz: (name: string, days: string): Rich =>
      rich`✉️ ${name} taklif qilindi: botga yozishi bilan unga ${days} ruxsat beriladi. Nom boshqaga o‘tishi mumkin, shuning uchun ruxsat raqamga bog‘lanadi.`,
    ru: (name: string, days: string): Rich =>
      rich`✉️ ${name}: приглашение сохранено. Как только этот человек напишет боту, он получит доступ на ${days}. Доступ привяжется к номеру: имя может перейти к другому.`,
    en: (name: string, days: string): Rich =>
      rich`✉️ ${name} is invited: with their first message to the bot they get ${days}. It is bound to their id then, because a name can change hands.`,
  },
  granted: {
    uz: (name: string, until: string): Rich => rich`✅ ${name}: ruxsat ${until} gacha.`,
    ru: (name: string, until: string): Rich => rich`✅ ${name}: доступ до ${until}.`,
    en: (name: string, until: string): Rich => rich`✅ ${name}: access until ${until}.`,
  },
  banWords: {
    uz: rich`Kimni bloklash kerakligini yozing, masalan: ${banOne}`,
    ru: rich`Напишите, кого заблокировать, например: ${banOne}`,
    en: rich`Write whom to ban, for example: ${banOne}`,
  },
  banId: {
    uz: (word: string): Rich =>
      rich`«${word}» raqam emas. Nom boshqaga o‘tishi mumkin, raqam bilan bloklang: ${banOne}`,
    ru: (word: string): Rich =>
      rich`«${word}» – не номер. Имя может перейти к другому, блокируйте по номеру: ${banOne}`,
    en: (word: string): Rich => rich`“${word}” is no id. A name can change hands, so ban by id: ${banOne}`,
  },
  banned: {
    uz: (name: string): Rich => rich`⛔️ ${name} bloklandi. E’lonlari to‘xtatilyapti.`,
    ru: (name: string): Rich => rich`⛔️ ${name}: заблокирован. Рассылки останавливаются.`,
    en: (name: string): Rich => rich`⛔️ ${name} is banned. Their campaigns are being stopped.`,
  },
  infoWords: {
    uz: (word: string): Rich => rich`«${word}» raqam emas. Masalan: ${infoOne}`,
    ru: (word: string): Rich => rich`«${word}» – не номер. Например: ${infoOne}`,
    en: (word: string): Rich => rich`“${word}” is no id. For example: ${infoOne}`,
  },
  nobody: {
    uz: (id: number): Rich => rich`${code(String(id))} raqamli odam yo‘q. U avval botga yozishi kerak.`,
    ru: (id: number): Rich => rich`Человека с номером ${code(String(id))} нет. Сначала он должен написать боту.`,
    en: (id: number): Rich =>
      rich`There is nobody with the id ${code(String(id))}. They have to write to the bot first.`,
  },
  problems: {
    uz: {
      banned: 'Bu odam bloklangan. Avval blokdan chiqaring.',
      'not-banned': 'Bu odam bloklanmagan.',
      admin: 'Bu administrator: uning ruxsatini bu yerda o‘zgartirib bo‘lmaydi.',
      'no-access': 'Bu odamda hozir ruxsat yo‘q.',
      'same-role': 'Bu allaqachon shunday.',
    } satisfies Record<Exclude<AccessProblem, 'not-found'>, string>,
    ru: {
      banned: 'Этот человек заблокирован. Сначала разблокируйте его.',
      'not-banned': 'Этот человек не заблокирован.',
      admin: 'Это администратор: его доступ здесь изменить нельзя.',
      'no-access': 'У этого человека сейчас нет доступа.',
      'same-role': 'Это уже так.',
    },
    en: {
      banned: 'This person is banned. Unban them first.',
      'not-banned': 'This person is not banned.',
      admin: 'This is an admin: their access cannot be changed here.',
      'no-access': 'This person has no access now.',
      'same-role': 'That is so already.',
    },
  },
})
