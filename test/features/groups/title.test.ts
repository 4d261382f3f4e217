import { describe, expect, it } from 'vitest'
import { folded, titleKey } from '../../../src/features/groups/title.ts'

describe('a title as it is compared', () => {
  it.each([
    ['Toshkent Taksi', 'toshkent taksi'],
    ['O‘zbekiston', 'ozbekiston'],
    ['Oʻzbekiston', 'ozbekiston'],
    ["O'zbekiston", 'ozbekiston'],
    ['O`zbekiston', 'ozbekiston'],
    ['Ўзбекистон', 'ozbekiston'],
    ['Ғалла бозори', 'galla bozori'],
    ['ЁЛКА й', 'yolka y'],
    ['Такси  Москва', 'taksi moskva'],
    ['Çay ÇEŞME', 'cay cesme'],
    ['ＦＵＬＬ width', 'full width'],
    ['\u202eevil\u202c title\u0000', 'evil title'],
    ['🚕 Taxi 🚕', '🚕 taxi 🚕'],
  ])('%j is %j', (title, wanted) => {
    expect(folded(title)).toBe(wanted)
  })

  it('is a key only where it has letters or digits', () => {
    expect(titleKey('🚕 Taxi – Tashkent!')).toBe('taxitashkent')
    expect(titleKey('🚕🚕')).toBe('')
    expect(titleKey('Тошкент такси')).toBe(titleKey('Toshkent Taksi'))
  })
})
