import type { Texts } from './text.ts'

/** Why something was not done, by the name that Telegram gives it; a number at the name's end is `{n}`, and `{wait}` in words. */
export const refusals = {
  SLOWMODE_WAIT: {
    uz: 'Guruhda sekin rejim yoqilgan. {wait}',
    ru: 'В группе медленный режим. {wait}',
    en: 'This group is in slow mode. {wait}',
  },
  FLOOD_WAIT: {
    uz: 'Juda ko‘p so‘rov. {wait}',
    ru: 'Слишком много запросов. {wait}',
    en: 'Too many requests. {wait}',
  },
  waitSeconds: {
    uz: '{n} soniya kuting.',
    ru: {
      one: 'Подождите {n} секунду.',
      few: 'Подождите {n} секунды.',
      many: 'Подождите {n} секунд.',
      other: 'Подождите {n} секунды.',
    },
    en: { one: 'Wait {n} second.', other: 'Wait {n} seconds.' },
  },
  waitMinutes: {
    uz: '{n} daqiqa kuting.',
    ru: {
      one: 'Подождите {n} минуту.',
      few: 'Подождите {n} минуты.',
      many: 'Подождите {n} минут.',
      other: 'Подождите {n} минуты.',
    },
    en: 'Wait {n} minutes.',
  },
  waitHours: {
    uz: '{n} soat kuting.',
    ru: {
      one: 'Подождите {n} час.',
      few: 'Подождите {n} часа.',
      many: 'Подождите {n} часов.',
      other: 'Подождите {n} часа.',
    },
    en: 'Wait {n} hours.',
  },
  PEER_FLOOD: {
    uz: 'Telegram bu akkauntni cheklagan: notanish odamlarga va guruhlarga yozib bo‘lmaydi.',
    ru: 'Telegram ограничил этот аккаунт: писать незнакомым и в группы нельзя.',
    en: 'Telegram has limited this account: it cannot write to strangers or in groups.',
  },
  CHAT_WRITE_FORBIDDEN: {
    uz: 'Bu yerda yozishga ruxsat yo‘q.',
    ru: 'Писать здесь нельзя.',
    en: 'Writing is not allowed here.',
  },
  CHAT_SEND_PLAIN_FORBIDDEN: {
    uz: 'Bu yerda matnli xabar yuborib bo‘lmaydi.',
    ru: 'Текстовые сообщения здесь запрещены.',
    en: 'Text messages are not allowed here.',
  },
  CHAT_SEND_MEDIA_FORBIDDEN: {
    uz: 'Bu yerda media yuborib bo‘lmaydi.',
    ru: 'Медиа здесь запрещены.',
    en: 'Media is not allowed here.',
  },
  CHAT_ADMIN_REQUIRED: {
    uz: 'Bu yerda faqat adminlar yoza oladi.',
    ru: 'Здесь могут писать только администраторы.',
    en: 'Only admins can write here.',
  },
  ALLOW_PAYMENT_REQUIRED: {
    uz: 'Bu yerda har bir xabar uchun {n} ta yulduz to‘lanadi.',
    ru: {
      one: 'Каждое сообщение здесь стоит {n} звезду.',
      few: 'Каждое сообщение здесь стоит {n} звезды.',
      many: 'Каждое сообщение здесь стоит {n} звёзд.',
      other: 'Каждое сообщение здесь стоит {n} звезды.',
    },
    en: { one: 'Each message here costs {n} Star.', other: 'Each message here costs {n} Stars.' },
  },
  CHANNEL_PRIVATE: {
    uz: 'Bu yopiq suhbat: siz uning a’zosi emassiz.',
    ru: 'Это закрытый чат, вы в нём не состоите.',
    en: 'This chat is private and you are not in it.',
  },
  PEER_ID_INVALID: {
    uz: 'Bunday suhbatdosh yo‘q.',
    ru: 'Такого собеседника нет.',
    en: 'There is nobody to write to.',
  },
  USER_IS_BLOCKED: {
    uz: 'Suhbatdosh sizni bloklagan.',
    ru: 'Собеседник вас заблокировал.',
    en: 'They have blocked you.',
  },
  YOU_BLOCKED_USER: {
    uz: 'Siz suhbatdoshni bloklagansiz.',
    ru: 'Вы заблокировали собеседника.',
    en: 'You have blocked them.',
  },
  INPUT_USER_DEACTIVATED: {
    uz: 'Bu akkaunt o‘chirilgan.',
    ru: 'Этот аккаунт удалён.',
    en: 'This account has been deleted.',
  },
  FROZEN_METHOD_INVALID: {
    uz: 'Akkauntingiz muzlatilgan: faqat o‘qish mumkin.',
    ru: 'Ваш аккаунт заморожен: можно только читать.',
    en: 'Your account is frozen: you can only read.',
  },
  USER_DEACTIVATED: {
    uz: 'Akkauntingiz o‘chirilgan.',
    ru: 'Ваш аккаунт удалён.',
    en: 'Your account has been deleted.',
  },
  USER_DEACTIVATED_BAN: {
    uz: 'Akkauntingizni Telegram bloklagan.',
    ru: 'Telegram заблокировал ваш аккаунт.',
    en: 'Telegram banned your account.',
  },
  MESSAGE_EMPTY: { uz: 'Xabar bo‘sh.', ru: 'Сообщение пустое.', en: 'The message is empty.' },
  MESSAGE_TOO_LONG: {
    uz: 'Xabar juda uzun: ko‘pi bilan 4096 belgi.',
    ru: 'Сообщение слишком длинное: не больше 4096 знаков.',
    en: 'The message is too long: 4096 characters at most.',
  },
  TOPIC_CLOSED: { uz: 'Bu mavzu yopilgan.', ru: 'Эта тема закрыта.', en: 'This topic is closed.' },
  TOPIC_DELETED: { uz: 'Bu mavzu o‘chirilgan.', ru: 'Эта тема удалена.', en: 'This topic has been deleted.' },
  CHAT_MIGRATED: {
    uz: 'Guruh superguruhga aylangan: o‘sha yerda yozing.',
    ru: 'Группа стала супергруппой: пишите там.',
    en: 'The group became a supergroup: write there.',
  },
  CHANNELS_TOO_MUCH: {
    uz: 'Bu akkaunt juda ko‘p guruhda: avval biridan chiqing.',
    ru: 'Этот аккаунт состоит в слишком большом числе групп: сначала покиньте одну.',
    en: 'This account is in too many groups: leave one first.',
  },
  INVITE_REQUEST_SENT: {
    uz: 'So‘rov yuborildi: admin qabul qilishini kuting.',
    ru: 'Заявка отправлена: её должен одобрить администратор.',
    en: 'Your request has been sent: an admin has to approve it.',
  },
  USER_ALREADY_PARTICIPANT: { uz: 'Siz allaqachon a’zosiz.', ru: 'Вы уже участник.', en: 'You are already a member.' },
  USER_CREATOR: {
    uz: 'Guruhni yaratgan odam undan chiqa olmaydi.',
    ru: 'Создатель не может покинуть группу.',
    en: 'The creator of a group cannot leave it.',
  },
  MESSAGE_ID_INVALID: { uz: 'Bu xabar endi yo‘q.', ru: 'Этого сообщения больше нет.', en: 'This message is gone.' },
  DATA_INVALID: { uz: 'Bu tugma eskirgan.', ru: 'Эта кнопка устарела.', en: 'This button is out of date.' },
  USERNAME_OCCUPIED: { uz: 'Bu username band.', ru: 'Этот юзернейм занят.', en: 'This username is taken.' },
  PHONE_NUMBER_OCCUPIED: { uz: 'Bu raqam band.', ru: 'Этот номер занят.', en: 'This number is taken.' },
  USERNAME_INVALID: {
    uz: 'Username 4–32 ta lotin harfi, raqam yoki _ belgisidan iborat bo‘lib, harf bilan boshlanishi kerak.',
    ru: 'Юзернейм: от 4 до 32 латинских букв, цифр и знаков _, первой стоит буква.',
    en: 'A username has 4 to 32 Latin letters, digits or _, and begins with a letter.',
  },
  PHONE_NUMBER_INVALID: {
    uz: 'Telefon raqami 7–15 ta raqamdan iborat bo‘lishi kerak.',
    ru: 'В номере телефона от 7 до 15 цифр.',
    en: 'A phone number has 7 to 15 digits.',
  },
  FIRSTNAME_INVALID: {
    uz: 'Ism kiritilmagan yoki 64 belgidan uzun.',
    ru: 'Имя не указано или длиннее 64 знаков.',
    en: 'The first name is missing, or longer than 64 characters.',
  },
  NO_SUCH_PERSON: { uz: 'Bunday odam yo‘q.', ru: 'Такого человека нет.', en: 'There is no such person.' },
  NO_SUCH_CHAT: { uz: 'Bunday suhbat yo‘q.', ru: 'Такого чата нет.', en: 'There is no such chat.' },
  OFFLINE: {
    uz: 'Simulyator javob bermayapti. Ishlayotganini tekshiring.',
    ru: 'Симулятор не отвечает. Проверьте, что он запущен.',
    en: 'The simulator does not answer. Is it running?',
  },
  other: { uz: 'Telegram rad etdi: {code}', ru: 'Telegram отказал: {code}', en: 'Telegram refused: {code}' },
} as const satisfies Texts
