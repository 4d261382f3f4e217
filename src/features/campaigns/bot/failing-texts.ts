import { counted, figure } from '../../../bot/figures.ts'
import { phrases } from '../../../bot/language.ts'
import { failingRounds } from '../failing/verbs.ts'

const groups = {
  uz: (count: number) => `${figure('uz', count)} ta guruh`,
  ru: (count: number) => counted('ru', count, { one: 'группа', few: 'группы', many: 'групп' }),
  en: (count: number) => counted('en', count, { one: 'group', many: 'groups' }),
}

/** As what something is done to. */
const groupsTaken = (count: number) => counted('ru', count, { one: 'группу', few: 'группы', many: 'групп' })

const rounds = {
  ru: counted('ru', failingRounds, { one: 'круг', few: 'круга', many: 'кругов' }),
  en: counted('en', failingRounds, { one: 'round', many: 'rounds' }),
}

/** What is said of groups that keep failing. */
export const failingTexts = phrases({
  head: {
    uz: (name: string, count: number) =>
      `⚠️ «${name}»: ${groups.uz(count)} ketma-ket ${failingRounds} aylanishda xabarni olmadi`,
    ru: (name: string, count: number) => `⚠️ «${name}»: ${rounds.ru} подряд сообщение не ушло в ${groupsTaken(count)}`,
    en: (name: string, count: number) =>
      `⚠️ “${name}”: ${groups.en(count)} did not take its message, ${rounds.en} in a row`,
  },
  topic: {
    uz: (name: string, topic: number) => `${name}, ${topic}-mavzu`,
    ru: (name: string, topic: number) => `${name}, тема ${topic}`,
    en: (name: string, topic: number) => `${name}, topic ${topic}`,
  },
  andMore: {
    uz: (count: string) => `… va yana ${count} ta`,
    ru: (count: string) => `… и ещё ${count}`,
    en: (count: string) => `… and ${count} more`,
  },
  drop: {
    uz: (count: number) => `🗑 E’londan ${groups.uz(count)}ni olib tashlash`,
    ru: (count: number) => `🗑 Убрать ${groupsTaken(count)} из рассылки`,
    en: (count: number) => `🗑 Drop ${groups.en(count)} from the campaign`,
  },
  look: { uz: '🔎 Aylanishni ko‘rish', ru: '🔎 Посмотреть круг', en: '🔎 Look at the round' },
  dropped: {
    uz: (count: number, left: number) => `Olib tashlandi: ${groups.uz(count)}. Qoldi: ${groups.uz(left)}.`,
    ru: (count: number, left: number) => `Убрано: ${groups.ru(count)}. Осталось: ${groups.ru(left)}.`,
    en: (count: number, left: number) => `Dropped: ${groups.en(count)}. Left: ${groups.en(left)}.`,
  },
  nothingLeft: {
    uz: 'Bu guruhlar e’londa endi yo‘q yoki xabarni yana olyapti.',
    ru: 'Этих групп в рассылке уже нет, или они снова получают сообщения.',
    en: 'These groups are no longer in the campaign, or they get its messages again.',
  },
  allFail: {
    uz: 'Bu e’lonning boshqa guruhi yo‘q. E’lonni to‘xtating yoki boshqa guruhlarni tanlang.',
    ru: 'Других групп в этой рассылке нет. Остановите её или выберите другие группы.',
    en: 'The campaign has no other group. Stop it, or choose other groups.',
  },
})
