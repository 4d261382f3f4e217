import { duration, figure } from '../../../bot/figures.ts'
import { inEach, phrases } from '../../../bot/language.ts'
import { bold, lines, rich } from '../../../bot/rich-text.ts'
import type { Rich } from '../../../bot/rich-text.ts'
import type { CampaignState } from '../campaign.ts'

/** What is said of campaigns that stand. */
export const cardTexts = phrases({
  menu: { uz: '📨 E’lonlarim', ru: '📨 Рассылки', en: '📨 Campaigns' },
  head: { uz: 'E’lonlarim', ru: 'Мои рассылки', en: 'My campaigns' },
  none: {
    uz: 'Hali e’lon yo‘q. Matn yozasiz, guruhlarni va oraliqni tanlaysiz: qolganini o‘zi yuboradi.',
    ru: 'Рассылок пока нет. Напишите текст, выберите группы и интервал: дальше всё отправится само.',
    en: 'There is none yet. You write a text, choose groups and an interval: the rest is sent by itself.',
  },
  allArchived: {
    uz: 'Hamma e’lonlaringiz arxivda. Yangisini yozishingiz yoki arxivni ochishingiz mumkin.',
    ru: 'Все ваши рассылки в архиве. Можно написать новую или открыть архив.',
    en: 'All of your campaigns are archived. Write a new one, or open the archive.',
  },
  writeNew: { uz: '✏️ Yangi e’lon', ru: '✏️ Новая', en: '✏️ New one' },
  gone: { uz: 'Bunday e’lon yo‘q.', ru: 'Такой рассылки нет.', en: 'There is no such campaign.' },
  states: inEach<Record<CampaignState, string>>({
    uz: {
      draft: '✏️ Hali boshlanmagan',
      running: '🟢 Ishlayapti',
      paused: '⏸ Pauzada',
      stopped: '⏹ To‘xtatilgan',
      finished: '✅ Yuborib bo‘lindi',
    },
    ru: {
      draft: '✏️ Ещё не запущена',
      running: '🟢 Работает',
      paused: '⏸ На паузе',
      stopped: '⏹ Остановлена',
      finished: '✅ Отправлена',
    },
    en: {
      draft: '✏️ Not started yet',
      running: '🟢 Running',
      paused: '⏸ Paused',
      stopped: '⏹ Stopped',
      finished: '✅ Sent',
    },
  }),
  reasons: inEach<Readonly<Record<string, string>>>({
    uz: {
      missed: 'Server o‘chiq paytda bir aylanish o‘tib ketdi. «Davom ettirish»ni bosing.',
      'access-ended': 'Ruxsatingiz tugagan. Uzaytirilsa, davom ettirasiz.',
      banned: 'Administrator to‘xtatgan.',
      'by-admin': 'Administrator to‘xtatgan.',
      'no-groups': 'Yuboradigan guruh qolmagan.',
    },
    ru: {
      missed: 'Пока сервер не работал, один круг был пропущен. Нажмите «Продолжить».',
      'access-ended': 'Ваш доступ закончился. Когда его продлят, продолжите.',
      banned: 'Остановил администратор.',
      'by-admin': 'Остановил администратор.',
      'no-groups': 'Не осталось групп, куда отправлять.',
    },
    en: {
      missed: 'A round was missed while the server was away. Press “Resume”.',
      'access-ended': 'Your access has ended. When it is renewed, you go on.',
      banned: 'An administrator has stopped it.',
      'by-admin': 'An administrator has stopped it.',
      'no-groups': 'No group is left to send to.',
    },
  }),
  refused: {
    uz: (reason: string): Rich =>
      rich`Telegram matnni qabul qilmadi (${reason}). Matnni o‘zgartirib, yangi e’lon qiling.`,
    ru: (reason: string): Rich => rich`Telegram не принял текст (${reason}). Измените его и сделайте новую рассылку.`,
    en: (reason: string): Rich => rich`Telegram did not take the text (${reason}). Change it, and make a new campaign.`,
  },
  stoppedFor: {
    uz: (why: string) => `To‘xtadi: ${why}`,
    ru: (why: string) => `Остановлена: ${why}`,
    en: (why: string) => `It stopped: ${why}`,
  },
  plan: {
    uz: (every: string, groups: string) => `⏱ ${every} · 👥 ${groups}`,
    ru: (every: string, groups: string) => `⏱ ${every} · 👥 ${groups}`,
    en: (every: string, groups: string) => `⏱ ${every} · 👥 ${groups}`,
  },
  notYet: { uz: 'Hali hech narsa yuborilmagan.', ru: 'Ещё ничего не отправлено.', en: 'Nothing has been sent yet.' },
  round: {
    uz: (at: string): Rich => bold(`Oxirgi aylanish: ${at}`),
    ru: (at: string): Rich => bold(`Круг от ${at}`),
    en: (at: string): Rich => bold(`Round of ${at}`),
  },
  sent: {
    uz: (sent: number, targets: number) => `✅ Yuborildi: ${figure('uz', sent)} / ${figure('uz', targets)}`,
    ru: (sent: number, targets: number) => `✅ Отправлено: ${figure('ru', sent)} из ${figure('ru', targets)}`,
    en: (sent: number, targets: number) => `✅ Sent: ${figure('en', sent)} of ${figure('en', targets)}`,
  },
  failed: {
    uz: (count: number) => `❌ Bormadi: ${figure('uz', count)}`,
    ru: (count: number) => `❌ Не дошло: ${figure('ru', count)}`,
    en: (count: number) => `❌ Failed: ${figure('en', count)}`,
  },
  uncertain: {
    uz: (count: number) => `❔ Noma’lum: ${figure('uz', count)} (borgan bo‘lishi mumkin, o‘zi qaytarilmaydi)`,
    ru: (count: number) => `❔ Неизвестно: ${figure('ru', count)} (могло дойти, само не повторится)`,
    en: (count: number) => `❔ Unknown: ${figure('en', count)} (may have arrived; not repeated by itself)`,
  },
  cancelled: {
    uz: (count: number) => `✖️ Bekor qilindi: ${figure('uz', count)}`,
    ru: (count: number) => `✖️ Отменено: ${figure('ru', count)}`,
    en: (count: number) => `✖️ Cancelled: ${figure('en', count)}`,
  },
  open: {
    uz: (count: number) => `⏳ Navbatda: ${figure('uz', count)}`,
    ru: (count: number) => `⏳ В очереди: ${figure('ru', count)}`,
    en: (count: number) => `⏳ Waiting: ${figure('en', count)}`,
  },
  eta: {
    uz: (ms: number) => `Shu tezlikda yana ${duration('uz', ms)}.`,
    ru: (ms: number) => `С такой скоростью ещё ${duration('ru', ms)}.`,
    en: (ms: number) => `At this pace another ${duration('en', ms)}.`,
  },
  next: {
    uz: (at: string) => `Keyingi aylanish: ${at}`,
    ru: (at: string) => `Следующий круг: ${at}`,
    en: (at: string) => `Next round: ${at}`,
  },
  words: inEach({
    uz: { start: '▶️ Yana boshlash', pause: '⏸ Pauza', resume: '▶️ Davom ettirish', stop: '⏹ To‘xtatish' },
    ru: { start: '▶️ Запустить снова', pause: '⏸ Пауза', resume: '▶️ Продолжить', stop: '⏹ Остановить' },
    en: { start: '▶️ Start again', pause: '⏸ Pause', resume: '▶️ Resume', stop: '⏹ Stop' },
  }),
  retry: {
    uz: (count: number) => `🔁 Bormaganlarini qayta yuborish (${figure('uz', count)})`,
    ru: (count: number) => `🔁 Повторить недошедшие (${figure('ru', count)})`,
    en: (count: number) => `🔁 Retry the failed (${figure('en', count)})`,
  },
  retried: {
    uz: (count: number) => `Qayta yuboriladi: ${figure('uz', count)}`,
    ru: (count: number) => `Отправится ещё раз: ${figure('ru', count)}`,
    en: (count: number) => `Going again: ${figure('en', count)}`,
  },
  sureStart: {
    uz: (groups: string): Rich =>
      lines(bold('Yana boshlaymizmi?'), `Hammasiga yangidan yuboriladi: ${groups}. Yaqinda olganlari ham yana oladi.`),
    ru: (groups: string): Rich =>
      lines(bold('Запустить снова?'), `Уйдёт заново во все: ${groups}. И туда, где сообщение уже недавно было.`),
    en: (groups: string): Rich =>
      lines(bold('Start it again?'), `It goes to all anew: ${groups}. Also to those that had it just now.`),
  },
  sureStop: {
    uz: lines(
      bold('To‘xtatamizmi?'),
      'Bu aylanishda hali bormagan guruhlarga yuborilmaydi. Yuborilgan xabarlar joyida qoladi.',
    ),
    ru: lines(
      bold('Остановить?'),
      'В группы, до которых очередь ещё не дошла, сообщение не уйдёт. Отправленное останется.',
    ),
    en: lines(bold('Stop it?'), 'Groups that this round has not reached yet get nothing. What was sent stays.'),
  },
  yes: inEach({
    uz: { start: '▶️ Ha, boshlansin', stop: '⏹ Ha, to‘xtatilsin' },
    ru: { start: '▶️ Да, запустить', stop: '⏹ Да, остановить' },
    en: { start: '▶️ Yes, start it', stop: '⏹ Yes, stop it' },
  }),
  no: { uz: '⬅️ Yo‘q', ru: '⬅️ Нет', en: '⬅️ No' },
  text: { uz: '👁 Matn', ru: '👁 Текст', en: '👁 Text' },
  changed: {
    uz: 'E’lonning holati o‘zgaribdi.',
    ru: 'Состояние рассылки изменилось.',
    en: 'The campaign’s state has changed.',
  },
  problems: inEach<Record<'access' | 'account' | 'other', string>>({
    uz: {
      access: 'Ruxsatingiz tugagan, shuning uchun boshlab bo‘lmaydi.',
      account: 'Akkaunt hozir yubora olmaydi. «Akkauntlar» bo‘limida sababi yozilgan.',
      other: 'Boshlab bo‘lmadi: yangi e’lon qiling.',
    },
    ru: {
      access: 'Ваш доступ закончился, поэтому запустить нельзя.',
      account: 'Аккаунт сейчас не может отправлять. Почему, написано в разделе «Аккаунты».',
      other: 'Запустить не удалось: сделайте новую рассылку.',
    },
    en: {
      access: 'Your access has ended, so it cannot start.',
      account: 'The account cannot send now. “Accounts” says why.',
      other: 'It could not start: make a new one.',
    },
  }),
})
