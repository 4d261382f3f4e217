import { describe, expect, it } from 'vitest'
import type { Terminal } from '../../../src/cli/terminal.ts'
import { watch } from '../../../src/features/campaigns/watch.ts'
import { create, refused, setup } from './commands-setup.ts'

describe('karvon campaigns show --watch', () => {
  it('without a terminal says each change in a line, and ends with the round', async () => {
    const { karvon, json, ended, withDatabase } = await setup()
    await ended(['sent', 'pending'])
    const watched = karvon('campaigns', 'show', '1', '--watch')
    const settle = (sql: string) => withDatabase((db) => db.exec(sql))
    settle(`update attempts set state = 'failed-terminal' where state = 'pending'`)
    settle(`update runs set failed = 1, state = 'finished', finished_at_ms = 9`)
    settle(`update campaigns set state = 'finished'`)

    const { code, stdout } = await watched

    expect(code).toBe(0)
    const lines = stdout.trimEnd().split('\n')
    expect(lines.at(-1)).toBe('finished; round 1 finished: 1 of 2 sent, 1 failed')
    expect(lines.length).toBeLessThanOrEqual(2)
    expect(await json('campaigns', 'show', '1')).toMatchObject({ campaign: { state: 'finished' } })
  })

  it('of one that does not send says how it is, and ends', async () => {
    const { karvon, json } = await setup()
    await json(...create, '--groups', 'all', '--once')

    expect(await karvon('campaigns', 'show', '1', '--watch')).toEqual({
      code: 0,
      stdout: 'draft; no round yet\n',
      stderr: '',
    })
    expect(JSON.parse((await karvon('campaigns', 'show', '1', '--watch', '--json')).stdout)).toMatchObject({
      campaign: { state: 'draft' },
    })
    expect(await karvon('campaigns', 'show', '9', '--watch')).toEqual(
      refused('there is no campaign 9: see `karvon campaigns list`'),
    )
  })
})

describe('watching on a terminal', () => {
  it('writes each look over the last, and leaves nothing of a longer one', async () => {
    let printed = ''
    const terminal = { print: (text: string) => void (printed += text) } as Terminal
    const looks = [
      { screen: 'one\ntwo\nthree', line: 'a', isOver: false },
      { screen: 'uno', line: 'b', isOver: true },
    ]

    await watch(terminal, true, () => looks.shift() ?? { screen: '', line: '', isOver: true })

    expect(printed).toBe(
      ['\u001b[2J\u001b[Hone\u001b[K\ntwo\u001b[K\nthree\u001b[K\n\u001b[J', '\u001b[Huno\u001b[K\n\u001b[J'].join(''),
    )
  })
})
