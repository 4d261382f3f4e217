import { entitiesOf, botEntity } from '../telegram/botapi/entities.ts'
import type { Content, ContentProblem } from '../delivery/message.ts'
import { figure } from '../bot/figures.ts'
import { phrases } from '../bot/language.ts'
import { quoted } from '../bot/rich-text.ts'
import type { Quoted } from '../bot/rich-text.ts'
import type { Written } from '../bot/screen.ts'

/** What somebody wrote, with its marks, as it will be sent. */
export function contentFrom({ text, entities }: Pick<Written, 'text' | 'entities'>): Content {
  return { text, entities: entitiesOf(entities) }
}

/** A text as everybody will see it. */
export function asSent({ text, entities }: Content): Quoted {
  return quoted(text, entities.map(botEntity))
}

/** Why it cannot be sent, and what to do. */
export const contentTexts = phrases({
  onlyText: {
    uz: 'Hozircha faqat matn yuboriladi, rasm va fayllar emas. Matnni yozing.',
    ru: 'Пока можно отправить только текст, без картинок и файлов. Напишите текст.',
    en: 'Only text can be sent for now, no pictures or files. Write the text.',
  },
  problem: {
    uz: (problem: ContentProblem) =>
      problem.type === 'too-long'
        ? `Matn juda uzun: ${figure('uz', problem.length)} belgi, ko‘pi bilan ${figure('uz', problem.max)}. Qisqartirib yozing.`
        : problem.type === 'caption-too-long'
          ? `Rasm yoki fayl ostidagi matn juda uzun: ${figure('uz', problem.length)} belgi, ko‘pi bilan ${figure('uz', problem.max)}. Qisqartirib, qaytadan yuboring.`
          : problem.type === 'too-many-entities'
            ? `Bezak juda ko‘p: ${figure('uz', problem.count)} ta, ko‘pi bilan ${figure('uz', problem.max)} ta. Kamaytirib yozing.`
            : problem.type === 'too-many-files'
              ? `Fayllar juda ko‘p: ${figure('uz', problem.count)} ta, ko‘pi bilan ${figure('uz', problem.max)} ta.`
              : problem.type === 'mixed-album'
                ? 'Bunday fayllar bitta xabarda birga bormaydi: rasm va videolarni alohida, hujjatlarni alohida, ovozli xabarni yolg‘iz yuboring.'
                : 'Bu matnni yuborib bo‘lmaydi. Boshqacha yozing.',
    ru: (problem: ContentProblem) =>
      problem.type === 'too-long'
        ? `Текст слишком длинный: знаков ${figure('ru', problem.length)}, можно до ${figure('ru', problem.max)}. Сократите его.`
        : problem.type === 'caption-too-long'
          ? `Подпись слишком длинная: знаков ${figure('ru', problem.length)}, под файлом можно до ${figure('ru', problem.max)}. Сократите её и отправьте заново.`
          : problem.type === 'too-many-entities'
            ? `Слишком много оформления: мест ${figure('ru', problem.count)}, можно до ${figure('ru', problem.max)}. Уберите часть.`
            : problem.type === 'too-many-files'
              ? `Слишком много файлов: ${figure('ru', problem.count)}, можно до ${figure('ru', problem.max)}.`
              : problem.type === 'mixed-album'
                ? 'Такие файлы не идут в одном сообщении: отправьте отдельно фото и видео, отдельно документы, голосовое одно.'
                : 'Такой текст отправить нельзя. Напишите иначе.',
    en: (problem: ContentProblem) =>
      problem.type === 'too-long'
        ? `The text is too long: ${figure('en', problem.length)} characters, at most ${figure('en', problem.max)}. Make it shorter.`
        : problem.type === 'caption-too-long'
          ? `The caption is too long: ${figure('en', problem.length)} characters, at most ${figure('en', problem.max)} below a file. Shorten it and send it again.`
          : problem.type === 'too-many-entities'
            ? `There is too much formatting: ${figure('en', problem.count)} places, at most ${figure('en', problem.max)}. Take some away.`
            : problem.type === 'too-many-files'
              ? `There are too many files: ${figure('en', problem.count)}, at most ${figure('en', problem.max)}.`
              : problem.type === 'mixed-album'
                ? 'Such files do not go into one message: send photos and videos apart from documents, and a voice message alone.'
                : 'This text cannot be sent. Write it differently.',
  },
})
