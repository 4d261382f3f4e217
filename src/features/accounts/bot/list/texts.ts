import { figure } from '../../../../bot/figures.ts'
import { phrases } from '../../../../bot/language.ts'
import { bold, lines } from '../../../../bot/rich-text.ts'
import type { Rich } from '../../../../bot/rich-text.ts'

export const texts = phrases({
  menu: { uz: '📱 Akkauntlar', ru: '📱 Аккаунты', en: '📱 Accounts' },
  none: {
    uz: (): Rich =>
      lines(
        bold('Hali akkaunt yo‘q.'),
        '',
        'Xabarlar sizning Telegram akkauntingizdan yuboriladi. Boshlash uchun uni ulang: telefon raqami va Telegram yuborgan kod kerak bo‘ladi.',
      ),
    ru: (): Rich =>
      lines(
        bold('Аккаунтов пока нет.'),
        '',
        'Сообщения уходят от вашего аккаунта Telegram. Чтобы начать, подключите его: понадобятся номер телефона и код от Telegram.',
      ),
    en: (): Rich =>
      lines(
        bold('No accounts yet.'),
        '',
        'Messages go out from your own Telegram account. To begin, connect it: you need its phone number and the code that Telegram sends.',
      ),
  },
  head: {
    uz: (total: number): Rich => bold(`Akkauntlar: ${figure('uz', total)} ta`),
    ru: (total: number): Rich => bold(`Аккаунты: ${figure('ru', total)}`),
    en: (total: number): Rich => bold(`Accounts: ${figure('en', total)}`),
  },
  page: {
    uz: (page: number, pages: number): string => `${pages} sahifadan ${page}-si`,
    ru: (page: number, pages: number): string => `Страница ${page} из ${pages}`,
    en: (page: number, pages: number): string => `Page ${page} of ${pages}`,
  },
  add: { uz: '➕ Akkaunt qo‘shish', ru: '➕ Добавить аккаунт', en: '➕ Add an account' },
  proxies: { uz: '🌐 Proksilar', ru: '🌐 Прокси', en: '🌐 Proxies' },
  gone: { uz: 'Bunday akkaunt yo‘q.', ru: 'Такого аккаунта нет.', en: 'There is no such account.' },
})
