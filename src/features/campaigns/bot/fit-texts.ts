import { duration, figure } from '../../../bot/figures.ts'
import { phrases } from '../../../bot/language.ts'
import { groupsIn } from './compose-texts.ts'
import { shortInWords } from './interval.ts'

/** What is said with "about": 4 minutes for 241 seconds, where a countdown would say 5. */
export function nearest(ms: number): number {
  const unitMs = ms < 90_000 ? 1_000 : 60_000
  return Math.max(1, Math.round(ms / unitMs)) * unitMs
}

/** As people say it: 9.6, and not 9.583. */
function tenths(value: number): number {
  return Math.round(value * 10) / 10
}

/** What is said where an account's pace, or a group's slow mode, is not enough for an interval, and what would help. */
export const fitTexts = phrases({
  tooShort: {
    uz: (ms: number, everyMs: number) =>
      `⚠️ Bitta aylanishga ${duration('uz', ms)} kerak, oraliq esa ${shortInWords('uz', everyMs)}. Har safar guruhlarning bir qismigina ulguradi, keyingi safar navbat qolganlariga yetadi.`,
    ru: (ms: number, everyMs: number) =>
      `⚠️ На один круг нужно ${duration('ru', ms)}, а интервал ${shortInWords('ru', everyMs)}. За раз успеет только часть групп, в следующий раз очередь дойдёт до остальных.`,
    en: (ms: number, everyMs: number) =>
      `⚠️ A round needs ${duration('en', ms)}, and the interval is ${shortInWords('en', everyMs)}. Each time only a part of the groups has its turn, the next time the others.`,
  },
  pace: {
    uz: (needed: number, given: number) =>
      `Kerakli tezlik: daqiqasiga ${figure('uz', tenths(needed))} ta xabar, akkaunt bera oladigani: ${figure('uz', tenths(given))} ta.`,
    ru: (needed: number, given: number) =>
      `Нужная скорость: ${figure('ru', tenths(needed))} в минуту, доступная: ${figure('ru', tenths(given))} в минуту.`,
    en: (needed: number, given: number) =>
      `It needs ${figure('en', tenths(needed))} messages a minute, and the account has ${figure('en', tenths(given))} to give.`,
  },
  slow: {
    uz: (count: number, names: string, ms: number) =>
      `🐢 Sekin rejim (${shortInWords('uz', ms)}gacha): ${groupsIn('uz', count)} (${names}). Ularga har bir aylanish yetib bormaydi.`,
    ru: (count: number, names: string, ms: number) =>
      `🐢 Медленный режим (до ${shortInWords('ru', ms)}): ${groupsIn('ru', count)} (${names}). Туда дойдёт не каждый круг.`,
    en: (count: number, names: string, ms: number) =>
      `🐢 Slow mode (up to ${shortInWords('en', ms)}): ${groupsIn('en', count)} (${names}). Not every round will reach them.`,
  },
  slowUntil: {
    uz: (everyMs: number) => `Oraliq kamida ${shortInWords('uz', everyMs)} bo‘lsa, har biri yetib boradi.`,
    ru: (everyMs: number) => `При интервале от ${shortInWords('ru', everyMs)} дойдёт каждый.`,
    en: (everyMs: number) => `With ${shortInWords('en', everyMs)} or more between rounds, each one does.`,
  },
  rested: {
    uz: (hours: string) => `🌙 Tinch soatlar (${hours}) aylanishni bo‘ladi: qolganlari ular tugagach davom etadi.`,
    ru: (hours: string) => `🌙 Тихие часы (${hours}) прервут круг: остальное уйдёт, когда они закончатся.`,
    en: (hours: string) => `🌙 Quiet hours (${hours}) cut a round: the rest of it goes when they are over.`,
  },
  slowFits: {
    uz: (everyMs: number) => `⏱ ${shortInWords('uz', everyMs)} qilish: sekin rejimga ham yetadi`,
    ru: (everyMs: number) => `⏱ Сделать ${shortInWords('ru', everyMs)}: хватит и медленному режиму`,
    en: (everyMs: number) => `⏱ Make it ${shortInWords('en', everyMs)}: enough for slow mode too`,
  },
  fewer: {
    uz: (count: number) => `👥 Guruhlarni kamaytirish: ${figure('uz', count)} tagacha ulguradi`,
    ru: (count: number) => `👥 Меньше групп: успеют до ${figure('ru', count)}`,
    en: (count: number) => `👥 Fewer groups: up to ${figure('en', count)} fit`,
  },
  another: { uz: '👤 Boshqa akkaunt', ru: '👤 Другой аккаунт', en: '👤 Another account' },
})
