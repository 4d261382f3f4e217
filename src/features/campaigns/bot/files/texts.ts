import { phrases } from '../../../../bot/language.ts'

/** What is said of files and posts on the way to a campaign. */
export const fileTexts = phrases({
  notThis: {
    uz: 'Buni yuborib bo‘lmaydi. Matn, rasm, video, fayl yoki albom yuboring, yoki kanaldagi postni shu yerga uzating.',
    ru: 'Такое отправить нельзя. Пришлите текст, фото, видео, файл или альбом, либо перешлите сюда пост из канала.',
    en: 'This cannot be sent. Send a text, a photo, a video, a file or an album, or forward a post of a channel here.',
  },
  tooBig: {
    uz: (max: string) =>
      `Fayl juda katta: bot ${max} MB dan kattasini ololmaydi. Kichikroq faylni yuboring, yoki uni kanalga joylab, postni shu yerga uzating: akkauntingiz o‘sha kanal a’zosi bo‘lsin.`,
    ru: (max: string) =>
      `Файл слишком большой: бот не может взять больше ${max} МБ. Пришлите файл поменьше, или выложите его в канал, где состоит ваш аккаунт, и перешлите сюда пост.`,
    en: (max: string) =>
      `The file is too large: a bot cannot take more than ${max} MB. Send a smaller one, or put it into a channel that your account is in and forward the post here.`,
  },
  notFetched: {
    uz: 'Telegram faylni bermadi. Yana bir marta yuboring.',
    ru: 'Telegram не отдал файл. Отправьте его ещё раз.',
    en: 'Telegram did not give out the file. Send it once more.',
  },
  post: {
    uz: (title: string) => `↪️ Post uzatiladi, muallifi ko‘rinadi: ${title}`,
    ru: (title: string) => `↪️ Пост будет переслан, автор виден: ${title}`,
    en: (title: string) => `↪️ The post is forwarded, with its author shown: ${title}`,
  },
  notInChannel: {
    uz: (title: string) =>
      `Bu akkaunt «${title}» kanalida yo‘q yoki kanal hali o‘qilmagan. Akkaunt bilan kanalga kiring va guruhlar ro‘yxatini yangilang, yoki boshqa akkaunt tanlang.`,
    ru: (title: string) =>
      `Этот аккаунт не состоит в канале «${title}», или канал ещё не прочитан. Вступите в канал этим аккаунтом и обновите список групп, либо выберите другой аккаунт.`,
    en: (title: string) =>
      `This account is not in the channel “${title}”, or the channel was not read yet. Join it with the account and refresh its list of groups, or choose another account.`,
  },
})
