import { counted, figure } from '../../../bot/figures.ts'
import { inEach, phrases } from '../../../bot/language.ts'
import { rich } from '../../../bot/rich-text.ts'
import type { Rich } from '../../../bot/rich-text.ts'
import type { NewsKind, NewsPace } from '../verbs.ts'

type Heads = Readonly<Record<Exclude<NewsKind, 'failing'>, (count: string) => string>>
type Words = Readonly<Record<string, string>>
type Paces = Readonly<Record<NewsPace, string>>

interface Figures {
  readonly sent: string
  readonly failed: string | null
  readonly uncertain: string | null
}

export const noticeTexts = phrases({
  heads: inEach<Heads>({
    uz: {
      login: (count) => `🔴 E’tibor kerak bo‘lgan akkauntlar: ${count}`,
      stopped: (count) => `⏸ To‘xtab qolgan e’lonlar: ${count}`,
      limits: (count) => `🟠 Telegram cheklagan akkauntlar: ${count}`,
      rounds: (count) => `✅ Yuborilgan e’lonlar: ${count}`,
      service: (count) => `⚠️ Xizmatda muammo: ${count}`,
    },
    ru: {
      login: (count) => `🔴 Аккаунты, которым нужны вы: ${count}`,
      stopped: (count) => `⏸ Рассылки, которые остановились: ${count}`,
      limits: (count) => `🟠 Аккаунты под ограничением Telegram: ${count}`,
      rounds: (count) => `✅ Отправленные рассылки: ${count}`,
      service: (count) => `⚠️ Неполадки сервиса: ${count}`,
    },
    en: {
      login: (count) => `🔴 Accounts that need you: ${count}`,
      stopped: (count) => `⏸ Campaigns that have stopped: ${count}`,
      limits: (count) => `🟠 Accounts limited by Telegram: ${count}`,
      rounds: (count) => `✅ Campaigns sent: ${count}`,
      service: (count) => `⚠️ Trouble with the service: ${count}`,
    },
  }),
  accountStates: inEach<Words>({
    uz: { 'needs-login': 'qayta kirish kerak', stopped: 'Telegram bu akkauntni yopgan' },
    ru: { 'needs-login': 'нужно войти заново', stopped: 'Telegram закрыл этот аккаунт' },
    en: { 'needs-login': 'has to log in again', stopped: 'Telegram has closed this account' },
  }),
  whatToDo: {
    uz: 'Shu akkauntlardan hozir hech narsa yuborilmayapti. Akkauntlar sahifasini ochib, qayta kiring.',
    ru: 'С этих аккаунтов сейчас ничего не отправляется. Откройте аккаунты и войдите заново.',
    en: 'Nothing is sent from them now. Open the accounts and log in again.',
  },
  forAnother: {
    uz: (left: string) => `yana ${left}`,
    ru: (left: string) => `ещё ${left}`,
    en: (left: string) => `for another ${left}`,
  },
  reasons: inEach<Words>({
    uz: {
      missed: 'vaqti o‘tib ketdi, davom ettirishni siz hal qilasiz',
      'by-admin': 'administrator to‘xtatdi',
      'no-groups': 'oxirgi akkaunti o‘chirildi, guruh qolmadi. Boshqa akkaunt bilan yangisini yarating',
    },
    ru: {
      missed: 'время прошло, решите, продолжать ли',
      'by-admin': 'остановил администратор',
      'no-groups': 'её последний аккаунт удалён, групп не осталось. Создайте новую с другим аккаунтом',
    },
    en: {
      missed: 'its time has passed; you decide whether to go on',
      'by-admin': 'stopped by an admin',
      'no-groups': 'its last account was deleted and no group is left. Make a new one with another account',
    },
  }),
  /** What Telegram said, or what our own word for it is; the campaign says it in words. */
  refused: {
    uz: (code: string) => `xabari qabul qilinmadi (${code}). Sababi e’lonning o‘zida yozilgan`,
    ru: (code: string) => `сообщение не принято (${code}). Почему, написано в самой рассылке`,
    en: (code: string) => `its message was refused (${code}). The campaign says why`,
  },
  sent: {
    uz: ({ sent, failed, uncertain }: Figures): Rich =>
      `${sent} ta ketdi${failed === null ? '' : `, ${failed} ta ketmadi`}${uncertain === null ? '' : `, ${uncertain} ta noaniq`}`,
    ru: ({ sent, failed, uncertain }: Figures): Rich =>
      `отправлено ${sent}${failed === null ? '' : `, не ушло ${failed}`}${uncertain === null ? '' : `, неизвестно ${uncertain}`}`,
    en: ({ sent, failed, uncertain }: Figures): Rich =>
      `${sent} sent${failed === null ? '' : `, ${failed} failed`}${uncertain === null ? '' : `, ${uncertain} uncertain`}`,
  },
  /** Instead of the head of campaigns, where one of them goes on. */
  roundsHead: {
    uz: (count: string) => `✅ Yuborilgan aylanishlar: ${count}`,
    ru: (count: string) => `✅ Отправленные круги: ${count}`,
    en: (count: string) => `✅ Rounds sent: ${count}`,
  },
  /** Of a campaign that goes on. */
  roundsSent: {
    uz: (rounds: number, sent: Rich): Rich =>
      rich`${figure('uz', rounds)} ta aylanish yuborildi, e’lon davom etyapti: ${sent}`,
    ru: (rounds: number, sent: Rich): Rich =>
      rich`${counted('ru', rounds, { one: 'круг', few: 'круга', many: 'кругов' })} позади, рассылка продолжается: ${sent}`,
    en: (rounds: number, sent: Rich): Rich =>
      rich`${counted('en', rounds, { one: 'round', many: 'rounds' })} sent, the campaign goes on: ${sent}`,
  },
  andMore: {
    uz: (count: string): Rich => rich`… va yana ${count} ta`,
    ru: (count: string): Rich => rich`… и ещё ${count}`,
    en: (count: string): Rich => rich`… and ${count} more`,
  },
  toAccounts: { uz: '👤 Akkauntlar', ru: '👤 Аккаунты', en: '👤 Accounts' },
  settings: { uz: '🔔 Xabarnomalar', ru: '🔔 Уведомления', en: '🔔 Notices' },
  explained: {
    uz: 'Natijalar, Telegram cheklovlari va xabarni qayta-qayta olmayotgan guruhlar haqida qanchalik tez-tez yozaylik? Akkauntga qayta kirish kerak bo‘lsa yoki e’lon to‘xtab qolsa, darhol yozamiz.',
    ru: 'Как часто писать об итогах, ограничениях Telegram и группах, куда сообщения раз за разом не уходят? Если нужно войти в аккаунт заново или рассылка остановилась, напишем сразу.',
    en: 'How often shall we write about results, limits of Telegram and groups that keep refusing? When an account has to log in again or a campaign stops, we write at once.',
  },
  paces: inEach<Paces>({
    uz: { now: 'Darhol', daily: 'Kuniga bir marta', off: 'Yozilmasin' },
    ru: { now: 'Сразу', daily: 'Раз в день', off: 'Не писать' },
    en: { now: 'At once', daily: 'Once a day', off: 'Off' },
  }),
  saved: { uz: 'Saqlandi', ru: 'Сохранено', en: 'Saved' },
})
