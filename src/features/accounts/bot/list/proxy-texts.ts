import { figure } from '../../../../bot/figures.ts'
import type { InEach, Language } from '../../../../bot/language.ts'
import { phrases } from '../../../../bot/language.ts'
import { bold, lines } from '../../../../bot/rich-text.ts'
import type { Rich } from '../../../../bot/rich-text.ts'
import type { RefusedLine } from '../../proxies/desk.ts'
import type { ProxyProblem } from '../../proxies/parse.ts'
import type { ProbeResult } from '../../proxies/probe.ts'
import { accountsPerProxy } from '../../proxies/verbs.ts'

/** The owner's SOCKS5 proxies. */
export const proxyTexts = phrases({
  none: {
    uz: (): Rich =>
      lines(
        bold('Proksi yo‘q.'),
        '',
        'Akkauntlar to‘g‘ridan-to‘g‘ri ulanadi. SOCKS5 proksi qo‘shsangiz, akkaunt faqat u orqali ishlaydi.',
      ),
    ru: (): Rich =>
      lines(
        bold('Прокси нет.'),
        '',
        'Аккаунты подключаются напрямую. Добавьте прокси SOCKS5, и аккаунт будет работать только через него.',
      ),
    en: (): Rich =>
      lines(
        bold('No proxies.'),
        '',
        'Accounts connect directly. Add a SOCKS5 proxy, and an account works only through it.',
      ),
  },
  head: {
    uz: (total: number): Rich =>
      lines(
        bold(`Proksilar: ${figure('uz', total)} ta`),
        `Bittasidan ko‘pi bilan ${accountsPerProxy} ta akkaunt foydalanadi.`,
      ),
    ru: (total: number): Rich =>
      lines(bold(`Прокси: ${figure('ru', total)}`), `Через один работают не больше ${accountsPerProxy} аккаунтов.`),
    en: (total: number): Rich =>
      lines(bold(`Proxies: ${figure('en', total)}`), `At most ${accountsPerProxy} accounts share one.`),
  },
  choose: {
    uz: (name: string): Rich => bold(`${name} qaysi proksi orqali ishlasin?`),
    ru: (name: string): Rich => bold(`Через какой прокси работать аккаунту ${name}?`),
    en: (name: string): Rich => bold(`Which proxy should ${name} go through?`),
  },
  direct: { uz: 'Proksisiz', ru: 'Без прокси', en: 'No proxy' },
  add: { uz: '➕ Proksi qo‘shish', ru: '➕ Добавить прокси', en: '➕ Add proxies' },
  ask: {
    uz: (): Rich =>
      lines(
        'Proksilarni yozing, har birini alohida qatorda:',
        '',
        'host:port',
        'host:port:login:parol',
        '',
        'Faqat SOCKS5. Yozganingizni parol tufayli darhol o‘chiramiz.',
      ),
    ru: (): Rich =>
      lines(
        'Напишите прокси, каждый в своей строке:',
        '',
        'host:port',
        'host:port:логин:пароль',
        '',
        'Только SOCKS5. Ваше сообщение мы сразу удалим: в нём может быть пароль.',
      ),
    en: (): Rich =>
      lines(
        'Write your proxies, each in a line of its own:',
        '',
        'host:port',
        'host:port:user:password',
        '',
        'Only SOCKS5. Your message is deleted at once, because it may hold a password.',
      ),
  },
  added: {
    uz: (added: number, known: number): string =>
      `Qo‘shildi: ${figure('uz', added)} ta, oldin bor edi: ${figure('uz', known)} ta.`,
    ru: (added: number, known: number): string =>
      `Добавлено: ${figure('ru', added)}, уже были: ${figure('ru', known)}.`,
    en: (added: number, known: number): string =>
      `Added: ${figure('en', added)}, known already: ${figure('en', known)}.`,
  },
  line: {
    uz: (line: number, why: string): string => `${line}-qator: ${why}`,
    ru: (line: number, why: string): string => `Строка ${line}: ${why}`,
    en: (line: number, why: string): string => `Line ${line}: ${why}`,
  },
  notErased: {
    uz: '⚠️ Xabaringizni o‘chirib bo‘lmadi: uni o‘zingiz o‘chiring.',
    ru: '⚠️ Не удалось удалить ваше сообщение: удалите его сами.',
    en: '⚠️ Your message could not be deleted: delete it yourself.',
  },
  check: { uz: '🔎 Tekshirish', ru: '🔎 Проверить', en: '🔎 Check' },
  remove: { uz: '🗑 O‘chirish', ru: '🗑 Удалить', en: '🗑 Remove' },
  used: {
    uz: (by: string): string => `O‘chirib bo‘lmaydi, undan foydalanadi: ${by}.`,
    ru: (by: string): string => `Удалить нельзя, им пользуются: ${by}.`,
    en: (by: string): string => `It cannot be removed, because it is used by: ${by}.`,
  },
  removed: { uz: 'Proksi o‘chirildi', ru: 'Прокси удалён', en: 'Proxy removed' },
  full: { uz: 'Bu proksida joy yo‘q.', ru: 'У этого прокси мест нет.', en: 'This proxy is full.' },
  gone: { uz: 'Bunday proksi yo‘q.', ru: 'Такого прокси нет.', en: 'There is no such proxy.' },
  bots: {
    uz: 'Botlar hozircha proksisiz ishlaydi.',
    ru: 'Боты пока работают без прокси.',
    en: 'Bots go through no proxy yet.',
  },
  chosen: { uz: 'Proksi almashtirildi', ru: 'Прокси изменён', en: 'The proxy is changed' },
  down: {
    uz: (name: string): Rich =>
      lines(
        bold(`🟡 ${name}: proksi javob bermayapti.`),
        'To‘g‘ridan-to‘g‘ri ulanmaymiz: xabarlar kutib turibdi. Proksini tekshiring yoki boshqasini tanlang.',
      ),
    ru: (name: string): Rich =>
      lines(
        bold(`🟡 ${name}: прокси не отвечает.`),
        'Напрямую мы не подключаемся, сообщения ждут. Проверьте прокси или выберите другой.',
      ),
    en: (name: string): Rich =>
      lines(
        bold(`🟡 ${name}: its proxy does not answer.`),
        'We never go around it, so messages wait. Check the proxy, or choose another one.',
      ),
  },
  look: { uz: '📱 Akkauntni ochish', ru: '📱 Открыть аккаунт', en: '📱 Open the account' },
  unchecked: { uz: 'hali tekshirilmagan', ru: 'ещё не проверялся', en: 'not checked yet' },
  users: {
    uz: (count: number): string => `Akkauntlar: ${count} / ${accountsPerProxy}`,
    ru: (count: number): string => `Аккаунтов: ${count} из ${accountsPerProxy}`,
    en: (count: number): string => `Accounts: ${count} of ${accountsPerProxy}`,
  },
})

