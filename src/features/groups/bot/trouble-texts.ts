import { phrases } from '../../../bot/language.ts'
import type { InEach, Language } from '../../../bot/language.ts'
import { bold, lines } from '../../../bot/rich-text.ts'

/** Why nothing can be written somewhere, short enough for a button: the words of the adapter, and what Telegram refuses with. */
const reasons = {
  'not-a-member': { uz: 'akkaunt a’zo emas', ru: 'аккаунт не участник', en: 'not a member' },
  deleted: { uz: 'o‘chirilgan', ru: 'удалена', en: 'deleted' },
  migrated: { uz: 'superguruhga aylangan', ru: 'стала супергруппой', en: 'became a supergroup' },
  'admins-only': { uz: 'faqat adminlar yozadi', ru: 'пишут только админы', en: 'only admins write' },
  'closed-to-members': { uz: 'yozish yopilgan', ru: 'писать запрещено', en: 'closed for writing' },
  restricted: { uz: 'akkauntga taqiqlangan', ru: 'аккаунту запрещено', en: 'the account is muted' },
  'premium-only': { uz: 'faqat Premium yozadi', ru: 'только для Premium', en: 'Premium only' },
  paid: { uz: 'xabar pullik', ru: 'сообщения платные', en: 'messages cost Stars' },
  'kind-forbidden': {
    uz: 'bunday xabar taqiqlangan',
    ru: 'такие сообщения запрещены',
    en: 'such messages are forbidden',
  },
  topic: { uz: 'mavzu yopilgan', ru: 'тема закрыта', en: 'the topic is closed' },
} as const satisfies Record<string, InEach<string>>

const refusals: readonly { readonly shape: RegExp; readonly reason: keyof typeof reasons }[] = [
  {
    shape: /^(?:CHAT_WRITE_FORBIDDEN|CHAT_RESTRICTED|CHAT_GUEST_SEND_FORBIDDEN)/,
    reason: 'closed-to-members',
  },
  { shape: /^CHAT_SEND_\w+_FORBIDDEN/, reason: 'kind-forbidden' },
  { shape: /^(?:USER_BANNED_IN_CHANNEL|USER_RESTRICTED|CHAT_FORBIDDEN)/, reason: 'restricted' },
  {
    shape: /^(?:CHANNEL_PRIVATE|CHANNEL_INVALID|PEER_ID_INVALID|CHAT_ID_INVALID|USER_NOT_PARTICIPANT)/,
    reason: 'not-a-member',
  },
  { shape: /^CHAT_ADMIN_REQUIRED/, reason: 'admins-only' },
  { shape: /PREMIUM/, reason: 'premium-only' },
  { shape: /PAYMENT_REQUIRED/, reason: 'paid' },
  { shape: /^TOPIC_/, reason: 'topic' },
]

export function reasonIn(language: Language, reason: string): string {
  const known = Object.hasOwn(reasons, reason) ? reason : refusals.find(({ shape }) => shape.test(reason))?.reason
  const words = Object.entries(reasons).find(([name]) => name === known)?.[1]
  return words?.[language] ?? troubles.refused[language](reason)
}

export const troubles = phrases({
  refused: {
    uz: (code: string): string => `Telegram rad etdi (${code})`,
    ru: (code: string): string => `Telegram отказал (${code})`,
    en: (code: string): string => `Telegram refused (${code})`,
  },
  failed: {
    uz: (reason: string): string => `⚠️ Yangilab bo‘lmadi (${reason}). Bir daqiqadan keyin qayta urinib ko‘ring.`,
    ru: (reason: string): string => `⚠️ Обновить не удалось (${reason}). Попробуйте через минуту.`,
    en: (reason: string): string => `⚠️ Reading failed (${reason}). Try again in a minute.`,
  },
  waiting: {
    uz: (wait: string): string => `⏳ Telegram kutishni so‘radi. Yana ${wait} o‘tgach, o‘zi davom etadi.`,
    ru: (wait: string): string => `⏳ Telegram просит подождать. Продолжим сами через ${wait}.`,
    en: (wait: string): string => `⏳ Telegram asks to wait. It goes on by itself in ${wait}.`,
  },
  'needs-login': {
    uz: '⚠️ Akkaunt Telegramdan chiqib qolgan. Qayta kiring, shunda ro‘yxat yangilanadi.',
    ru: '⚠️ Аккаунт вышел из Telegram. Войдите снова, и список обновится.',
    en: '⚠️ The account is signed out at Telegram. Sign in again, then the list can be read.',
  },
  paused: {
    uz: '⚠️ Akkaunt to‘xtatib qo‘yilgan. Uni davom ettirsangiz, ro‘yxat yangilanadi.',
    ru: '⚠️ Аккаунт на паузе. Возобновите его, и список обновится.',
    en: '⚠️ The account is paused. Resume it, then the list can be read.',
  },
  limited: {
    uz: '⚠️ Telegram akkauntni vaqtincha cheklagan. Cheklov tugagach, ro‘yxatni yangilash mumkin.',
    ru: '⚠️ Telegram временно ограничил аккаунт. Список обновится, когда ограничение закончится.',
    en: '⚠️ Telegram limits the account for now. The list can be read when that is over.',
  },
  unusable: {
    uz: '⚠️ Akkaunt hozir ishlamayapti, shuning uchun ro‘yxat yangilanmaydi.',
    ru: '⚠️ Аккаунт сейчас не работает, поэтому список не обновляется.',
    en: '⚠️ The account does not work now, so the list is not read.',
  },
})

