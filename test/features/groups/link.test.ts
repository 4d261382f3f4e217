import { describe, expect, it } from 'vitest'
import { parseLink } from '../../../src/features/groups/link.ts'

const name = { type: 'wanted', wanted: { type: 'name', username: 'toshkent_taksi' } }
const invite = { type: 'wanted', wanted: { type: 'invite', hash: 'AbC-d_1' } }

describe('a link to a group', () => {
  it.each([
    '@Toshkent_Taksi',
    'toshkent_taksi',
    ' t.me/toshkent_taksi ',
    'https://t.me/toshkent_taksi',
    'http://www.t.me/toshkent_taksi/',
    'https://t.me/s/toshkent_taksi',
    'https://t.me/toshkent_taksi/15?single',
    'telegram.me/toshkent_taksi#x',
    'tg://resolve?domain=toshkent_taksi&post=5',
  ])('has a name: %s', (text) => {
    expect(parseLink(text)).toEqual(name)
  })

  it.each(['t.me/+AbC-d_1', 'https://t.me/joinchat/AbC-d_1', 't.me/%2BAbC-d_1', 'tg://join?invite=AbC-d_1'])(
    'invites: %s',
    (text) => {
      expect(parseLink(text)).toEqual(invite)
    },
  )

  it('names a private group by its id', () => {
    expect(parseLink('https://t.me/c/1234567890/5')).toEqual({ type: 'peer', peer: -1_001_234_567_890 })
  })

  it.each([
    '',
    'salom dunyo',
    '@ab',
    'https://example.com/toshkent_taksi',
    't.me/',
    't.me/share/url?url=x',
    't.me/addlist/AbC',
    'tg://proxy?server=x',
    `@${'a'.repeat(40)}`,
  ])('is none: %s', (text) => {
    expect(parseLink(text)).toBeUndefined()
  })
})
