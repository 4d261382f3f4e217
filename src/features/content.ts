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

/** As everybody will see it. */
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
        : problem.type === 'too-many-entities'
          ? `Bezak juda ko‘p: ${figure('uz', problem.count)} ta, ko‘pi bilan ${figure('uz', problem.max)} ta. Kamaytirib yozing.`
          : 'Bu matnni yuborib bo‘lmaydi. Boshqacha yozing.',
    ru: (problem: ContentProblem) =>
      problem.type === 'too-long'
        ? `Текст слишком длинный: знаков ${figure('ru', problem.length)}, можно до ${figure('ru', problem.max)}. Сократите его.`
        : problem.type === 'too-many-entities'
          ? `Слишком много оформления: мест ${figure('ru', problem.count)}, можно до ${figure('ru', problem.max)}. Уберите часть.`
          : 'Такой текст отправить нельзя. Напишите иначе.',
    en: (problem: ContentProblem) =>
      problem.type === 'too-long'
        ? `The text is too long: ${figure('en', problem.length)} characters, at most ${figure('en', problem.max)}. Make it shorter.`
        : problem.type === 'too-many-entities'
          ? `There is too much formatting: ${figure('en', problem.count)} places, at most ${figure('en', problem.max)}. Take some away.`
          : 'This text cannot be sent. Write it differently.',
  },
})