/** Why a line is not taken. */
export function proxyProblem({ problem, host }: Pick<RefusedLine, 'problem' | 'host'>, language: Language): string {
  const words = proxyProblems[problem][language]
  return host === undefined ? words : `${host} – ${words}`
}

const proxyProblems: Readonly<Record<ProxyProblem | 'too-many', InEach<string>>> = {
  shape: {
    uz: 'tushunarsiz, host:port shaklida yozing',
    ru: 'непонятно, напишите в виде host:port',
    en: 'not understood, write host:port',
  },
  http: {
    uz: 'HTTP proksi ishlamaydi, faqat SOCKS5',
    ru: 'HTTP-прокси не подходит, только SOCKS5',
    en: 'an HTTP proxy does not work, only SOCKS5 does',
  },
  mtproto: {
    uz: 'MTProxy hali ishlamaydi, faqat SOCKS5',
    ru: 'MTProxy пока не поддерживается, только SOCKS5',
    en: 'MTProxy is not supported yet, only SOCKS5',
  },
  private: {
    uz: 'ichki yoki zaxiradagi manzil, internetdan unga ulanib bo‘lmaydi. Proksining ochiq (tashqi) manzilini yozing',
    ru: 'внутренний или зарезервированный адрес, из интернета к нему не подключиться. Напишите внешний адрес прокси',
    en: 'a private or reserved address, to which the Internet does not lead. Write the public address of the proxy',
  },
  port: {
    uz: 'port 1–65535 oralig‘ida bo‘ladi',
    ru: 'порт – число от 1 до 65535',
    en: 'a port is a number from 1 to 65535',
  },
  'too-long': {
    uz: 'login yoki parol juda uzun',
    ru: 'логин или пароль слишком длинный',
    en: 'the user or the password is too long',
  },
  'too-many': {
    uz: 'proksi juda ko‘p, avval keraksizini o‘chiring',
    ru: 'прокси слишком много, сначала удалите лишние',
    en: 'too many proxies, remove some first',
  },
}

export const probeTexts: Readonly<Record<ProbeResult, InEach<string>>> = {
  works: {
    uz: '✅ ishlayapti, Telegramga ulanadi',
    ru: '✅ работает, Telegram доступен',
    en: '✅ works and reaches Telegram',
  },
  'no-answer': { uz: '❌ javob bermayapti', ru: '❌ не отвечает', en: '❌ does not answer' },
  'not-socks': { uz: '❌ bu SOCKS5 proksi emas', ru: '❌ это не SOCKS5', en: '❌ is no SOCKS5 proxy' },
  'wrong-password': {
    uz: '❌ login yoki parol noto‘g‘ri',
    ru: '❌ неверный логин или пароль',
    en: '❌ does not accept the user and password',
  },
  'no-way': {
    uz: '❌ Telegramga ulana olmayapti',
    ru: '❌ не может подключиться к Telegram',
    en: '❌ does not reach Telegram',
  },
  private: {
    uz: '❌ ichki tarmoqqa olib boradi',
    ru: '❌ ведёт во внутреннюю сеть',
    en: '❌ leads into a private network',
  },
}
