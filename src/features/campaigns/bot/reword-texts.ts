import { phrases } from '../../../bot/language.ts'
import { bold, lines, rich } from '../../../bot/rich-text.ts'
import type { Rich } from '../../../bot/rich-text.ts'
import { groupsIn } from './compose-texts.ts'

/** What is said of giving the messages of a round another text. */
export const rewordTexts = phrases({
  reword: { uz: '✏️ Yuborilganini o‘zgartirish', ru: '✏️ Изменить отправленное', en: '✏️ Change what was sent' },
  ask: {
    uz: (count: number): Rich =>
      lines(
        rich`${bold('Yangi matnni yozing')}: shu aylanishda yuborilgan xabarlarda turadi (${groupsIn('uz', count)}).`,
        '',
        'Telegram xabarni ikki kungacha va faqat uni yuborgan akkauntga o‘zgartirtiradi. Akkaunt guruhdan chiqarilgan yoki ovozi o‘chirilgan bo‘lsa, u yerdagi xabar eskicha qoladi: qaysi biri, ko‘rsatiladi.',
        'Keyingi aylanishlar matni o‘zgarmaydi: u «⚙️ O‘zgartirish»da.',
      ),
    ru: (count: number): Rich =>
      lines(
        rich`${bold('Напишите новый текст')}: он встанет в сообщениях этого круга (${groupsIn('ru', count)}).`,
        '',
        'Telegram даёт менять сообщение два дня и только аккаунту, который его отправил. Где аккаунт исключили или лишили голоса, останется прежний текст: будет видно, где именно.',
        'Текст следующих кругов не меняется: он в разделе «⚙️ Изменить».',
      ),
    en: (count: number): Rich =>
      lines(
        rich`${bold('Write the new text')}: it takes its place in the messages of this round (${groupsIn('en', count)}).`,
        '',
        'Telegram lets a message be changed for two days, by the account that sent it. Where the account was removed or silenced the old text stays: you will see where.',
        'The text of the next rounds stays as it is: that is under “⚙️ Change”.',
      ),
  },
  onlyCaption: {
    uz: 'Rasm va fayllar joyida qoladi, ostidagi matn almashadi.',
    ru: 'Фото и файлы останутся, сменится подпись под ними.',
    en: 'Photos and files stay, the text below them is changed.',
  },
  onlyText: {
    uz: 'Yuborilgan xabarning faqat matni almashadi. Matnni yozing. Boshqa rasm yoki fayl kerak bo‘lsa, xabarlarni o‘chirib, yangi e’lon yuboring.',
    ru: 'В отправленном можно сменить только текст. Напишите его. Если нужно другое фото или файл, удалите сообщения и сделайте новую рассылку.',
    en: 'Of what was sent only the text can be changed. Write it. For another photo or file, take the messages back and make a new campaign.',
  },
  sure: {
    uz: (count: number, tooOld: number, replaced: number): Rich =>
      lines(
        bold(`${groupsIn('uz', count)}dagi xabar shunday bo‘lsinmi?`),
        'Yuqorida: xabar aynan shunday turadi. Boshqacha bo‘lsin desangiz, yana yozing.',
        'Alohida matni bor guruhlarda ham shu matn bo‘ladi. Akkauntlar tezligida ketadi, yangi e’lonlarni ushlab turmaydi.',
        tooOld > 0 && `Yana ${groupsIn('uz', tooOld)}da xabar ikki kundan eski: Telegram endi o‘zgartirmaydi.`,
        replaced > 0 && `Yana ${groupsIn('uz', replaced)}da xabar endi keyingi aylanishniki: u o‘zgarmaydi.`,
      ),
    ru: (count: number, tooOld: number, replaced: number): Rich =>
      lines(
        bold(`Заменить текст сообщений (${groupsIn('ru', count)})?`),
        'Выше сообщение, каким оно станет. Чтобы изменить, напишите ещё раз.',
        'Так будет и в группах со своим текстом. Пойдёт со скоростью аккаунтов и новых рассылок не задержит.',
        tooOld > 0 && `Ещё ${groupsIn('ru', tooOld)}: сообщениям больше двух дней, Telegram их уже не изменит.`,
        replaced > 0 && `Ещё ${groupsIn('ru', replaced)}: там уже следующий круг, его не тронем.`,
      ),
    en: (count: number, tooOld: number, replaced: number): Rich =>
      lines(
        bold(`Shall the message say this in ${groupsIn('en', count)}?`),
        'Above is the message as it will stand. To change it, write once more.',
        'So it will in groups with a text of their own. It goes at the pace of the accounts, and holds up no new messages.',
        tooOld > 0 && `In another ${groupsIn('en', tooOld)} it is older than two days: Telegram changes it no more.`,
        replaced > 0 && `In another ${groupsIn('en', replaced)} it is a later round’s by now: left as it is.`,
      ),
  },
  yes: { uz: '✏️ Ha, o‘zgartirilsin', ru: '✏️ Да, заменить', en: '✏️ Yes, change it' },
  refused: {
    uz: (reason: string): Rich =>
      rich`Telegram bu matnni qabul qilmadi (${reason}), qolganlari eskicha turibdi. Boshqacha yozib ko‘ring.`,
    ru: (reason: string): Rich =>
      rich`Telegram не принял этот текст (${reason}), остальное осталось прежним. Напишите иначе.`,
    en: (reason: string): Rich =>
      rich`Telegram did not take this text (${reason}), and the rest stays as it was. Write it differently.`,
  },
})
