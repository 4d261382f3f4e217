import { describe, expect, it } from 'vitest'
import { openCommands } from '../../support/commands.ts'

interface Line {
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly detail: string
}

describe('karvon users and karvon audit', () => {
  it('give, ban and unban, and each of it stands in the audit log', async () => {
    const { karvon, json } = openCommands()
    await json('users', 'add', '--id', '1001', '--days', '30', '--name', 'Aziz')

    expect(await karvon('users', 'ban', '--id', '1001')).toMatchObject({
      code: 0,
      stdout: 'Banned user 1001 (Aziz).\n',
    })
    expect(await karvon('users', 'add', '--id', '1001', '--days', '1')).toMatchObject({
      code: 2,
      stderr: 'error: user 1001 is banned: `karvon users unban --id 1001` ends that\n',
    })
    expect(await json('users', 'unban', '--id', '1001')).toMatchObject({ user: { id: 1001, state: 'active' } })
    expect(await karvon('users', 'unban', '--id', '1001')).toMatchObject({ code: 2 })
    expect(await karvon('users', 'ban', '--id', '7')).toMatchObject({
      code: 2,
      stderr: 'error: there is no user 7: see `karvon users list`\n',
    })

    const { lines } = await json<{ lines: Line[] }>('audit', 'list')
    expect(lines.map(({ actor, action, subject, detail }) => [actor, action, subject, detail])).toEqual([
      ['cli', 'users.unban', 'user 1001', ''],
      ['cli', 'users.ban', 'user 1001', ''],
      ['cli', 'users.grant', 'user 1001', '30 days'],
    ])
  })

  it('show one person and page through the log', async () => {
    const { karvon, json } = openCommands()
    for (const id of ['1', '2', '1']) await json('users', 'add', '--id', id, '--days', '1', '--name', 'Aziz')

    const shown = await karvon('users', 'info', '--id', '1')
    expect(shown.stdout).toMatch(/accounts\s+none/)
    expect(shown.stdout.match(/users\.grant by cli: 1 days/g)).toHaveLength(2)
    expect(await karvon('users', 'info', '--id', '3')).toMatchObject({ code: 2 })

    const first = await json<{ lines: { id: number }[]; hasMore: boolean }>('audit', 'list', '--limit', '2')
    const before = String(first.lines.at(-1)?.id)
    const rest = await json<{ lines: Line[]; hasMore: boolean }>('audit', 'list', '--limit', '2', '--before', before)
    expect([first.lines.length, first.hasMore, rest.lines.length, rest.hasMore]).toEqual([2, true, 1, false])
    expect((await json<{ lines: Line[] }>('audit', 'list', '--user', '2')).lines).toHaveLength(1)
    expect((await karvon('audit', 'list', '--limit', '1')).stdout).toMatch(/There are more: --before \d+/)
    expect(await karvon('audit')).toEqual(await karvon('audit', 'list'))
    expect(await json('audit', '--user', '2')).toEqual(await json('audit', 'list', '--user', '2'))
    const { code, stdout, stderr } = await karvon('audit', 'show')
    expect({ code, stdout, lines: stderr.trim().split('\n').length }).toEqual({ code: 2, stdout: '', lines: 1 })
  })
})
