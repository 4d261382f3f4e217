import { inEach, phrases } from '../../../bot/language.ts'
import { rich } from '../../../bot/rich-text.ts'
import type { Rich } from '../../../bot/rich-text.ts'

interface RunFigures {
  readonly sent: string
  readonly failed: string | null
  readonly targets: string
}

type States = Readonly<Record<string, string>>

export const mineTexts = phrases({
  head: { uz: 'Siz haqingizda', ru: 'О вас', en: 'About you' },
  id: { uz: 'ID’ingiz', ru: 'Ваш ID', en: 'Your ID' },
  admin: {
    uz: 'Siz administratorsiz, ruxsatingiz muddatsiz.',
    ru: 'Вы администратор, доступ без срока.',
    en: 'You are an admin; your access has no end.',
  },
  until: {
    uz: (day: string): Rich => rich`Ruxsat ${day} gacha.`,
    ru: (day: string): Rich => rich`Доступ открыт до ${day}.`,
    en: (day: string): Rich => rich`Access until ${day}.`,
  },
  noAccounts: { uz: 'Akkaunt hali ulanmagan.', ru: 'Аккаунтов пока нет.', en: 'No accounts yet.' },
  accounts: {
    uz: (count: string, states: string): Rich => rich`Akkauntlar: ${count} (${states})`,
    ru: (count: string, states: string): Rich => rich`Аккаунты: ${count} (${states})`,
    en: (count: string, states: string): Rich => rich`Accounts: ${count} (${states})`,
  },
  states: inEach<States>({
    uz: {
      active: 'ishlayapti',
      paused: 'to‘xtatib turilgan',
      limited: 'Telegram cheklagan',
      'needs-login': 'qayta kirish kerak',
      stopped: 'to‘xtagan',
    },
    ru: {
      active: 'работают',
      paused: 'на паузе',
      limited: 'ограничены Telegram',
      'needs-login': 'нужен вход',
      stopped: 'остановлены',
    },
    en: {
      active: 'working',
      paused: 'paused',
      limited: 'limited by Telegram',
      'needs-login': 'need a login',
      stopped: 'stopped',
    },
  }),
  noRuns: {
    uz: 'Hozir hech narsa yuborilmayapti.',
    ru: 'Сейчас ничего не отправляется.',
    en: 'Nothing is being sent now.',
  },
  runs: { uz: 'Hozir yuborilyapti:', ru: 'Сейчас отправляется:', en: 'Being sent now:' },
  figures: {
    uz: ({ sent, failed, targets }: RunFigures): string =>
      `${targets} tadan ${sent} tasi ketdi${failed === null ? '' : `, ${failed} tasi ketmadi`}`,
    ru: ({ sent, failed, targets }: RunFigures): string =>
      `отправлено ${sent} из ${targets}${failed === null ? '' : `, не ушло ${failed}`}`,
    en: ({ sent, failed, targets }: RunFigures): string =>
      `${sent} of ${targets} sent${failed === null ? '' : `, ${failed} failed`}`,
  },
})
