import { describe, expect, it } from 'vitest'
import type { Terminal } from '../../../src/cli/terminal.ts'
import { parseHtml } from '../../../src/features/campaigns/file/html.ts'
import { previewText } from '../../../src/features/campaigns/preview-text.ts'
import { openAllVerbs } from '../../../src/features/store.ts'
import { create, first, refused, setup } from './commands-setup.ts'

const plain = { hasColours: false } as Terminal

describe('karvon campaigns preview', () => {
  it('shows what everybody is told, what a group alone is told, and what was said before', async () => {
    const { karvon, json, withDatabase } = await setup()
    await json(...create, '--groups', 'all', '--once')
    await json('campaigns', 'edit', '1', '--html', '--text', 'Yangi <a href="https://x.uz">havola</a> 3 > 2')
    withDatabase((db) => {
      const content = { text: 'Faqat\nsizga', entities: [] }
      openAllVerbs(db).setOwnText({ id: 1, ownerId: 1001, accountId: 1, peer: first, topic: 0, content, nowMs: 1 })
    })

    const { stdout } = await karvon('campaigns', 'preview', '1', '--past')

    expect(stdout).toMatch(
      /^Campaign 1, Salom:\nYangi havola \(https:\/\/x\.uz\) 3 > 2\n\nTo Alfa:\nFaqat\nsizga\n\nUntil \d+ s ago:\nSalom\n$/,
    )
    expect(await json('campaigns', 'preview', '1')).toMatchObject({
      campaignId: 1,
      content: { text: 'Yangi havola 3 > 2' },
      own: [{ peer: first, title: 'Alfa', content: { text: 'Faqat\nsizga' } }],
      past: [],
    })
    expect(await karvon('campaigns', 'preview', '9')).toEqual(
      refused('there is no campaign 9: see `karvon campaigns list`'),
    )
  })
})

describe('a text at a terminal', () => {
  it.each([
    ['<b>a <a href="https://x.uz">b</a></b> c', 'a b (https://x.uz) c'],
    ['<a href="tg://user?id=7">Aziz</a>', 'Aziz (user 7)'],
    ['<b>one\ntwo</b>', 'one\ntwo'],
    ['plain', 'plain'],
  ])('without colours %j is %j', (source, text) => {
    expect(previewText(plain, parseHtml(source).content)).toBe(text)
  })

  it('cannot make the terminal do anything', () => {
    const content = {
      text: 'a\u001b[2Jb\u202e',
      entities: [{ type: 'text_link', offset: 0, length: 1, url: 'x\u0007' }],
    } as const

    expect(previewText(plain, content)).toBe('a (x\\u0007)\\u001b[2Jb\\u202e')
  })
})
