import type { Random } from '../../base/random.ts'

export interface Name {
  readonly firstName: string
  readonly lastName: string
  readonly languageCode: 'uz' | 'ru'
}

/** An invented person. First name and surname are of one language, one script and one gender, as people's are. */
export function pickName(random: Random): Name {
  const { languageCode, firstNames, lastNames } = random.pick(kinds)
  return { firstName: random.pick(firstNames), lastName: random.pick(lastNames), languageCode }
}

interface Kind {
  readonly languageCode: Name['languageCode']
  readonly firstNames: readonly string[]
  readonly lastNames: readonly string[]
}

const uzbekMen: Kind = {
  languageCode: 'uz',
  firstNames: ['Aziz', 'Dilshod', 'Sardor', 'Jasur', 'Otabek', 'Rustam', 'Ulug‘bek', 'Bekzod', 'Sherzod', 'Jahongir'],
  lastNames: ['Karimov', 'Yusupov', 'Aliyev', 'Saidov', 'Rahimov', 'Toshev', 'Yo‘ldoshev', 'G‘aniyev', ''],
}

const uzbekWomen: Kind = {
  languageCode: 'uz',
  firstNames: ['Malika', 'Nodira', 'Gulnora', 'Kamola', 'Zarina', 'Shahnoza', 'Feruza', 'Dilnoza', 'Sevara', 'Ma’mura'],
  lastNames: ['Karimova', 'Yusupova', 'Aliyeva', 'Saidova', 'Rahimova', 'Tosheva', 'Ergasheva', 'G‘aniyeva', ''],
}

const russianMen: Kind = {
  languageCode: 'ru',
  firstNames: ['Алексей', 'Сергей', 'Тимур', 'Дмитрий', 'Андрей', 'Виктор'],
  lastNames: ['Иванов', 'Петров', 'Смирнов', 'Ахметов', 'Ким', ''],
}

const russianWomen: Kind = {
  languageCode: 'ru',
  firstNames: ['Марина', 'Ольга', 'Елена', 'Анна', 'Татьяна', 'Лола'],
  lastNames: ['Иванова', 'Петрова', 'Смирнова', 'Ахметова', 'Ким', ''],
}

/** Of five, three speak Uzbek. */
const kinds = [
  uzbekMen,
  uzbekWomen,
  uzbekMen,
  uzbekWomen,
  uzbekMen,
  uzbekWomen,
  russianMen,
  russianWomen,
  russianMen,
  russianWomen,
]
