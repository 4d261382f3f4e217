import { counted, figure, moment } from '../../../../bot/figures.ts'
import { inEach, phrases } from '../../../../bot/language.ts'
import type { InEach, Language } from '../../../../bot/language.ts'
import { bold, lines, rich } from '../../../../bot/rich-text.ts'
import type { Rich } from '../../../../bot/rich-text.ts'
import type { TimetableProblem } from '../../../../scheduler/timetable.ts'
import { clockTime } from '../../when/words.ts'
import { shortInWords } from '../interval.ts'

/** What is asked for beside the times of a campaign. */
export const bounds = ['quiet', 'from', 'until', 'rounds'] as const
export type Bound = (typeof bounds)[number]

/** What is said of when a campaign sends. */
export const planTexts = phrases({
  atTimes: { uz: '🗓 Belgilangan soatlarda', ru: '🗓 В заданное время', en: '🗓 At set times' },
  timesHead: { uz: bold('Qaysi soatlarda?'), ru: bold('В какое время?'), en: bold('At what times?') },
  timesAsk: {
    uz: 'Soatlarni yozing, masalan: 9:00, 13:30, 18:00. Kunlarni tugmalar bilan tanlang.',
    ru: 'Напишите время, например: 9:00, 13:30, 18:00. Дни выберите кнопками.',
    en: 'Write the times, such as 9:00, 13:30, 18:00. Choose the days with the buttons.',
  },
  zone: {
    uz: (zone: string, now: string) => `Vaqt mintaqasi: ${zone}, hozir ${now}.`,
    ru: (zone: string, now: string) => `Часовой пояс: ${zone}, сейчас ${now}.`,
    en: (zone: string, now: string) => `Time zone: ${zone}, now ${now}.`,
  },
  noTime: {
    uz: (bad: string): Rich => rich`«${bad}» vaqtga o‘xshamaydi. Masalan, shunday yozing: 9:00, 18:00.`,
    ru: (bad: string): Rich => rich`«${bad}» не похоже на время. Напишите, например, так: 9:00, 18:00.`,
    en: (bad: string): Rich => rich`“${bad}” is no time. Write it like this: 9:00, 18:00.`,
  },
  done: { uz: '✔️ Tayyor', ru: '✔️ Готово', en: '✔️ Done' },
  notSaved: {
    uz: '❕ Hali saqlanmadi: «✔️ Tayyor»ni bosing.',
    ru: '❕ Ещё не сохранено: нажмите «✔️ Готово».',
    en: '❕ Not saved yet: press “✔️ Done”.',
  },
  leftBehind: {
    uz: 'Saqlanmadi: avvalgi jadval o‘zgarmadi.',
    ru: 'Не сохранено: расписание осталось прежним.',
    en: 'Not saved: the schedule is as it was.',
  },
  schedule: { uz: '🗓 Jadval', ru: '🗓 Расписание', en: '🗓 Schedule' },
  boundsHead: { uz: bold('Qachon yuboriladi'), ru: bold('Когда отправлять'), en: bold('When it is sent') },
  bounds: inEach<Record<Bound, string>>({
    uz: { quiet: '🌙 Tinch soatlar', from: '▶️ Boshlanishi', until: '🏁 Tugashi', rounds: '🔢 Necha aylanish' },
    ru: { quiet: '🌙 Тихие часы', from: '▶️ Начало', until: '🏁 Конец', rounds: '🔢 Сколько кругов' },
    en: { quiet: '🌙 Quiet hours', from: '▶️ Beginning', until: '🏁 End', rounds: '🔢 How many rounds' },
  }),
  asks: inEach<Record<Bound, (example: string) => Rich>>({
    uz: {
      quiet: () =>
        lines(
          bold('Qaysi soatlarda yubormaylik?'),
          'Tugmani bosing yoki yozing: 22:00-07:00. Boshlangan aylanish ulardan keyin davom etadi, ularga to‘g‘ri kelgani ular tugashi bilan boshlanadi.',
        ),
      from: (example) => lines(bold('Qachondan boshlab?'), `Yozing: ${example} yoki ${example} 9:00.`),
      until: (example) =>
        lines(
          bold('Qachongacha?'),
          `Yozing: ${example} (shu kun ham kiradi) yoki ${example} 18:00. Keyin e’lon tugaydi.`,
        ),
      rounds: () => lines(bold('Necha aylanish bo‘lsin?'), 'Son yozing, masalan: 10. Keyin e’lon tugaydi.'),
    },
    ru: {
      quiet: () =>
        lines(
          bold('В какие часы не отправлять?'),
          'Нажмите кнопку или напишите: 22:00-07:00. Начатый круг продолжится после них, а тот, что на них выпал, начнётся, как только они закончатся.',
        ),
      from: (example) => lines(bold('С какого времени?'), `Напишите: ${example} или ${example} 9:00.`),
      until: (example) =>
        lines(
          bold('До какого времени?'),
          `Напишите: ${example} (этот день входит) или ${example} 18:00. После этого рассылка закончится.`,
        ),
      rounds: () => lines(bold('Сколько кругов?'), 'Напишите число, например: 10. После них рассылка закончится.'),
    },
    en: {
      quiet: () =>
        lines(
          bold('At which hours shall nothing be sent?'),
          'Press a button, or write: 22:00-07:00. A round that has begun goes on after them; one that would begin in them begins when they are over.',
        ),
      from: (example) => lines(bold('From when on?'), `Write: ${example}, or ${example} 9:00.`),
      until: (example) =>
        lines(
          bold('Until when?'),
          `Write: ${example} (that day included), or ${example} 18:00. Then the campaign ends.`,
        ),
      rounds: () => lines(bold('How many rounds?'), 'Write a number, such as 10. Then the campaign ends.'),
    },
  }),
  takeAway: { uz: '✖️ Kerak emas', ru: '✖️ Убрать', en: '✖️ Take it away' },
  notRead: {
    uz: 'Tushunmadim. Misoldagidek yozing.',
    ru: 'Не понял. Напишите, как в примере.',
    en: 'I did not understand. Write it as in the example.',
  },
  hadAll: {
    uz: (count: number) =>
      `⚠️ Aylanishlar soni allaqachon ${figure('uz', count)} taga yetgan: saqlasangiz, boshqasi boshlanmaydi va e’lon tugaydi.`,
    ru: (count: number) =>
      `⚠️ Кругов уже было ${figure('ru', count)}: если сохранить, новых не будет и рассылка закончится.`,
    en: (count: number) =>
      `⚠️ It has had ${counted('en', count, { one: 'round', many: 'rounds' })} already: once this is saved, none follows and it is over.`,
  },
  saved: {
    uz: 'Saqlandi: keyingi aylanishdan boshlab.',
    ru: 'Сохранено: со следующего круга.',
    en: 'Saved: from the next round on.',
  },
  first: {
    uz: (at: string) => `Birinchi aylanish: ${at}`,
    ru: (at: string) => `Первый круг: ${at}`,
    en: (at: string) => `First round: ${at}`,
  },
  restsUntil: {
    uz: (at: string) => `🌙 Tinch soatlar: ${at} da o‘zi davom etadi.`,
    ru: (at: string) => `🌙 Тихие часы: само продолжится ${at}.`,
    en: (at: string) => `🌙 Quiet hours: it goes on by itself on ${at}.`,
  },
  now: { uz: '⚡ Hozir yuborish', ru: '⚡ Отправить сейчас', en: '⚡ Send now' },
  sureNow: {
    uz: (groups: string): Rich =>
      lines(
        bold('Hozir yuboramizmi?'),
        `Jadvaldan tashqari bitta aylanish: ${groups}. Qolganlari o‘z vaqtida bo‘ladi.`,
      ),
    ru: (groups: string): Rich =>
      lines(bold('Отправить сейчас?'), `Один круг вне расписания: ${groups}. Остальные пойдут в своё время.`),
    en: (groups: string): Rich =>
      lines(bold('Send now?'), `One round beside the plan: ${groups}. The others keep their times.`),
  },
  yesNow: { uz: '⚡ Ha, hozir', ru: '⚡ Да, сейчас', en: '⚡ Yes, now' },
  underWay: {
    uz: 'Hozir bir aylanish ketyapti.',
    ru: 'Круг уже идёт.',
    en: 'A round is under way.',
  },
  quietNow: {
    uz: (at: string) => `Tinch soatlar: ${at} gacha hech narsa yuborilmaydi.`,
    ru: (at: string) => `Тихие часы: до ${at} ничего не отправляется.`,
    en: (at: string) => `Quiet hours: nothing is sent until ${at}.`,
  },
})