export const linkTexts = phrases({
  ask: {
    uz: lines(
      bold('Havola orqali qo‘shish'),
      '',
      'Guruh havolasini yoki @nomini yozing, masalan: t.me/toshkent_taksi',
      'Akkaunt shu guruhda bo‘lishi kerak: bot o‘zi qo‘shilmaydi.',
    ),
    ru: lines(
      bold('Добавить по ссылке'),
      '',
      'Пришлите ссылку на группу или её @имя, например: t.me/toshkent_taksi',
      'Аккаунт уже должен быть в этой группе: сам бот не вступает.',
    ),
    en: lines(
      bold('Add by link'),
      '',
      'Write the group’s link or @name, such as t.me/toshkent_taksi',
      'The account must be in that group: the bot joins nothing.',
    ),
  },
  looking: {
    uz: (link: string): string => `⏳ ${link} tekshirilyapti…`,
    ru: (link: string): string => `⏳ Проверяем ${link}…`,
    en: (link: string): string => `⏳ Looking at ${link}…`,
  },
  notALink: {
    uz: 'Bu guruh havolasiga o‘xshamaydi. Namuna: t.me/guruh_nomi yoki @guruh_nomi',
    ru: 'Это не похоже на ссылку на группу. Пример: t.me/imya_gruppy или @imya_gruppy',
    en: 'That does not look like a group’s link. For example: t.me/group_name or @group_name',
  },
  absent: {
    uz: '⚠️ Bunday guruh topilmadi yoki havola eskirgan. Havolani tekshirib, qaytadan yozing.',
    ru: '⚠️ Такой группы нет, или ссылка устарела. Проверьте ссылку и пришлите ещё раз.',
    en: '⚠️ There is no such group, or the link has ended. Check it and write it again.',
  },
  person: {
    uz: '⚠️ Bu odam yoki bot, guruh emas. Guruh havolasini yozing.',
    ru: '⚠️ Это человек или бот, а не группа. Пришлите ссылку на группу.',
    en: '⚠️ That is a person or a bot, not a group. Write a group’s link.',
  },
  outside: {
    uz: (title: string): string =>
      `⚠️ Akkaunt «${title}» guruhida emas. Telegramda shu akkaunt bilan qo‘shiling, keyin havolani yana yuboring.`,
    ru: (title: string): string =>
      `⚠️ Аккаунта нет в группе «${title}». Вступите в неё с этого аккаунта в Telegram и пришлите ссылку ещё раз.`,
    en: (title: string): string =>
      `⚠️ The account is not in “${title}”. Join it in Telegram with this account, then send the link again.`,
  },
  outsideUnknown: {
    uz: '⚠️ Akkaunt bu guruhda emas. Telegramda qo‘shiling, ro‘yxatni yangilang, keyin havolani yana yuboring.',
    ru: '⚠️ Аккаунта нет в этой группе. Вступите в неё в Telegram, обновите список и пришлите ссылку ещё раз.',
    en: '⚠️ The account is not in that group. Join it in Telegram, refresh the list, then send the link again.',
  },
  cannot: {
    uz: (title: string, why: string): string => `⚠️ «${title}» guruhiga yozib bo‘lmaydi: ${why}.`,
    ru: (title: string, why: string): string => `⚠️ В «${title}» писать нельзя: ${why}.`,
    en: (title: string, why: string): string => `⚠️ Nothing can be written to “${title}”: ${why}.`,
  },
  added: {
    uz: (title: string): string => `✅ «${title}» tanlandi.`,
    ru: (title: string): string => `✅ «${title}» выбрана.`,
    en: (title: string): string => `✅ “${title}” is chosen.`,
  },
  again: { uz: '🔄 Yana tekshirish', ru: '🔄 Проверить ещё раз', en: '🔄 Check again' },
})

export const tidyTexts = phrases({
  head: {
    uz: lines(bold('Xabar qabul qilmayotgan guruhlar'), '', 'Ularni tanlovdan olib tashlasak, vaqt behuda ketmaydi:'),
    ru: lines(bold('Группы, которые не принимают сообщения'), '', 'Без них рассылка не будет тратить время:'),
    en: lines(bold('Groups that take no messages'), '', 'Without them no time is wasted:'),
  },
  more: {
    uz: (count: number): string => `va yana ${count} ta`,
    ru: (count: number): string => `и ещё ${count}`,
    en: (count: number): string => `and ${count} more`,
  },
  nothing: {
    uz: 'Hammasi joyida: tanlangan guruhlar xabar qabul qilyapti.',
    ru: 'Всё в порядке: выбранные группы принимают сообщения.',
    en: 'All is well: the groups you chose take messages.',
  },
  remove: {
    uz: (count: number): string => `🧹 Olib tashlash (${count})`,
    ru: (count: number): string => `🧹 Убрать (${count})`,
    en: (count: number): string => `🧹 Remove (${count})`,
  },
})
