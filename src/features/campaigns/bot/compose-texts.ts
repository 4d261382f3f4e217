import { counted, duration } from '../../../bot/figures.ts'
import type { Forms } from '../../../bot/figures.ts'
import { inEach, phrases } from '../../../bot/language.ts'
import type { InEach, Language } from '../../../bot/language.ts'
import { bold, lines, rich } from '../../../bot/rich-text.ts'
import type { Rich } from '../../../bot/rich-text.ts'
import { shortInWords } from './interval.ts'

const groupForms: InEach<Forms> = {
  uz: { one: 'ta guruh', many: 'ta guruh' },
  ru: { one: 'группа', few: 'группы', many: 'групп' },
  en: { one: 'group', many: 'groups' },
}

export function groupsIn(language: Language, count: number): string {
  return counted(language, count, groupForms[language])
}

/** What is said on the way from a text to a campaign that runs. */
export const composeTexts = phrases({
  writeHead: { uz: '✏️ Yangi e’lon', ru: '✏️ Новая рассылка', en: '✏️ New campaign' },
  write: {
    uz: 'Matnni shu yerga yozing: guruhlarga aynan shunday boradi. Bezaklari saqlanadi. Rasm, video, fayl yoki albom yuborish, kanaldagi postni uzatish ham mumkin.',
    ru: 'Напишите текст прямо сюда: в группы он уйдёт именно таким, с оформлением. Можно прислать фото, видео, файл или альбом, либо переслать пост из канала.',
    en: 'Write the text right here: groups will see it just like that, with its formatting. A photo, a video, a file or an album will do as well, or a forwarded post of a channel.',
  },
  where: {
    uz: lines(
      bold('Qayerga yuboramiz?'),
      'Yuqorida: e’lon guruhlarda aynan shunday ko‘rinadi. Boshqacha bo‘lsin desangiz, yangi matn yozing.',
    ),
    ru: lines(bold('Куда отправить?'), 'Выше текст, каким его увидят в группах. Чтобы изменить, напишите новый.'),
    en: lines(bold('Where shall it go?'), 'Above is the text as groups will see it. To change it, write a new one.'),
  },
  noAccount: {
    uz: lines(bold('Avval akkaunt ulang.'), 'E’lonni guruhlaringizga sizning akkauntingiz yuboradi.'),
    ru: lines(bold('Сначала подключите аккаунт.'), 'Рассылку в ваши группы отправляет ваш аккаунт.'),
    en: lines(bold('Connect an account first.'), 'It is your account that writes to your groups.'),
  },
  connect: { uz: '➕ Akkaunt ulash', ru: '➕ Подключить аккаунт', en: '➕ Connect an account' },
  chosen: {
    uz: (name: string, count: number) => `✅ ${name}: tanlangan ${groupsIn('uz', count)}`,
    ru: (name: string, count: number) => `✅ ${name}: выбранные, ${groupsIn('ru', count)}`,
    en: (name: string, count: number) => `✅ ${name}: the chosen ${groupsIn('en', count)}`,
  },
  all: {
    uz: (name: string, count: number) => `👥 ${name}: hammasi, ${groupsIn('uz', count)}`,
    ru: (name: string, count: number) => `👥 ${name}: все, ${groupsIn('ru', count)}`,
    en: (name: string, count: number) => `👥 ${name}: all ${groupsIn('en', count)}`,
  },
  choose: {
    uz: (name: string) => `🔎 ${name}: guruhlarni tanlash`,
    ru: (name: string) => `🔎 ${name}: выбрать группы`,
    en: (name: string) => `🔎 ${name}: choose groups`,
  },
  resting: {
    uz: (name: string) => `⚠️ ${name}: hozir yubora olmaydi`,
    ru: (name: string) => `⚠️ ${name}: сейчас не отправляет`,
    en: (name: string) => `⚠️ ${name}: cannot send now`,
  },
  when: {
    uz: (groups: string): Rich =>
      lines(rich`${bold('Qanchalik tez-tez?')} ${groups}.`, 'Tugmani bosing yoki yozing: 45 daqiqa, 5 soat, 2 kun.'),
    ru: (groups: string): Rich =>
      lines(rich`${bold('Как часто?')} ${groups}.`, 'Нажмите кнопку или напишите: 45 минут, 5 часов, 2 дня.'),
    en: (groups: string): Rich =>
      lines(rich`${bold('How often?')} ${groups}.`, 'Press a button, or write: 45 minutes, 5 hours, 2 days.'),
  },
  once: { uz: '1️⃣ Faqat bir marta', ru: '1️⃣ Только один раз', en: '1️⃣ Only once' },
  noInterval: {
    uz: 'Tushunmadim. Masalan, shunday yozing: 45 daqiqa.',
    ru: 'Не понял. Напишите, например, так: 45 минут.',
    en: 'I did not understand. Write it like this: 45 minutes.',
  },
  badInterval: {
    uz: (min: number) => `Oraliq kamida ${shortInWords('uz', min)}, ko‘pi bilan bir yil bo‘lishi mumkin.`,
    ru: (min: number) => `Интервал может быть от ${shortInWords('ru', min)} до года.`,
    en: (min: number) => `An interval can be from ${shortInWords('en', min)} to a year.`,
  },
  confirm: {
    uz: (name: string, groups: string, when: string): Rich =>
      lines(bold('Hammasi tayyor'), rich`👤 ${name}`, `👥 ${groups}`, `⏱ ${when}`),
    ru: (name: string, groups: string, when: string): Rich =>
      lines(bold('Всё готово'), rich`👤 ${name}`, `👥 ${groups}`, `⏱ ${when}`),
    en: (name: string, groups: string, when: string): Rich =>
      lines(bold('Everything is ready'), rich`👤 ${name}`, `👥 ${groups}`, `⏱ ${when}`),
  },
  takes: {
    uz: (ms: number) =>
      `Bitta aylanish taxminan ${duration('uz', ms)} oladi: akkaunt Telegramga xavfsiz tezlikda yuboradi.`,
    ru: (ms: number) =>
      `Один круг займёт примерно ${duration('ru', ms)}: аккаунт отправляет с безопасной для него скоростью.`,
    en: (ms: number) => `One round takes about ${duration('en', ms)}: the account sends at a pace that is safe for it.`,
  },
  noRoom: {
    uz: '⚠️ Bu akkauntning boshqa e’lonlari uning hamma vaqtini olgan. Ularning oralig‘ini uzaytiring yoki boshqa akkaunt tanlang.',
    ru: '⚠️ Другие рассылки этого аккаунта занимают всё его время. Сделайте их реже или выберите другой аккаунт.',
    en: '⚠️ The other campaigns of this account take all of its time. Make them less frequent, or choose another account.',
  },
  start: { uz: '▶️ Boshlash', ru: '▶️ Запустить', en: '▶️ Start' },
  fits: {
    uz: (everyMs: number) => `⏱ ${shortInWords('uz', everyMs)} qilish: hammasi ulguradi`,
    ru: (everyMs: number) => `⏱ Сделать ${shortInWords('ru', everyMs)}: успеют все`,
    en: (everyMs: number) => `⏱ Make it ${shortInWords('en', everyMs)}: everybody has a turn`,
  },
  changeWhen: { uz: '⏱ Oraliq', ru: '⏱ Интервал', en: '⏱ Interval' },
  changeWhere: { uz: '👥 Guruhlar', ru: '👥 Группы', en: '👥 Groups' },
  showText: { uz: '👁 Matn', ru: '👁 Текст', en: '👁 Text' },
  begun: { uz: 'Ketdi!', ru: 'Пошло!', en: 'Off it goes!' },
  problems: inEach<Record<'groups' | 'account' | 'access' | 'text' | 'other', string>>({
    uz: {
      groups: 'Guruhlar o‘zgaribdi: yana bir marta tanlang.',
      account: 'Bu akkaunt hozir yubora olmaydi. «Akkauntlar» bo‘limida sababi yozilgan.',
      access: 'Ruxsatingiz tugagan, shuning uchun boshlab bo‘lmaydi.',
      text: 'Bu matnni yuborib bo‘lmaydi. Yangisini yozing.',
      other: 'Boshlab bo‘lmadi. Yana bir marta urinib ko‘ring.',
    },
    ru: {
      groups: 'Группы изменились: выберите ещё раз.',
      account: 'Этот аккаунт сейчас не может отправлять. Почему, написано в разделе «Аккаунты».',
      access: 'Ваш доступ закончился, поэтому запустить нельзя.',
      text: 'Такой текст отправить нельзя. Напишите другой.',
      other: 'Запустить не удалось. Попробуйте ещё раз.',
    },
    en: {
      groups: 'The groups have changed: choose once more.',
      account: 'This account cannot send now. “Accounts” says why.',
      access: 'Your access has ended, so it cannot start.',
      text: 'This text cannot be sent. Write another one.',
      other: 'It could not start. Try once more.',
    },
  }),
})
