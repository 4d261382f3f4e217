import { counted, figure } from '../../../bot/figures.ts'
import { inEach, phrases } from '../../../bot/language.ts'
import type { Language } from '../../../bot/language.ts'
import { bold, lines, rich } from '../../../bot/rich-text.ts'
import type { Rich } from '../../../bot/rich-text.ts'
import { contentTexts } from '../../content.ts'
import type { WaitFor } from '../round/rules.ts'
import { ruleTexts } from './rule-texts.ts'
import type { UndoProblem, UndoWhat } from '../undo/verbs.ts'

const messages = {
  uz: (count: number) => `${figure('uz', count)} ta xabar`,
  ru: (count: number) => counted('ru', count, { one: 'сообщение', few: 'сообщения', many: 'сообщений' }),
  en: (count: number) => counted('en', count, { one: 'message', many: 'messages' }),
}

/** What is said of rounds that were: their groups, and taking back what they have sent. */
export const roundTexts = phrases({
  history: { uz: '🕘 Tarix', ru: '🕘 История', en: '🕘 History' },
  historyHead: { uz: 'Aylanishlar, yangisi yuqorida', ru: 'Круги, новые сверху', en: 'Rounds, the newest first' },
  noRounds: {
    uz: 'Hali bitta ham aylanish bo‘lmagan.',
    ru: 'Ещё не было ни одного круга.',
    en: 'There was no round yet.',
  },
  gone: { uz: 'Bunday aylanish yo‘q.', ru: 'Такого круга нет.', en: 'There is no such round.' },
  round: {
    uz: (at: string): Rich => bold(`Aylanish: ${at}`),
    ru: (at: string): Rich => bold(`Круг от ${at}`),
    en: (at: string): Rich => bold(`Round of ${at}`),
  },
  said: { uz: '👁 Matni', ru: '👁 Текст', en: '👁 The text' },
  nothingHere: { uz: 'Bunday guruh yo‘q.', ru: 'Таких групп нет.', en: 'There are no such groups.' },
  noName: { uz: 'Nomsiz guruh', ru: 'Группа без названия', en: 'A group without a name' },
  look: { uz: 'ko‘rish', ru: 'посмотреть', en: 'look' },
  noLink: {
    uz: 'oddiy guruhda xabar havolasi bo‘lmaydi',
    ru: 'в обычной группе у сообщений нет ссылок',
    en: 'basic groups have no links to messages',
  },
  onItsWay: { uz: 'yo‘lda', ru: 'в пути', en: 'on its way' },
  until: {
    uz: (time: string) => `yana ${time}`,
    ru: (time: string) => `ещё ${time}`,
    en: (time: string) => `another ${time}`,
  },
  waits: inEach<Record<WaitFor, string>>({
    uz: {
      turn: 'navbatini kutyapti',
      file: 'fayl akkauntga yuklanyapti',
      'slow-mode': 'guruhda sekin rejim',
      telegram: 'Telegram biroz kutishni so‘radi',
      line: 'oxirgi urinish o‘xshamadi, qayta uriniladi',
      account: 'akkaunt yubora olmayapti: «Akkauntlarim»ga qarang',
      pause: 'e’lon pauzada',
    },
    ru: {
      turn: 'ждёт своей очереди',
      file: 'файл загружается в аккаунт',
      'slow-mode': 'в группе медленный режим',
      telegram: 'Telegram просит подождать',
      line: 'последняя попытка не удалась, попробуем ещё',
      account: 'аккаунт не может отправлять: смотрите «Мои аккаунты»',
      pause: 'рассылка на паузе',
    },
    en: {
      turn: 'waits for its turn',
      file: 'its file is being moved to the account',
      'slow-mode': 'the group is in slow mode',
      telegram: 'Telegram asks to wait',
      line: 'the last try failed, it is tried again',
      account: 'the account cannot send: see “My accounts”',
      pause: 'the campaign is paused',
    },
  }),
  rules: ruleTexts,
  uncertain: {
    uz: 'borgan bo‘lishi mumkin: guruhga qarang',
    ru: 'могло дойти: посмотрите в группе',
    en: 'may have arrived: look into the group',
  },
  cancelled: { uz: 'yuborilmadi', ru: 'не отправлено', en: 'not sent' },
  takenBack: { uz: 'o‘chirildi', ru: 'удалено', en: 'taken back' },
  changed: { uz: 'o‘zgartirildi', ru: 'изменено', en: 'changed' },
  takenOver: { uz: 'endi keyingi aylanishniki', ru: 'теперь это следующий круг', en: 'a later round’s by now' },
  replaced: {
    uz: 'keyingi aylanish xabari bilan almashdi',
    ru: 'заменено сообщением следующего круга',
    en: 'replaced by a later round',
  },
  toChange: { uz: 'navbatda', ru: 'в очереди', en: 'to be done' },
  takeBack: { uz: '🗑 Hammasini o‘chirish', ru: '🗑 Удалить все сообщения', en: '🗑 Take all of them back' },
  sure: {
    uz: (count: number, tooOld: number, replaced: number): Rich =>
      lines(
        bold(`${messages.uz(count)} guruhlardan o‘chirilsinmi?`),
        'Akkauntlar tezligida ketadi, yangi e’lonlarni ushlab turmaydi.',
        tooOld > 0 && `Yana ${messages.uz(tooOld)} eskirgan: Telegram endi o‘chirmaydi.`,
        replaced > 0 && `Yana ${messages.uz(replaced)} endi keyingi aylanishniki: ular joyida qoladi.`,
      ),
    ru: (count: number, tooOld: number, replaced: number): Rich =>
      lines(
        bold(`Удалить из групп ${messages.ru(count)}?`),
        'Пойдёт со скоростью аккаунтов и новых рассылок не задержит.',
        tooOld > 0 && `Ещё ${messages.ru(tooOld)}: слишком старые, Telegram их уже не удалит.`,
        replaced > 0 && `Ещё ${messages.ru(replaced)}: там уже следующий круг, их не тронем.`,
      ),
    en: (count: number, tooOld: number, replaced: number): Rich =>
      lines(
        bold(`Take ${messages.en(count)} back from the groups?`),
        'It goes at the pace of the accounts, and holds up no new messages.',
        tooOld > 0 && `Another ${messages.en(tooOld)}: too old, Telegram deletes them no more.`,
        replaced > 0 && `Another ${messages.en(replaced)}: a later round’s by now, left as it is.`,
      ),
  },
  yes: { uz: '🗑 Ha, o‘chirilsin', ru: '🗑 Да, удалить', en: '🗑 Yes, take them back' },
  no: { uz: '⬅️ Yo‘q', ru: '⬅️ Нет', en: '⬅️ No' },
  stopUndo: inEach<Record<UndoWhat, string>>({
    uz: { delete: '⏹ O‘chirishni to‘xtatish', edit: '⏹ O‘zgartirishni to‘xtatish' },
    ru: { delete: '⏹ Остановить удаление', edit: '⏹ Остановить изменение' },
    en: { delete: '⏹ Stop taking back', edit: '⏹ Stop changing' },
  }),
  undoBegins: inEach<Record<UndoWhat, string>>({
    uz: { delete: '🗑 O‘chirish boshlanyapti…', edit: '✏️ O‘zgartirish boshlanyapti…' },
    ru: { delete: '🗑 Удаление начинается…', edit: '✏️ Изменение начинается…' },
    en: { delete: '🗑 Taking back begins…', edit: '✏️ Changing begins…' },
  }),
  undoing: {
    uz: (done: number, all: number) => `🗑 O‘chirildi: ${figure('uz', done)} / ${figure('uz', all)}`,
    ru: (done: number, all: number) => `🗑 Удалено: ${figure('ru', done)} из ${figure('ru', all)}`,
    en: (done: number, all: number) => `🗑 Taken back: ${figure('en', done)} of ${figure('en', all)}`,
  },
  editing: {
    uz: (done: number, all: number) => `✏️ O‘zgartirildi: ${figure('uz', done)} / ${figure('uz', all)}`,
    ru: (done: number, all: number) => `✏️ Изменено: ${figure('ru', done)} из ${figure('ru', all)}`,
    en: (done: number, all: number) => `✏️ Changed: ${figure('en', done)} of ${figure('en', all)}`,
  },
  couldNot: {
    uz: (count: number) => `Bo‘lmadi: ${figure('uz', count)}`,
    ru: (count: number) => `Не вышло: ${figure('ru', count)}`,
    en: (count: number) => `Could not: ${figure('en', count)}`,
  },
  problems: inEach<Record<Exclude<UndoProblem['type'], 'not-found' | 'no-text' | 'text'>, string>>({
    uz: {
      'is-running': 'Aylanish hali ketyapti: avval e’lonni to‘xtating yoki pauza qiling.',
      'under-way': 'Bu aylanish xabarlari allaqachon o‘zgaryapti yoki o‘chirilyapti.',
      'nothing-sent': 'Bu aylanishning guruhlarda xabari qolmagan.',
      'too-old': 'Xabarlar ikki kundan eski: Telegram endi o‘zgartirmaydi.',
      replaced: 'Bu aylanishning o‘z xabari qolmagan: ular endi keyingi aylanishniki. O‘shani oching.',
      forwarded: 'Bu uzatilgan post: matnini o‘zgartirib bo‘lmaydi, faqat o‘chirish mumkin.',
    },
    ru: {
      'is-running': 'Круг ещё идёт: сначала остановите рассылку или поставьте на паузу.',
      'under-way': 'Сообщения этого круга уже меняются или удаляются.',
      'nothing-sent': 'В группах не осталось сообщений этого круга.',
      'too-old': 'Сообщениям больше двух дней: Telegram их уже не изменит.',
      replaced: 'Своих сообщений у этого круга не осталось: теперь это сообщения следующего. Откройте его.',
      forwarded: 'Это пересланный пост: его текст изменить нельзя, можно только удалить.',
    },
    en: {
      'is-running': 'The round is still going: stop the campaign first, or pause it.',
      'under-way': 'The messages of this round are being changed or taken back already.',
      'nothing-sent': 'No message of this round is left in the groups.',
      'too-old': 'The messages are older than two days: Telegram changes them no more.',
      replaced: 'This round has no message of its own left: they are a later round’s by now. Open that one.',
      forwarded: 'It is a forwarded post: its text cannot be changed, it can only be taken back.',
    },
  }),
})

/** Why the messages of a round are not changed; undefined where its screen says it anyway. */
export function undoProblemIn(language: Language, problem: UndoProblem): string | undefined {
  switch (problem.type) {
    case 'text':
      return contentTexts.problem[language](problem.problem)
    case 'not-found':
    case 'no-text':
      return undefined
    default:
      return roundTexts.problems[language][problem.type]
  }
}

/** A group with what became of its message. */
export function groupLine(sign: string, title: string, what: Rich): Rich {
  return rich`${sign} ${bold(title)}: ${what}`
}
