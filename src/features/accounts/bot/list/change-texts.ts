import { counted, figure } from '../../../../bot/figures.ts'
import { phrases } from '../../../../bot/language.ts'
import { bold, lines, rich } from '../../../../bot/rich-text.ts'
import type { Rich } from '../../../../bot/rich-text.ts'
import type { AccountTies } from '../../care-verbs.ts'

const ruGroups = { one: 'группу', few: 'группы', many: 'групп' }
const ruCampaigns = { one: 'рассылке', few: 'рассылках', many: 'рассылках' }
const ruMessages = { one: 'сообщение', few: 'сообщения', many: 'сообщений' }

/** Changing one account: what is asked, warned of and said afterwards. */
export const changeTexts = phrases({
  askAlias: {
    uz: (name: string): Rich =>
      lines(
        rich`${bold(name)} uchun nom yozing (32 belgigacha).`,
        'Uni faqat siz ko‘rasiz, Telegramda hech narsa o‘zgarmaydi.',
      ),
    ru: (name: string): Rich =>
      lines(
        rich`Напишите название для ${bold(name)} (до 32 знаков).`,
        'Его видите только вы, в Telegram ничего не меняется.',
      ),
    en: (name: string): Rich =>
      lines(
        rich`Write a name for ${bold(name)} (up to 32 characters).`,
        'Only you see it; nothing changes at Telegram.',
      ),
  },
  badAlias: {
    uz: 'Nom 1–32 belgidan iborat bo‘lsin. Qaytadan yozing.',
    ru: 'Название должно быть от 1 до 32 знаков. Напишите ещё раз.',
    en: 'A name has 1 to 32 characters. Write it again.',
  },
  unseenAlias: {
    uz: 'Nomda ko‘rinmaydigan belgilar bor (masalan, yozuv yo‘nalishini o‘zgartiruvchi). Ularsiz, klaviaturada terib yozing.',
    ru: 'В названии есть невидимые знаки (например, меняющие направление текста). Наберите его на клавиатуре без них.',
    en: 'The name has characters that do not show, such as marks that turn text around. Type it without them.',
  },
  dropAlias: { uz: 'Nomni olib tashlash', ru: 'Убрать название', en: 'Remove the name' },
  aliasSaved: { uz: 'Nom saqlandi', ru: 'Название сохранено', en: 'Name saved' },
  aliasDropped: { uz: 'Nom olib tashlandi', ru: 'Название убрано', en: 'Name removed' },

  askCap: {
    uz: (name: string, now: number, most: number): Rich =>
      lines(
        rich`${bold(name)}: daqiqasiga ko‘pi bilan ${figure('uz', now)} ta xabar.`,
        '',
        `Yangi son tanlang yoki yozing: 1 dan ${figure('uz', most)} gacha. Sekinroq yuborish xavfsizroq.`,
      ),
    ru: (name: string, now: number, most: number): Rich =>
      lines(
        rich`${bold(name)}: не больше ${figure('ru', now)} в минуту.`,
        '',
        `Выберите или напишите новое число: от 1 до ${figure('ru', most)}. Медленнее – безопаснее.`,
      ),
    en: (name: string, now: number, most: number): Rich =>
      lines(
        rich`${bold(name)}: at most ${figure('en', now)} messages a minute.`,
        '',
        `Choose another number or write it: 1 to ${figure('en', most)}. Slower is safer.`,
      ),
  },
  badCap: {
    uz: (most: number) => `1 dan ${figure('uz', most)} gacha butun son yozing.`,
    ru: (most: number) => `Напишите целое число от 1 до ${figure('ru', most)}.`,
    en: (most: number) => `Write a whole number from 1 to ${figure('en', most)}.`,
  },
  capSaved: {
    uz: (cap: number) => `Endi daqiqasiga ko‘pi bilan ${figure('uz', cap)} ta`,
    ru: (cap: number) => `Теперь не больше ${figure('ru', cap)} в минуту`,
    en: (cap: number) => `Now at most ${figure('en', cap)} a minute`,
  },

  askLogOut: {
    uz: (name: string): Rich =>
      lines(
        bold(`${name}: akkauntdan chiqasizmi?`),
        '',
        'Telegramdagi kirish ham tugatiladi. Guruhlar va e’lonlar saqlanib qoladi, lekin qayta kirmaguningizcha bu akkauntdan hech narsa yuborilmaydi.',
      ),
    ru: (name: string): Rich =>
      lines(
        bold(`Выйти из аккаунта ${name}?`),
        '',
        'Вход завершится и в Telegram. Группы и рассылки останутся, но с этого аккаунта ничего не уйдёт, пока вы не войдёте снова.',
      ),
    en: (name: string): Rich =>
      lines(
        bold(`Log ${name} out?`),
        '',
        'The login ends at Telegram too. Groups and campaigns stay, but nothing goes out from this account until you sign in again.',
      ),
  },
  askDelete: {
    uz: (name: string, ties: AccountTies): Rich =>
      lines(
        bold(`${name} o‘chirilsinmi?`),
        '',
        'Akkaunt Telegramdan chiqadi va bu yerdan o‘chiriladi.',
        ties.targets > 0 &&
          `U ${figure('uz', ties.campaigns)} ta e’lonni ${figure('uz', ties.targets)} ta guruhga yuboradi: bu guruhlarga endi yuborilmaydi.`,
        ties.waiting > 0 && `Navbatdagi ${figure('uz', ties.waiting)} ta xabar bekor qilinadi.`,
        'Yuborilgan xabarlar tarixi saqlanadi.',
      ),
    ru: (name: string, ties: AccountTies): Rich =>
      lines(
        bold(`Удалить ${name}?`),
        '',
        'Аккаунт выйдет из Telegram и исчезнет отсюда.',
        ties.targets > 0 &&
          `В ${counted('ru', ties.campaigns, ruCampaigns)} он пишет в ${figure('ru', ties.targets)} ${formOf(ties.targets, ruGroups)}: они уйдут из рассылок.`,
        ties.waiting > 0 && `В очереди ${counted('ru', ties.waiting, ruMessages)}: отправка будет отменена.`,
        'История отправленного сохранится.',
      ),
    en: (name: string, ties: AccountTies): Rich =>
      lines(
        bold(`Delete ${name}?`),
        '',
        'The account is logged out of Telegram and leaves this list.',
        ties.targets > 0 &&
          `It writes to ${counted('en', ties.targets, { one: 'group', many: 'groups' })} in ${counted('en', ties.campaigns, { one: 'campaign', many: 'campaigns' })}: they leave those campaigns.`,
        ties.waiting > 0 &&
          `${counted('en', ties.waiting, { one: 'message that waits', many: 'messages that wait' })} will be cancelled.`,
        'What it has sent stays in the history.',
      ),
  },
  yesLogOut: { uz: '🚪 Ha, chiqish', ru: '🚪 Да, выйти', en: '🚪 Yes, log out' },
  yesDelete: { uz: '🗑 Ha, o‘chirish', ru: '🗑 Да, удалить', en: '🗑 Yes, delete' },
  working: {
    uz: '⏳ Bajarilmoqda… Bir daqiqagacha vaqt ketishi mumkin.',
    ru: '⏳ Выполняется… Это может занять до минуты.',
    en: '⏳ Working on it… This may take up to a minute.',
  },
  loggedOut: {
    uz: '✅ Akkauntdan chiqildi.',
    ru: '✅ Вы вышли из аккаунта.',
    en: '✅ The account is logged out.',
  },
  deleted: { uz: '✅ Akkaunt o‘chirildi.', ru: '✅ Аккаунт удалён.', en: '✅ The account is deleted.' },
  endItThere: {
    uz: 'Telegram javob bermadi, kirish u yerda qolgan bo‘lishi mumkin. Telegram ilovasida Sozlamalar → Qurilmalar bo‘limida «Karvon»ni tugating.',
    ru: 'Telegram не ответил, и вход мог остаться там. Завершите «Karvon» в приложении Telegram: Настройки → Устройства.',
    en: 'Telegram did not answer, so the login may still be there. End “Karvon” in the Telegram app: Settings → Devices.',
  },
})

function formOf(value: number, forms: typeof ruGroups): string {
  return counted('ru', value, forms).replace(/^[\d\s\u00a0]+/, '')
}
