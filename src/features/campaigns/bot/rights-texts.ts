import { figure } from '../../../bot/figures.ts'
import { inEach, phrases } from '../../../bot/language.ts'
import type { Language } from '../../../bot/language.ts'
import { rich } from '../../../bot/rich-text.ts'
import type { Rich } from '../../../bot/rich-text.ts'
import type { MessageKind } from '../../../delivery/forbidden.ts'

const kindNames = inEach<Record<MessageKind, string>>({
  uz: {
    text: 'faqat matnli xabar',
    photo: 'rasm',
    video: 'video',
    document: 'fayl',
    audio: 'musiqa',
    voice: 'ovozli xabar',
    animation: 'GIF',
  },
  ru: {
    text: 'текст без файла',
    photo: 'фото',
    video: 'видео',
    document: 'файлы',
    audio: 'музыку',
    voice: 'голосовые',
    animation: 'GIF',
  },
  en: {
    text: 'texts without a file',
    photo: 'photos',
    video: 'videos',
    document: 'files',
    audio: 'music',
    voice: 'voice messages',
    animation: 'GIFs',
  },
})

const and = inEach<string>({ uz: ' va ', ru: ' и ', en: ' and ' })

/** `фото и видео`, as what is not to be sent. */
export function kindsIn(language: Language, kinds: readonly MessageKind[]): string {
  const names = kinds.map((kind) => kindNames[language][kind])
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')}${and[language]}${names.at(-1) ?? ''}`
}

/** What is said of groups that do not take what a campaign says. */
export const rightsTexts = phrases({
  leftOut: {
    uz: (count: number, kinds: string, some: string): Rich =>
      rich`🚫 ${figure('uz', count)} ta guruhda ${kinds} yuborish taqiqlangan, ularga yuborilmaydi: ${some}`,
    ru: (count: number, kinds: string, some: string): Rich =>
      rich`🚫 Без групп, где нельзя отправлять ${kinds}: ${figure('ru', count)} (${some})`,
    en: (count: number, kinds: string, some: string): Rich =>
      rich`🚫 Left out, because ${kinds} are not allowed there: ${figure('en', count)} (${some})`,
  },
  wayOut: {
    uz: 'Ularga boshqa turdagi xabar bilan alohida e’lon yarating. Qoida o‘zgargan bo‘lsa, guruhlar ro‘yxatini yangilang.',
    ru: 'Для них сделайте отдельную рассылку другого вида. Если правила изменились, обновите список групп.',
    en: 'Make another campaign for them with another kind of message. If their rules have changed, refresh the list of groups.',
  },
  long: {
    uz: (account: string, over: number, max: number): Rich =>
      rich`⛔️ Rasm yoki fayl ostidagi matn ${figure('uz', over)} belgi uzun: ${account} Premium emas, unga ko‘pi bilan ${figure('uz', max)} belgi mumkin. Qisqaroq matn bilan qaytadan yuboring yoki Premium akkaunt tanlang. Premium bo‘lsa, akkauntni «Tekshirish»dan o‘tkazing.`,
    ru: (account: string, over: number, max: number): Rich =>
      rich`⛔️ Подпись длиннее на ${figure('ru', over)}: у аккаунта ${account} нет Premium, и знаков может быть до ${figure('ru', max)}. Пришлите с подписью короче или выберите аккаунт с Premium. Если Premium есть, проверьте аккаунт в разделе «Аккаунты».`,
    en: (account: string, over: number, max: number): Rich =>
      rich`⛔️ The caption is too long by ${figure('en', over)}: ${account} has no Premium, and may write ${figure('en', max)} characters. Send it again with a shorter one, or choose a Premium account. If it is one, have it checked under “Accounts”.`,
  },
  someRefuse: {
    uz: '🚫 Bunday xabar taqiqlangan guruhlar hisobga kirmadi.',
    ru: '🚫 Группы, где такие сообщения запрещены, не считаются.',
    en: '🚫 Groups that forbid such messages are not counted.',
  },
  /** Of a round that is looked ahead at. */
  refuse: {
    uz: (count: number, kinds: string, some: string): Rich =>
      rich`❌ Guruhda ${kinds} yuborish taqiqlangan: ${figure('uz', count)} ta (${some}). «O‘zgartirish»da ularga alohida matn bering yoki ularni olib tashlang.`,
    ru: (count: number, kinds: string, some: string): Rich =>
      rich`❌ В группе нельзя отправлять ${kinds}: ${figure('ru', count)} (${some}). В «Изменить» дайте им свой текст или уберите их.`,
    en: (count: number, kinds: string, some: string): Rich =>
      rich`❌ The group does not allow ${kinds}: ${figure('en', count)} (${some}). “Change” gives them a text of their own, or takes them out.`,
  },
})
