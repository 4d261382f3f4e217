import type { Random } from '../../base/random.ts'

/** What a group of the demo is about: its name in one language, and what people write there in that language. */
export interface Subject {
  readonly language: 'uz' | 'ru'
  readonly name: string
  readonly lines: readonly string[]
}

/** The places are real, so that a reader from there feels at home. */
export function titleOf({ language, name }: Subject, random: Random): string {
  return language === 'uz' ? `${random.pick(uzbekPlaces)} ${name}` : `${name} ${random.pick(russianPlaces)}`
}

/** The topics of a forum. */
export const topicTitles = {
  uz: ['Taksi', 'E’lonlar', 'Ish'],
  ru: ['Такси', 'Объявления', 'Работа'],
} as const

/** What two people write to each other. */
export const privateLines = {
  uz: [
    'Assalomu alaykum',
    'Vaalaykum assalom',
    'Ertaga boramizmi?',
    'Bo‘ldi, kelishdik',
    'Telefon qilib yuboring',
    'Rahmat!',
  ],
  ru: ['Здравствуйте', 'Добрый день', 'Завтра едем?', 'Хорошо, договорились', 'Наберите меня, пожалуйста', 'Спасибо!'],
} as const

const uzbekPlaces = [
  'Toshkent',
  'Samarqand',
  'Buxoro',
  'Andijon',
  'Farg‘ona',
  'Namangan',
  'Qarshi',
  'Nukus',
  'Xiva',
  'Navoiy',
  'Chilonzor',
  'Yunusobod',
  'Sergeli',
]

const russianPlaces = ['Москва', 'Казань', 'Новосибирск', 'Ташкент', 'Самарканд', 'Бухара']

export const subjects: readonly Subject[] = [
  {
    language: 'uz',
    name: 'taksi',
    lines: [
      'Toshkent – Samarqand, 2 ta joy bor',
      'Ertaga ertalab Buxoroga kim ketadi?',
      'Bitta joy qoldi, hozir yo‘lga chiqamiz',
      'Pochta ham olaman',
      'Andijonga kechqurun mashina bormi?',
    ],
  },
  {
    language: 'uz',
    name: 'e’lonlari',
    lines: [
      'Muzlatkich sotiladi, holati yaxshi',
      'Velosiped kerak, o‘g‘limga',
      'Narxi kelishiladi',
      'Bepul beraman, o‘zingiz olib ketasiz',
      'Hali sotilmadimi?',
    ],
  },
  {
    language: 'uz',
    name: 'ish e’lonlari',
    lines: [
      'Do‘konga sotuvchi kerak, oyligi 4 mln',
      'Kunlik ish bormi?',
      'Oshpaz kerak, tajribali',
      'Qurilishga 5 ta yigit kerak, haqi kunlik',
      'Haydovchiman, ish qidiryapman',
    ],
  },
  {
    language: 'uz',
    name: 'avtobozori',
    lines: ['Cobalt 2021, oq, urilmagan', 'Nexia 3 olaman, naqd', 'Kredit bormi?', 'Kelishamiz', 'Matiz hali bormi?'],
  },
  {
    language: 'uz',
    name: 'ijara uylari',
    lines: [
      'Ikki xonali kvartira, oilaga beriladi',
      'Talabalarga joy bormi?',
      'Metroga yaqin, 3 mln',
      'Oldindan to‘lov yo‘q',
      'Makler emasman, uy egasiman',
    ],
  },
  {
    language: 'uz',
    name: 'qurilish mollari',
    lines: [
      'Sement bor, yetkazib beramiz',
      'G‘isht qancha?',
      '12 lik armatura kerak',
      'Ulgurji narxda',
      'Qum, shag‘al – Kamaz bilan',
    ],
  },
  {
    language: 'uz',
    name: 'yuk tashish',
    lines: [
      'Toshkentdan Nukusga yuk bor',
      'Labo, shahar ichida',
      'Bo‘sh fura bor, qaytishga',
      'Yuk bormi?',
      '20 tonna, tent',
    ],
  },
  {
    language: 'uz',
    name: 'maktab ota-onalari',
    lines: [
      'Ertaga majlis soat 18:00 da',
      'Bugun darslar nechida tugaydi?',
      'Rahmat, ustoz!',
      'Uy vazifasini kim biladi?',
      'Juma kuni ekskursiya',
    ],
  },
  {
    language: 'ru',
    name: 'Услуги',
    lines: [
      'Сантехник, выезд сегодня',
      'Нужен электрик',
      'Уборка квартир, недорого',
      'Сколько стоит?',
      'Делаем ремонт под ключ',
    ],
  },
  {
    language: 'ru',
    name: 'Барахолка',
    lines: [
      'Продаю диван, торг уместен',
      'Отдам котёнка в добрые руки',
      'Ещё актуально?',
      'Куплю детскую коляску',
      'Самовывоз',
    ],
  },
  {
    language: 'ru',
    name: 'Попутчики',
    lines: [
      'Кто едет завтра утром?',
      'Есть одно место, выезд в 7:00',
      'Возьму посылку',
      'Нас двое с чемоданами',
      'Уже уехали?',
    ],
  },
  {
    language: 'ru',
    name: 'Работа',
    lines: [
      'Требуется продавец, график 2/2',
      'Ищу подработку на выходные',
      'Нужны курьеры',
      'Какая оплата?',
      'Писать в личку',
    ],
  },
  {
    language: 'ru',
    name: 'Недвижимость',
    lines: [
      'Сдаю однокомнатную, без комиссии',
      'Сниму комнату',
      'Рядом с метро',
      'Собственник',
      'Можно посмотреть сегодня?',
    ],
  },
  {
    language: 'ru',
    name: 'Запчасти',
    lines: ['Есть бампер на Кобальт', 'Куплю двигатель, б/у', 'Разбираю Нексию', 'Доставка по городу', 'Фото пришлите'],
  },
]
