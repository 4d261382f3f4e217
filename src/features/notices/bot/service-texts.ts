import { inEach, phrases } from '../../../bot/language.ts'
import { code, rich } from '../../../bot/rich-text.ts'
import type { Rich } from '../../../bot/rich-text.ts'

/** What an admin does about an error of Telegram's that concerns more than one message. */
export type ErrorAdvice =
  | 'two-sessions'
  | 'application'
  | 'bot-token'
  | 'bot-shared'
  | 'wrong-dc'
  | 'clock'
  | 'files'
  | 'address'
  | 'unforeseen'

type Advice = Readonly<Record<ErrorAdvice, Rich>>

interface Told {
  /** Figures and lengths of time are in the reader's language already. */
  readonly accounts: string
  readonly active: string
  readonly longest: string
  readonly oneIn: string
  readonly waits: string
  readonly lasted: string
}

const env = code('.env')
const start = code('karvon start')
const logs = code('karvon logs')
const clockCheck = code('timedatectl')

/** The product's names of variables, commands and errors are the same in every language. */
export const serviceTexts = phrases({
  unplannedStop: {
    uz: (since: string): Rich =>
      rich`dastur kutilmaganda to‘xtagan edi (${since} da ishga tushgan). Yo‘lda qolgan xabarlar joyiga qo‘yildi, hech narsa yo‘qolmadi. Sababini ${logs} ko‘rsatadi.`,
    ru: (since: string): Rich =>
      rich`программа неожиданно остановилась (работала с ${since}). Сообщения, которые были в пути, учтены, ничего не потеряно. Причину покажет ${logs}.`,
    en: (since: string): Rich =>
      rich`the last stop was not planned (it had run since ${since}). What was on its way is settled, nothing is lost. ${logs} shows why.`,
  },
  stormBegan: {
    uz: ({ accounts, active, longest, oneIn }: Pick<Told, 'accounts' | 'active' | 'longest' | 'oneIn'>): Rich =>
      rich`Telegram bitta akkauntni emas, butun xizmatni sekinlashtirmoqda: yuborayotgan ${active} ta akkauntdan ${accounts} tasi kutmoqda, eng uzog‘i ${longest}. Qolganlari ${oneIn} marta sekin ishlaydi va o‘zi tezlashadi. Hech narsa yo‘qolmaydi, hozir hech narsa qilish shart emas. Takrorlansa: shu manzil yoki TG_API_ID bilan boshqa dastur ishlamayaptimi, tekshiring va ${env} ichida TELEGRAM_PER_ACCOUNT_MPM ni kamaytiring.`,
    ru: ({ accounts, active, longest, oneIn }: Pick<Told, 'accounts' | 'active' | 'longest' | 'oneIn'>): Rich =>
      rich`Telegram замедляет не один аккаунт, а весь сервис: ждут ${accounts} из ${active} работающих аккаунтов, дольше всего ${longest}. Остальные отправляют реже в ${oneIn} раз и ускорятся сами. Ничего не потеряется, сейчас делать ничего не нужно. Если повторится: проверьте, не работает ли с этого адреса или с этим TG_API_ID другая программа, и уменьшите TELEGRAM_PER_ACCOUNT_MPM в ${env}.`,
    en: ({ accounts, active, longest, oneIn }: Pick<Told, 'accounts' | 'active' | 'longest' | 'oneIn'>): Rich =>
      rich`Telegram slows the whole service, not one account: ${accounts} of ${active} sending accounts wait, the longest for ${longest}. The others send ${oneIn} times less often and speed up by themselves. Nothing is lost, and nothing has to be done now. If it comes back: look whether another program uses this address or TG_API_ID, and lower TELEGRAM_PER_ACCOUNT_MPM in ${env}.`,
  },
  stormEnded: {
    uz: ({ waits, lasted }: Pick<Told, 'waits' | 'lasted'>): Rich =>
      rich`Telegram xizmatni endi sekinlashtirmayapti: ${lasted} ichida ${waits} ta kutish bo‘ldi. Hamma akkauntlar o‘z tezligida ishlayapti, hech narsa qilish shart emas.`,
    ru: ({ waits, lasted }: Pick<Told, 'waits' | 'lasted'>): Rich =>
      rich`Telegram больше не замедляет сервис: ожиданий — ${waits} за ${lasted}. Все аккаунты работают со своей скоростью, делать ничего не нужно.`,
    en: ({ waits, lasted }: Pick<Told, 'waits' | 'lasted'>): Rich =>
      rich`Telegram slows the service no more: ${waits} waits within ${lasted}. All accounts send at their own pace, and nothing has to be done.`,
  },
  shardRestarts: {
    uz: (shard: string, count: string, reason: string): Rich =>
      rich`shard ${shard} bir daqiqada ${count} marta to‘xtadi va qayta-qayta ishga tushirilmoqda, uning akkauntlari kechikadi. ${logs} ni ko‘ring. Oxirgi sabab: ${code(reason)}`,
    ru: (shard: string, count: string, reason: string): Rich =>
      rich`shard ${shard} за минуту останавливался ${count} раз, его запускают снова и снова, его аккаунты опаздывают. Посмотрите ${logs}. Последняя причина: ${code(reason)}`,
    en: (shard: string, count: string, reason: string): Rich =>
      rich`shard ${shard} ended ${count} times within a minute and is started again and again; its accounts are late. Look into ${logs}. The last reason: ${code(reason)}`,
  },
  updateGivenUp: {
    uz: (id: string): Rich =>
      rich`${code(id)} raqamli odam yozgan yoki bosgan narsada dastur uch marta to‘xtadi, shuning uchun u bajarilmadi. Unga qayta urinishni aytdik. Sababini ${logs} ko‘rsatadi.`,
    ru: (id: string): Rich =>
      rich`на действии человека с номером ${code(id)} программа трижды остановилась, поэтому оно не выполнено. Мы попросили его попробовать ещё раз. Причину покажет ${logs}.`,
    en: (id: string): Rich =>
      rich`the program stopped three times at what the person with the id ${code(id)} did, so it was given up. They were asked to try again. ${logs} shows why.`,
  },
  tokenShared: {
    uz: rich`TG_BOT_TOKEN ni boshqa dastur ham ishlatmoqda va odamlar yozganini olib qo‘ymoqda. Uni to‘xtating yoki @BotFather dan yangi bot oling, tokenini ${env} ga yozing va ${start} ni bajaring. E’lonlar davom etmoqda.`,
    ru: rich`токеном TG_BOT_TOKEN пользуется ещё одна программа и забирает то, что пишут люди. Остановите её или возьмите у @BotFather нового бота, впишите его токен в ${env} и выполните ${start}. Рассылки продолжаются.`,
    en: rich`another program uses TG_BOT_TOKEN and takes what people write. Stop it, or get a new bot from @BotFather, put its token into ${env} and run ${start}. Campaigns go on.`,
  },
  tokenOursAgain: {
    uz: (lasted: string): Rich =>
      rich`TG_BOT_TOKEN ni endi boshqa dastur ishlatmayapti (${lasted} davom etdi). Shu orada yozilganlarning bir qismi yetib kelmagan bo‘lishi mumkin.`,
    ru: (lasted: string): Rich =>
      rich`токеном TG_BOT_TOKEN больше никто не пользуется (длилось: ${lasted}). Часть того, что люди писали в это время, могла не дойти.`,
    en: (lasted: string): Rich =>
      rich`no other program uses TG_BOT_TOKEN any more (it lasted ${lasted}). Some of what people wrote meanwhile may not have arrived.`,
  },
  /** In front of the advice. */
  telegramError: {
    uz: (row: string, account: string | null): Rich =>
      rich`Telegram javobi — ${code(row)}${account === null ? '' : rich` (akkaunt: ${account})`}: `,
    ru: (row: string, account: string | null): Rich =>
      rich`Telegram ответил ${code(row)}${account === null ? '' : rich` (аккаунт: ${account})`}: `,
    en: (row: string, account: string | null): Rich =>
      rich`Telegram answered ${code(row)}${account === null ? '' : rich` (account: ${account})`}: `,
  },
  advice: inEach<Advice>({
    uz: {
      'two-sessions':
        'bu kirish ikki joydan ishlatilgan va yopilgan. Karvonning boshqa nusxasi yoki ko‘chirilgan data papkasi ishlamayaptimi, tekshirib, uni to‘xtating. Keyin akkaunt egasi qayta kirsin.',
      application: rich`TG_API_ID yoki TG_API_HASH noto‘g‘ri yoki hammaga ma’lum bo‘lib qolgan. my.telegram.org saytidan o‘zingiznikini oling, ${env} ga yozing va ${start} ni qaytadan bajaring. Ungacha yangi akkaunt ulanmaydi.`,
      'bot-token':
        'bot tokeni endi ishlamaydi. @BotFather dan yangisini oling va botni shu token bilan qaytadan qo‘shing.',
      'bot-shared': 'bu bot tokenini boshqa dastur ham ishlatmoqda. Uni to‘xtating yoki boshqa bot tokenini bering.',
      'wrong-dc': rich`sinov va asosiy serverlar aralashib ketgan. ${env} dagi TG_DC_ADDRESS va TG_DC_ID ni tekshiring.`,
      clock: rich`server soati noto‘g‘ri bo‘lishi mumkin. ${clockCheck} bilan tekshirib, vaqtni avtomatik sozlashni yoqing.`,
      files:
        'ochiq fayllar chegarasi tugadi, yangi ulanishlar to‘xtadi. ulimit -n ni (systemd’da LimitNOFILE) oshiring va dasturni qaytadan ishga tushiring.',
      address:
        'bu manzildan ulanishlar juda ko‘p. Dastur o‘zi kutib, qayta ulanadi. Takrorlansa, shu serverdagi boshqa Telegram dasturlarini to‘xtating.',
      unforeseen: rich`dastur bunday javobni kutmagan. Faqat shu xabar to‘xtadi, qolganlari ketmoqda. Takrorlansa, Karvonni yangilang va ${logs} dagi satrni ishlab chiquvchilarga yuboring.`,
    },
    ru: {
      'two-sessions':
        'этот вход использовали из двух мест, и он закрыт. Проверьте, не работает ли вторая копия Karvon или скопированная папка data, и остановите её. Потом владелец аккаунта войдёт заново.',
      application: rich`TG_API_ID или TG_API_HASH неверны либо стали общеизвестны. Возьмите свои на my.telegram.org, впишите в ${env} и снова выполните ${start}. До этого новые аккаунты не подключить.`,
      'bot-token':
        'токен бота больше не действует. Возьмите новый у @BotFather и добавьте бота с этим токеном ещё раз.',
      'bot-shared': 'токеном этого бота пользуется другая программа. Остановите её или дайте токен другого бота.',
      'wrong-dc': rich`перепутаны тестовые и обычные серверы Telegram. Проверьте TG_DC_ADDRESS и TG_DC_ID в ${env}.`,
      clock: rich`похоже, часы сервера идут неверно. Проверьте командой ${clockCheck} и включите их автоматическую настройку.`,
      files:
        'кончился предел открытых файлов, новые соединения не открываются. Увеличьте ulimit -n (в systemd LimitNOFILE) и перезапустите программу.',
      address:
        'с этого адреса слишком много соединений. Программа сама подождёт и соединится снова. Если повторится, остановите на этом сервере другие программы, которые работают с Telegram.',
      unforeseen: rich`такого ответа программа не ждала. Остановлено только это сообщение, остальные уходят. Если повторится, обновите Karvon и пришлите разработчикам строку из ${logs}.`,
    },
    en: {
      'two-sessions':
        'this login was used from two places and is closed. Look whether a second copy of Karvon or a copied data folder runs, and stop it. Then the account’s owner logs in again.',
      application: rich`TG_API_ID or TG_API_HASH is wrong, or has become public. Get your own at my.telegram.org, put it into ${env} and run ${start} again. Until then no account can be connected.`,
      'bot-token':
        'the bot’s token is not valid any more. Get a new one from @BotFather and add the bot again with it.',
      'bot-shared': 'another program uses this bot’s token. Stop it, or give it a bot of its own.',
      'wrong-dc': rich`test servers and ordinary ones are mixed up. Look at TG_DC_ADDRESS and TG_DC_ID in ${env}.`,
      clock: rich`the clock of the server may be wrong. Look with ${clockCheck}, and have it set by itself.`,
      files:
        'the limit of open files is reached, and no new connection opens. Raise ulimit -n (LimitNOFILE in systemd) and start again.',
      address:
        'too many connections come from this address. It waits and connects again by itself. If it comes back, stop other programs on this server that use Telegram.',
      unforeseen: rich`the program did not expect this answer. Only that message is stopped, the others go on. If it comes back, update Karvon and send the developers the line from ${logs}.`,
    },
  }),
})
