import { duration, counted } from '../../../../bot/figures.ts'
import { phrases } from '../../../../bot/language.ts'
import { bold, italic, lines, rich } from '../../../../bot/rich-text.ts'
import type { Rich } from '../../../../bot/rich-text.ts'

export const texts = phrases({
  connect: { uz: '➕ Akkaunt ulash', ru: '➕ Подключить аккаунт', en: '➕ Connect an account' },
  about: { uz: 'Telegram akkauntini ulash', ru: 'Подключить аккаунт Telegram', en: 'Connect a Telegram account' },

  askProxy: {
    uz: lines(
      bold('Akkaunt qaysi proksi orqali ulansin?'),
      '',
      'Telegram birinchi ulanishdan boshlab shu manzilni ko‘radi.',
    ),
    ru: lines(bold('Через какой прокси подключать аккаунт?'), '', 'Telegram увидит его адрес с первого же соединения.'),
    en: lines(
      bold('Which proxy does the account connect through?'),
      '',
      'Telegram sees its address from the very first connection on.',
    ),
  },
  proxyFirst: {
    uz: 'Avval proksini tanlang yoki «Proksisiz»ni bosing. Raqamni keyin yozasiz.',
    ru: 'Сначала выберите прокси или нажмите «Без прокси». Номер напишете после этого.',
    en: 'Choose a proxy first, or press “No proxy”. The number comes after that.',
  },
  through: {
    uz: (address: string) => `Proksi: ${address}`,
    ru: (address: string) => `Прокси: ${address}`,
    en: (address: string) => `Proxy: ${address}`,
  },
  askPhone: {
    uz: lines(
      bold('Qaysi akkauntni ulaymiz?'),
      '',
      'Uning telefon raqamini yozing yoki pastdagi tugma bilan o‘z raqamingizni yuboring.',
      'Telegram shu akkauntga kod yuboradi, siz uni bu yerda tugmalar bilan terasiz.',
      '',
      italic('Masalan: +998 90 123 45 67'),
    ),
    ru: lines(
      bold('Какой аккаунт подключаем?'),
      '',
      'Напишите его номер телефона или отправьте свой кнопкой внизу.',
      'Telegram пришлёт в этот аккаунт код, а вы наберёте его здесь кнопками.',
      '',
      italic('Например: +998 90 123 45 67'),
    ),
    en: lines(
      bold('Which account do we connect?'),
      '',
      'Write its phone number, or share your own with the button below.',
      'Telegram sends a code to that account, and you enter it here with buttons.',
      '',
      italic('For example: +998 90 123 45 67'),
    ),
  },
  sharePhone: { uz: '📱 O‘z raqamimni yuborish', ru: '📱 Отправить свой номер', en: '📱 Share my number' },
  notAPhone: {
    uz: 'Bu telefon raqamiga o‘xshamaydi. Davlat kodi bilan yozing, masalan: +998 90 123 45 67',
    ru: 'Это не похоже на номер телефона. Напишите его с кодом страны, например: +998 90 123 45 67',
    en: 'That does not look like a phone number. Write it with its country, for example: +998 90 123 45 67',
  },

  asking: {
    uz: (phone: string): Rich => rich`⏳ ${phone} uchun Telegramdan kod so‘rayapmiz…`,
    ru: (phone: string): Rich => rich`⏳ Запрашиваем у Telegram код для ${phone}…`,
    en: (phone: string): Rich => rich`⏳ Asking Telegram for a code for ${phone}…`,
  },
  checkingCode: {
    uz: '⏳ Kodni tekshiryapmiz…',
    ru: '⏳ Проверяем код…',
    en: '⏳ Checking the code…',
  },
  checkingPassword: {
    uz: '⏳ Parolni tekshiryapmiz. Bir necha soniya kuting…',
    ru: '⏳ Проверяем пароль. Подождите несколько секунд…',
    en: '⏳ Checking the password. This takes a few seconds…',
  },
  signedIn: {
    uz: 'Telegram ruxsat berdi. Bir qadam qoldi: «Davom etish»ni bosing.',
    ru: 'Telegram впустил вас. Остался один шаг: нажмите «Продолжить».',
    en: 'Telegram has let you in. One step is left: press “Continue”.',
  },
  stopped: {
    uz: 'Bu yerda to‘xtab qolganga o‘xshaymiz. «Davom etish»ni bosing.',
    ru: 'Похоже, здесь мы прервались. Нажмите «Продолжить».',
    en: 'It looks as if we stopped here. Press “Continue”.',
  },
  goOn: { uz: '🔄 Davom etish', ru: '🔄 Продолжить', en: '🔄 Continue' },
  stillAsking: { uz: 'Hali javob yo‘q, kuting…', ru: 'Ответа ещё нет, подождите…', en: 'No answer yet, one moment…' },

  askingAgain: { uz: '⏳ Telegramdan so‘rayapmiz…', ru: '⏳ Спрашиваем у Telegram…', en: '⏳ Asking Telegram…' },

  codeHead: {
    uz: (phone: string): Rich => bold(`${phone} uchun kodni tering`),
    ru: (phone: string): Rich => bold(`Наберите код для ${phone}`),
    en: (phone: string): Rich => bold(`Enter the code for ${phone}`),
  },
  codeCare: {
    uz: lines(
      '⚠️ Kodni hech kimga bermang va hech qaysi chatga, bu yerga ham yozmang: yozilgan kod shu zahoti bekor bo‘ladi. Faqat tugmalarni bosing.',
      'Telegram yangi kirish haqida xabar beradi. U yerda «Karvon» yozilgan bo‘lsa, bu biz.',
    ),
    ru: lines(
      '⚠️ Никому не давайте код и не пишите его ни в один чат, сюда тоже: написанный код сразу перестаёт действовать. Только кнопки.',
      'Telegram сообщит о новом входе. Если там написано «Karvon», это мы.',
    ),
    en: lines(
      '⚠️ Give the code to nobody and type it into no chat, not even here: a code that was typed is void at once. Use the buttons only.',
      'Telegram will tell you of a new login. If it says “Karvon”, that is us.',
    ),
  },
  erase: { uz: '⌫', ru: '⌫', en: '⌫' },
  whole: { uz: '✅ Tayyor', ru: '✅ Готово', en: '✅ Done' },
  sendAgain: { uz: '🔁 Kod kelmadi', ru: '🔁 Код не пришёл', en: '🔁 No code came' },
  newCode: { uz: '🔁 Yangi kod yuborish', ru: '🔁 Прислать новый код', en: '🔁 Send a new code' },
  anotherPhone: { uz: '☎️ Boshqa raqam', ru: '☎️ Другой номер', en: '☎️ Another number' },
  tooEarly: {
    uz: (ms: number) => `Yana ${duration('uz', ms)} kuting: kod yo‘lda bo‘lishi mumkin.`,
    ru: (ms: number) => `Подождите ещё ${duration('ru', ms)}: код может быть в пути.`,
    en: (ms: number) => `Wait another ${duration('en', ms)}: it may be on its way.`,
  },

  codeWrong: {
    uz: (left: number): Rich => rich`❌ Kod noto‘g‘ri. Yana ${counted('uz', left, triesForms.uz)} bor.`,
    ru: (left: number): Rich => rich`❌ Код неверный. Осталось: ${counted('ru', left, triesForms.ru)}.`,
    en: (left: number): Rich => rich`❌ The code is wrong. You have ${counted('en', left, triesForms.en)} left.`,
  },
  codeExpired: {
    uz: '❌ Bu kod endi ishlamaydi. Yangisini so‘rang.',
    ru: '❌ Этот код больше не действует. Запросите новый.',
    en: '❌ This code does not work any more. Ask for a new one.',
  },
  codeTyped: {
    uz: '❌ Kod chatga yozildi, shuning uchun Telegram uni bekor qildi. Yangisini so‘rang va uni tugmalar bilan tering.',
    ru: '❌ Код попал в чат, поэтому Telegram его отменил. Запросите новый и наберите его кнопками.',
    en: '❌ The code was typed into a chat, so Telegram made it void. Ask for a new one and enter it with the buttons.',
  },
  noNewCode: {
    uz: 'ℹ️ Telegram hozir boshqa kod yubormaydi. Avvalgisi hali ishlaydi: boshqa qurilmalardagi Telegramni ham ko‘ring.',
    ru: 'ℹ️ Telegram сейчас не отправит другой код. Прежний ещё действует: посмотрите и на других своих устройствах.',
    en: 'ℹ️ Telegram does not send another code now. The first one still works: look on your other devices, too.',
  },
  eraseYourself: {
    uz: 'Xabaringizni o‘chira olmadik. Iltimos, uni o‘zingiz o‘chiring.',
    ru: 'Не получилось удалить ваше сообщение. Пожалуйста, удалите его сами.',
    en: 'Your message could not be deleted. Please delete it yourself.',
  },

  askPassword: {
    uz: (hint: Rich | null): Rich =>
      lines(
        bold('Akkaunt parol bilan himoyalangan'),
        '',
        'Ikki bosqichli tekshiruv parolini yozing. Xabaringizni darhol o‘chiramiz, parolni esa saqlamaymiz.',
        hint !== null && rich`Eslatma: ${hint}`,
      ),
    ru: (hint: Rich | null): Rich =>
      lines(
        bold('Аккаунт защищён паролем'),
        '',
        'Напишите пароль двухэтапной проверки. Ваше сообщение мы сразу удалим, а пароль не сохраним.',
        hint !== null && rich`Подсказка: ${hint}`,
      ),
    en: (hint: Rich | null): Rich =>
      lines(
        bold('The account has a password'),
        '',
        'Write the password of two-step verification. Your message is deleted at once, and the password is not kept.',
        hint !== null && rich`Hint: ${hint}`,
      ),
  },
  passwordWrong: {
    uz: '❌ Parol noto‘g‘ri. Yana urinib ko‘ring: katta-kichik harflar farq qiladi.',
    ru: '❌ Пароль неверный. Попробуйте ещё раз: большие и маленькие буквы различаются.',
    en: '❌ The password is wrong. Try again: capital and small letters differ.',
  },
  notAPassword: {
    uz: 'Parolni oddiy matn qilib yozing.',
    ru: 'Напишите пароль обычным текстом.',
    en: 'Write the password as plain text.',
  },
  forgot: { uz: '🤔 Parolni unutdim', ru: '🤔 Забыли пароль?', en: '🤔 I forgot it' },
  forgotHelp: {
    uz: lines(
      bold('Parolni unutgan bo‘lsangiz'),
      '',
      'Telegram ilovasida: Sozlamalar → Maxfiylik va xavfsizlik → Ikki bosqichli tekshiruv → Parolni unutdingizmi?',
      'Parolni u yerda pochta orqali yangilang, so‘ng bu yerga qaytib, yangisini yozing.',
    ),
    ru: lines(
      bold('Если вы забыли пароль'),
      '',
      'В приложении Telegram: Настройки → Конфиденциальность → Двухэтапная аутентификация → Забыли пароль?',
      'Смените его там по почте, потом вернитесь сюда и напишите новый.',
    ),
    en: lines(
      bold('If you forgot the password'),
      '',
      'In the Telegram app: Settings → Privacy and Security → Two-Step Verification → Forgot password?',
      'Change it there by e-mail, then come back and write the new one.',
    ),
  },

  over: {
    uz: 'Bu kirish tugagan: u 15 daqiqa amal qiladi. Boshidan boshlang, bu bir daqiqa.',
    ru: 'Этот вход завершён: он действует 15 минут. Начните заново, это минута.',
    en: 'This login is over: it lasts for 15 minutes. Begin again, it takes a minute.',
  },
  beginAgain: { uz: '🔄 Boshidan boshlash', ru: '🔄 Начать заново', en: '🔄 Begin again' },
  tryAgain: { uz: '🔄 Qayta urinish', ru: '🔄 Попробовать ещё раз', en: '🔄 Try again' },
  waitMore: {
    uz: (ms: number) => `Yana ${duration('uz', ms)} kutish kerak.`,
    ru: (ms: number) => `Нужно подождать ещё ${duration('ru', ms)}.`,
    en: (ms: number) => `There are ${duration('en', ms)} left to wait.`,
  },

  done: {
    uz: (name: Rich, isNew: boolean): Rich =>
      lines(
        bold(rich`✅ ${name} ${isNew ? 'ulandi' : 'qayta ulandi'}`),
        'Endi xabarlar boradigan guruhlarni tanlaymiz.',
      ),
    ru: (name: Rich, isNew: boolean): Rich =>
      lines(
        bold(rich`✅ ${name}: аккаунт ${isNew ? 'подключён' : 'подключён заново'}`),
        'Теперь выберем группы, куда пойдут сообщения.',
      ),
    en: (name: Rich, isNew: boolean): Rich =>
      lines(
        bold(rich`✅ ${name} is ${isNew ? 'connected' : 'connected again'}`),
        'Next come the groups that messages go to.',
      ),
  },
  doneOnly: {
    uz: (name: string, isNew: boolean): Rich => bold(`✅ ${name} ${isNew ? 'ulandi' : 'qayta ulandi'}`),
    ru: (name: string, isNew: boolean): Rich => bold(`✅ ${name}: аккаунт ${isNew ? 'подключён' : 'подключён заново'}`),
    en: (name: string, isNew: boolean): Rich => bold(`✅ ${name} is ${isNew ? 'connected' : 'connected again'}`),
  },
  oldLoginStays: {
    uz: 'Oldingi kirishni yopa olmadik. Uni Telegramda o‘zingiz yoping: Sozlamalar → Qurilmalar.',
    ru: 'Прежний вход закрыть не удалось. Завершите его сами в Telegram: Настройки → Устройства.',
    en: 'The login it had before could not be ended. End it yourself in Telegram: Settings → Devices.',
  },

  applicationNotice: {
    uz: (error: string): Rich =>
      lines(
        bold('Telegram ilovamizni rad etdi'),
        rich`Hech kim akkaunt ulay olmaydi. TG_API_ID va TG_API_HASH ni my.telegram.org da tekshiring yoki dasturni yangilang (${error}).`,
      ),
    ru: (error: string): Rich =>
      lines(
        bold('Telegram отказал нашему приложению'),
        rich`Никто не может подключить аккаунт. Проверьте TG_API_ID и TG_API_HASH на my.telegram.org или обновите программу (${error}).`,
      ),
    en: (error: string): Rich =>
      lines(
        bold('Telegram refuses our application'),
        rich`Nobody can connect an account. Check TG_API_ID and TG_API_HASH at my.telegram.org, or update the program (${error}).`,
      ),
  },
})

const triesForms = {
  uz: { one: 'urinish', many: 'urinish' },
  ru: { one: 'попытка', few: 'попытки', many: 'попыток' },
  en: { one: 'try', many: 'tries' },
} as const
