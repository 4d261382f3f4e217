import { inEach, phrases } from '../../../../bot/language.ts'
import type { Language } from '../../../../bot/language.ts'
import { bold, lines } from '../../../../bot/rich-text.ts'
import type { KeepLatest } from '../../../../store/store.ts'

/** What is said of a campaign that keeps one message in a group. */
export const latestTexts = phrases({
  latest: { uz: '🧹 Eski xabarlar', ru: '🧹 Старые сообщения', en: '🧹 Older messages' },
  ask: {
    uz: lines(
      bold('Guruhda eski xabar nima bo‘lsin?'),
      '',
      '📚 Hammasi qolsa: har aylanishda bittadan ko‘payadi.',
      '🗑 Eskisi o‘chsa: yangisi yetib borgach, shu e’lonning oldingi xabari o‘chiriladi. Guruhda bittasi turadi.',
      '✏️ Joyida yangilansa: turgan xabarning matni almashadi, guruhga yangi xabar tushmaydi. U o‘chib ketgan yoki eskirgan bo‘lsa, yangisi yuboriladi. Rasm va fayllar har safar yangidan boradi, eskisi o‘chadi.',
    ),
    ru: lines(
      bold('Что делать со старым сообщением в группе?'),
      '',
      '📚 Оставлять: с каждым кругом их становится на одно больше.',
      '🗑 Удалять: когда новое дошло, прошлое сообщение этой рассылки удаляется. В группе остаётся одно.',
      '✏️ Обновлять на месте: меняется текст того, что уже стоит, нового сообщения в группе нет. Если его удалили или оно слишком старое, уйдёт новое. Фото и файлы каждый раз уходят заново, прошлое удаляется.',
    ),
    en: lines(
      bold('What shall become of the older message in a group?'),
      '',
      '📚 Keep it: there is one more with every round.',
      '🗑 Delete it: once the new one has arrived, the last message of this campaign goes. One of them stays in a group.',
      '✏️ Update it in place: what stands there gets the new text, and no new message comes. Where it is gone or too old, a new one is sent. Photos and files are sent anew each time, and the older one goes.',
    ),
  },
  choices: inEach<Record<KeepLatest, string>>({
    uz: { off: 'Hammasi qolsin', delete: 'Eskisi o‘chsin', edit: 'Joyida yangilansin' },
    ru: { off: 'Оставлять все', delete: 'Удалять прошлое', edit: 'Обновлять на месте' },
    en: { off: 'Keep all', delete: 'Delete the older one', edit: 'Update it in place' },
  }),
  now: inEach<Record<Exclude<KeepLatest, 'off'>, string>>({
    uz: {
      delete: '🧹 Guruhda faqat oxirgi xabar qoladi, eskisi o‘chiriladi',
      edit: '🧹 Guruhda bitta xabar turadi, matni joyida yangilanadi',
    },
    ru: {
      delete: '🧹 В группе остаётся только последнее сообщение, прошлое удаляется',
      edit: '🧹 В группе одно сообщение, текст обновляется на месте',
    },
    en: {
      delete: '🧹 Only the latest message stays in a group, the older one is deleted',
      edit: '🧹 One message stands in a group, and is updated in place',
    },
  }),
})

/** Before a choice that is not made; ✅ takes its place. */
export const latestSigns: Readonly<Record<KeepLatest, string>> = { off: '📚', delete: '🗑', edit: '✏️' }

/** For a card; false where all of them stay. */
export function latestLine(keepLatest: KeepLatest, language: Language): string | false {
  return keepLatest !== 'off' && latestTexts.now[language][keepLatest]
}
