import { figure } from '../../../../bot/figures.ts'
import { phrases } from '../../../../bot/language.ts'
import { bold, lines, rich } from '../../../../bot/rich-text.ts'
import type { Rich } from '../../../../bot/rich-text.ts'

/** What is said of changing campaigns that stand. */
export const changeTexts = phrases({
  change: { uz: '⚙️ O‘zgartirish', ru: '⚙️ Изменить', en: '⚙️ Change' },
  head: {
    uz: (name: string): Rich => rich`${bold(name)}: nimani o‘zgartiramiz?`,
    ru: (name: string): Rich => rich`${bold(name)}: что изменить?`,
    en: (name: string): Rich => rich`${bold(name)}: what shall be changed?`,
  },
  fromNext: {
    uz: 'O‘zgarish keyingi aylanishdan kuchga kiradi. Hozirgisi boshlangan matni va guruhlari bilan tugaydi.',
    ru: 'Изменения вступят в силу со следующего круга. Текущий закончится с прежним текстом и группами.',
    en: 'A change holds from the next round on. The one that goes on ends with its text and its groups.',
  },
  fromStart: {
    uz: 'O‘zgarish keyingi safar boshlaganingizda kuchga kiradi: hozirgi aylanish oxirgisi.',
    ru: 'Изменения вступят в силу при следующем запуске: текущий круг последний.',
    en: 'A change holds from the next start on: the round that goes on is the last.',
  },
  text: { uz: '✏️ Matn', ru: '✏️ Текст', en: '✏️ Text' },
  interval: { uz: '⏱ Oraliq', ru: '⏱ Интервал', en: '⏱ Interval' },
  groups: { uz: '👥 Guruhlar', ru: '👥 Группы', en: '👥 Groups' },
  ownTexts: { uz: '💬 Guruhga alohida matn', ru: '💬 Свой текст для группы', en: '💬 A text for one group' },
  name: { uz: '🏷 Nomi', ru: '🏷 Название', en: '🏷 Name' },
  copy: { uz: '📑 Nusxa olish', ru: '📑 Сделать копию', en: '📑 Make a copy' },
  archive: { uz: '🗄 Arxivga', ru: '🗄 В архив', en: '🗄 Archive' },
  unarchive: { uz: '🗂 Arxivdan qaytarish', ru: '🗂 Вернуть из архива', en: '🗂 Out of the archive' },
  archived: {
    uz: 'Arxivga olindi. Hech narsa o‘chirilmadi.',
    ru: 'В архиве. Ничего не удалено.',
    en: 'It is archived. Nothing was deleted.',
  },
  unarchived: { uz: 'Ro‘yxatga qaytdi.', ru: 'Снова в списке.', en: 'It is back in the list.' },
  stopFirst: {
    uz: 'Avval to‘xtating: yuborayotgan e’lon arxivga olinmaydi.',
    ru: 'Сначала остановите: то, что ещё отправляется, в архив не убрать.',
    en: 'Stop it first: what still sends cannot be archived.',
  },
  copied: {
    uz: 'Nusxa tayyor. U hali boshlanmagan.',
    ru: 'Копия готова. Она ещё не запущена.',
    en: 'Here is the copy. It has not been started.',
  },
  leaveIt: { uz: '⬅️ Shunday qolsin', ru: '⬅️ Оставить так', en: '⬅️ Leave it so' },
  changed: { uz: 'O‘zgartirildi.', ru: 'Изменено.', en: 'Changed.' },
  refused: {
    uz: 'O‘zgartirib bo‘lmadi: guruhlar yoki akkaunt o‘zgaribdi. Qaytadan tanlang.',
    ru: 'Изменить не удалось: группы или аккаунт стали другими. Выберите заново.',
    en: 'It could not be changed: the groups or the account are different by now. Choose again.',
  },

  askName: {
    uz: (name: string): Rich =>
      lines(rich`Hozirgi nomi: ${bold(name)}`, 'Yangi nomini yozing. Uni faqat siz ko‘rasiz.'),
    ru: (name: string): Rich => lines(rich`Сейчас: ${bold(name)}`, 'Напишите новое название. Его видите только вы.'),
    en: (name: string): Rich => lines(rich`Now: ${bold(name)}`, 'Write the new name. Only you see it.'),
  },
  badName: {
    uz: (max: number) => `Nom bitta qatorda, 1 tadan ${figure('uz', max)} tagacha belgi bo‘lsin.`,
    ru: (max: number) => `Название: одна строка, от 1 до ${figure('ru', max)} знаков.`,
    en: (max: number) => `A name is one line of 1 to ${figure('en', max)} characters.`,
  },
  askText: {
    uz: lines(
      bold('Yangi matnni yozing'),
      'Bezaklari saqlanadi. Rasm, video, fayl yoki albom yuborish, kanaldagi postni uzatish ham mumkin.',
    ),
    ru: lines(
      bold('Напишите новый текст'),
      'Оформление сохранится. Можно прислать фото, видео, файл или альбом, либо переслать пост из канала.',
    ),
    en: lines(
      bold('Write the new text'),
      'Its formatting is kept. A photo, a video, a file or an album will do as well, or a forwarded post of a channel.',
    ),
  },
  askInterval: {
    uz: (every: string): Rich =>
      lines(bold('Qanchalik tez-tez?'), `Hozir: ${every}.`, 'Tugmani bosing yoki yozing: 45 daqiqa, 5 soat.'),
    ru: (every: string): Rich =>
      lines(bold('Как часто?'), `Сейчас: ${every}.`, 'Нажмите кнопку или напишите: 45 минут, 5 часов.'),
    en: (every: string): Rich =>
      lines(bold('How often?'), `Now: ${every}.`, 'Press a button, or write: 45 minutes, 5 hours.'),
  },
  askGroups: {
    uz: (groups: string): Rich =>
      lines(bold('Qaysi guruhlarga?'), `Hozir: ${groups}. Tanlaganingiz ularning hammasi o‘rniga o‘tadi.`),
    ru: (groups: string): Rich => lines(bold('В какие группы?'), `Сейчас: ${groups}. Выбранное заменит их все.`),
    en: (groups: string): Rich =>
      lines(bold('Which groups?'), `Now: ${groups}. What you choose takes the place of all of them.`),
  },

  ownHead: {
    uz: lines(bold('Guruhga alohida matn'), 'Guruhni tanlang. 💬 belgilisida alohida matn bor.'),
    ru: lines(bold('Свой текст для группы'), 'Выберите группу. Со знаком 💬 уже есть свой текст.'),
    en: lines(bold('A text for one group'), 'Choose the group. Those with 💬 have one.'),
  },
  noGroups: { uz: 'Guruh qolmagan.', ru: 'Групп не осталось.', en: 'No group is left.' },
  ownText: {
    uz: (group: string): Rich =>
      lines(
        bold(group),
        'Unga alohida matn yuboriladi. O‘zgartirish uchun yangisini yozing yoki yuboring: rasm va fayl ham bo‘ladi.',
      ),
    ru: (group: string): Rich =>
      lines(bold(group), 'Сюда уходит свой текст. Чтобы заменить, напишите или пришлите новый: можно фото и файлы.'),
    en: (group: string): Rich =>
      lines(bold(group), 'It gets its own text. To change it, write or send another: photos and files will do.'),
  },
  noOwnText: {
    uz: (group: string): Rich =>
      lines(
        bold(group),
        'Unga hammaga boradigan matn yuboriladi. Boshqacha bo‘lsin desangiz, shu yerga yozing yoki rasm, fayl yuboring.',
      ),
    ru: (group: string): Rich =>
      lines(bold(group), 'Сюда уходит общий текст. Если нужен другой, напишите его здесь или пришлите фото, файл.'),
    en: (group: string): Rich =>
      lines(
        bold(group),
        'It is sent the campaign’s text. If it shall be another, write it here, or send a photo or a file.',
      ),
  },
  seeText: { uz: '👁 Hozirgi matn', ru: '👁 Текущий текст', en: '👁 The text now' },
  noOwn: { uz: '↩️ Hamma bilan bir xil', ru: '↩️ Как у всех', en: '↩️ As for all' },
  topic: {
    uz: (group: string, topic: number) => `${group} · mavzu ${topic}`,
    ru: (group: string, topic: number) => `${group} · тема ${topic}`,
    en: (group: string, topic: number) => `${group} · topic ${topic}`,
  },

  archiveList: { uz: '🗄 Arxiv', ru: '🗄 Архив', en: '🗄 Archive' },
  archiveHead: { uz: 'Arxivdagi e’lonlar', ru: 'Рассылки в архиве', en: 'Archived campaigns' },
  archiveEmpty: { uz: 'Arxiv bo‘sh.', ru: 'В архиве пусто.', en: 'Nothing is archived.' },
  startNew: { uz: '▶️ Boshlash', ru: '▶️ Запустить', en: '▶️ Start' },
})
