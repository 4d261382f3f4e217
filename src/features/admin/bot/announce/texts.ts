import { counted, figure } from '../../../../bot/figures.ts'
import { inEach, phrases } from '../../../../bot/language.ts'
import type { InEach } from '../../../../bot/language.ts'
import { bold, lines, rich } from '../../../../bot/rich-text.ts'
import type { Rich } from '../../../../bot/rich-text.ts'
import type { StartAnswer } from '../../announce/verbs.ts'

export const people: InEach<(count: number) => string> = {
  uz: (count) => counted('uz', count, { one: 'kishi', many: 'kishi' }),
  ru: (count) => counted('ru', count, { one: 'человек', few: 'человека', many: 'человек' }),
  en: (count) => counted('en', count, { one: 'person', many: 'people' }),
}

/** To so many: Russian asks for another case. */
const toPeople: InEach<(count: number) => string> = {
  uz: (count) => `${figure('uz', count)} kishiga`,
  ru: (count) => counted('ru', count, { one: 'человеку', many: 'людям' }),
  en: (count) => people.en(count),
}

type Start = Extract<StartAnswer, { readonly problem: unknown }>['problem']

export const texts = phrases({
  menu: { uz: '📣 Hammaga xabar', ru: '📣 Объявление', en: '📣 Announcement' },
  write: {
    uz: lines(bold('E’lon'), 'Matnni shu yerga yozing. Qalin, havola va boshqa bezaklar saqlanadi.'),
    ru: lines(bold('Объявление'), 'Напишите текст прямо сюда. Жирный, ссылки и другое оформление сохранятся.'),
    en: lines(bold('Announcement'), 'Write the text right here. Bold, links and other formatting are kept.'),
  },
  firstSeen: {
    uz: 'Yuborishdan oldin qanday ko‘rinishini ko‘rsatamiz.',
    ru: 'Перед отправкой покажем, как оно будет выглядеть.',
    en: 'Before it goes out you will see how it looks.',
  },
  goesOn: {
    uz: 'Hozir boshqa e’lon yuborilyapti. Yangisini u tugagach yuborasiz.',
    ru: 'Сейчас уходит другое объявление. Новое можно отправить, когда оно закончится.',
    en: 'Another announcement is going out now. A new one can follow when it has ended.',
  },
  watch: { uz: '▶️ Qanday ketyapti', ru: '▶️ Как идёт', en: '▶️ See how it goes' },
  last: { uz: '🗂 Oxirgi e’lonlar', ru: '🗂 Последние объявления', en: '🗂 Last announcements' },
  confirm: {
    uz: (count: number, time: string): Rich =>
      lines(
        bold('Yuqorida: e’lon aynan shunday ko‘rinadi'),
        rich`${bold(toPeople.uz(count))} boradi, taxminan ${time} ichida.`,
        'Matnni o‘zgartirish uchun yangisini yozing.',
      ),
    ru: (count: number, time: string): Rich =>
      lines(
        bold('Выше объявление, каким его увидят'),
        rich`Уйдёт ${bold(toPeople.ru(count))}, примерно за ${time}.`,
        'Чтобы изменить текст, напишите новый.',
      ),
    en: (count: number, time: string): Rich =>
      lines(
        bold('Above is the announcement as people will see it'),
        rich`It goes to ${bold(toPeople.en(count))}, in about ${time}.`,
        'To change the text, write a new one.',
      ),
  },
  send: {
    uz: (count: number) => `✅ ${toPeople.uz(count)} yuborish`,
    ru: (count: number) => `✅ Отправить ${toPeople.ru(count)}`,
    en: (count: number) => `✅ Send to ${toPeople.en(count)}`,
  },
  showAgain: { uz: '👁 Yana ko‘rsatish', ru: '👁 Показать ещё раз', en: '👁 Show it again' },
  notKept: {
    uz: 'Bu matn endi yo‘q. Qaytadan yozing.',
    ru: 'Этого текста уже нет. Напишите его ещё раз.',
    en: 'That text is gone. Write it again.',
  },
  problems: inEach<Record<Start, string>>({
    uz: {
      'not-found': 'Bu matn endi yo‘q. Qaytadan yozing.',
      started: 'Bu e’lon yuborilgan.',
      busy: 'Boshqa e’lon yuborilyapti. Tugashini kuting yoki uni to‘xtating.',
      nobody: 'Hozir hech kimga yetib bormaydi: botni hech kim ochmagan.',
      'no-bot': 'Bot hali tayyor emas. Bir daqiqadan keyin urinib ko‘ring.',
      'bot-rests': 'Botning akkaunti to‘xtab turibdi. Serverda «karvon accounts list» sababini ko‘rsatadi.',
    },
    ru: {
      'not-found': 'Этого текста уже нет. Напишите его ещё раз.',
      started: 'Это объявление уже отправлено.',
      busy: 'Уходит другое объявление. Дождитесь конца или остановите его.',
      nobody: 'Сейчас оно ни до кого не дойдёт: бота никто не открыл.',
      'no-bot': 'Бот ещё не готов. Попробуйте через минуту.',
      'bot-rests': 'Аккаунт бота остановлен. На сервере «karvon accounts list» покажет почему.',
    },
    en: {
      'not-found': 'That text is gone. Write it again.',
      started: 'This announcement was sent already.',
      busy: 'Another announcement is going out. Wait for its end, or stop it.',
      nobody: 'It would reach nobody now: nobody has opened the bot.',
      'no-bot': 'The bot is not ready yet. Try again in a minute.',
      'bot-rests': 'The bot’s account is at rest. On the server, “karvon accounts list” says why.',
    },
  }),
  begun: { uz: 'Ketdi!', ru: 'Пошло!', en: 'Off it goes!' },
})