/** Monday first. */
export const weekdays: InEach<readonly string[]> = {
  uz: ['Du', 'Se', 'Cho', 'Pa', 'Ju', 'Sha', 'Ya'],
  ru: ['пн', 'вт', 'ср', 'чт', 'пт', 'сб', 'вс'],
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
}

/** Why a plan cannot be kept, and what to do. */
export function planProblemInWords(language: Language, problem: TimetableProblem): string {
  return problems[language](problem)
}

type Says = (problem: TimetableProblem) => string

const problems: InEach<Says> = {
  uz: (problem) => {
    switch (problem.type) {
      case 'no-times':
        return 'Hali soat yozilmagan. Masalan: 9:00, 18:00.'
      case 'no-days':
        return 'Kamida bitta kunni tanlang.'
      case 'too-many-times':
        return `Soatlar juda ko‘p: ${figure('uz', problem.count)} ta, ko‘pi bilan ${figure('uz', problem.max)} ta.`
      case 'too-close':
        return `${problem.times.map(clockTime).join(' va ')} juda yaqin: oraliq kamida ${shortInWords('uz', problem.minMs)} bo‘lsin.`
      case 'always-quiet':
        return 'Tinch soatlar butun kunni oladi. Boshlanishi va tugashi boshqa-boshqa bo‘lsin.'
      case 'time-in-quiet':
        return `${clockTime(problem.time)} tinch soatlarga (${clockTime(problem.quiet.from)}–${clockTime(problem.quiet.until)}) to‘g‘ri keladi. Uni olib tashlang yoki tinch soatlarni qisqartiring.`
      case 'ends-first':
        return 'Tugashi boshlanishidan keyin bo‘lsin.'
      case 'over':
        return `Tugash vaqti o‘tib ketgan: ${moment('uz', problem.endsAtMs, problem.zone)}.`
      case 'never':
        return 'Tugashigacha bitta ham aylanish bo‘lmaydi. Tugashini kechroq qiling.'
      case 'rounds':
        return `Aylanishlar soni 1 dan ${figure('uz', problem.max)} gacha bo‘lishi mumkin.`
      default:
        return 'Bunday vaqt mintaqasi yo‘q.'
    }
  },
  ru: (problem) => {
    switch (problem.type) {
      case 'no-times':
        return 'Время ещё не указано. Напишите, например: 9:00, 18:00.'
      case 'no-days':
        return 'Выберите хотя бы один день.'
      case 'too-many-times':
        return `Слишком много времён: ${figure('ru', problem.count)}, можно до ${figure('ru', problem.max)}.`
      case 'too-close':
        return `${problem.times.map(clockTime).join(' и ')} слишком близко: между ними нужно хотя бы ${shortInWords('ru', problem.minMs)}.`
      case 'always-quiet':
        return 'Тихие часы заняли бы весь день. Начало и конец должны отличаться.'
      case 'time-in-quiet':
        return `${clockTime(problem.time)} попадает в тихие часы (${clockTime(problem.quiet.from)}–${clockTime(problem.quiet.until)}). Уберите это время или сделайте их короче.`
      case 'ends-first':
        return 'Конец должен быть позже начала.'
      case 'over':
        return `Это время уже прошло: ${moment('ru', problem.endsAtMs, problem.zone)}.`
      case 'never':
        return 'До конца не будет ни одного круга. Сделайте конец позже.'
      case 'rounds':
        return `Кругов может быть от 1 до ${figure('ru', problem.max)}.`
      default:
        return 'Такого часового пояса нет.'
    }
  },
  en: (problem) => {
    switch (problem.type) {
      case 'no-times':
        return 'No time is given yet. Write one, such as 9:00, 18:00.'
      case 'no-days':
        return 'Choose one day at least.'
      case 'too-many-times':
        return `There are too many times: ${figure('en', problem.count)}, at most ${figure('en', problem.max)}.`
      case 'too-close':
        return `${problem.times.map(clockTime).join(' and ')} are too close: at least ${shortInWords('en', problem.minMs)} must be between them.`
      case 'always-quiet':
        return 'These quiet hours would take the whole day. Let them end at another time than they begin.'
      case 'time-in-quiet':
        return `${clockTime(problem.time)} lies in the quiet hours (${clockTime(problem.quiet.from)}–${clockTime(problem.quiet.until)}). Take it away, or make them shorter.`
      case 'ends-first':
        return 'The end must be after the beginning.'
      case 'over':
        return `That has passed already: ${moment('en', problem.endsAtMs, problem.zone)}.`
      case 'never':
        return 'No round would begin before the end. Choose a later end.'
      case 'rounds':
        return `The number of rounds can be from 1 to ${figure('en', problem.max)}.`
      default:
        return 'There is no such time zone.'
    }
  },
}
