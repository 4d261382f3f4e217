import type { Texts } from './text.ts'

/** The screen where one chooses who to be. */
export const people = {
  whoAreYou: { uz: 'Bu kimning telefoni?', ru: 'Чей это телефон?', en: 'Whose phone is this?' },
  whoIntro: {
    uz: 'Odamni tanlang: uning suhbatlarini ko‘rasiz va uning nomidan yozasiz.',
    ru: 'Выберите человека: вы увидите его чаты и будете писать от его имени.',
    en: 'Choose a person. You will see their chats and write as them.',
  },
  findPerson: { uz: 'Ism, telefon yoki username', ru: 'Имя, телефон или юзернейм', en: 'Name, phone or username' },
  recentPeople: { uz: 'Yaqinda tanlanganlar', ru: 'Недавние', en: 'Recent' },
  peopleCount: {
    uz: '{n} kishi',
    ru: { one: '{n} человек', few: '{n} человека', many: '{n} человек', other: '{n} человека' },
    en: { one: '{n} person', other: '{n} people' },
  },
  nobodyFound: { uz: 'Bunday odam topilmadi.', ru: 'Никого не нашлось.', en: 'Nobody found.' },
  nobodyYet: {
    uz: 'Bu yerda hali hech kim yo‘q. Birinchi odamni yarating.',
    ru: 'Здесь пока никого нет. Создайте первого человека.',
    en: 'Nobody is here yet. Create the first person.',
  },
  newPerson: { uz: 'Yangi odam', ru: 'Новый человек', en: 'New person' },
  firstName: { uz: 'Ism', ru: 'Имя', en: 'First name' },
  lastName: { uz: 'Familiya', ru: 'Фамилия', en: 'Last name' },
  username: { uz: 'Username', ru: 'Юзернейм', en: 'Username' },
  phone: { uz: 'Telefon raqami', ru: 'Номер телефона', en: 'Phone number' },
  optional: { uz: 'ixtiyoriy', ru: 'необязательно', en: 'optional' },
  phoneHint: {
    uz: 'Bo‘sh qoldirsangiz, test raqami beriladi. U bilan ilovaga 22222 kodi orqali kirish mumkin.',
    ru: 'Если оставить пустым, будет выдан тестовый номер. С ним можно войти и в приложение: код 22222.',
    en: 'If left empty, you get a test number. An app can sign in with it too: the code is 22222.',
  },
  create: { uz: 'Yaratish', ru: 'Создать', en: 'Create' },
  anotherPerson: { uz: 'Boshqa odamni tanlash', ru: 'Сменить человека', en: 'Switch person' },
  inactive: { uz: 'o‘chirilgan akkaunt', ru: 'удалённый аккаунт', en: 'deleted account' },
} as const satisfies Texts
