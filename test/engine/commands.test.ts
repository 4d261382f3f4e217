import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSimulator } from '../support/simulator-process.ts'
import type { SimulatorProcess } from '../support/simulator-process.ts'
import { isOpenToOthers, openFolder } from './setup.ts'

let simulator: SimulatorProcess

beforeAll(async () => {
  simulator = await startSimulator()
})
afterAll(() => simulator.stop())

describe('commands while a supervisor runs', () => {
  it('bring an account in, read its groups and send to all of them, without a restart', async () => {
    const { karvon, json, session, groups, account } = await running()

    const { account: added } = await json<{ account: { id: number } }>(
      'accounts',
      'import',
      '--owner',
      '1',
      '--session',
      session,
    )
    const id = String(added.id)
    const read = await json<Groups>('accounts', 'groups', id)
    const { campaign } = await json<{ campaign: { id: number } }>(
      'campaigns',
      'create',
      '--owner',
      '1',
      '--account',
      id,
      '--groups',
      'all',
      '--text',
      `salom ${id}`,
      '--once',
      '--start',
    )

    expect(read.groups.map(({ title }) => title)).toEqual(['Bozor', 'Faqat adminlar', 'Taksi'])
    expect(new Set(read.groups.filter(({ mayPost }) => mayPost).map(({ peer }) => peer))).toEqual(new Set(groups))
    const lines = await simulator.client.waitForLines({ account, method: 'messages.sendMessage', applied: true }, 2)
    expect(new Set(lines.map(({ chat }) => chat))).toEqual(new Set(groups))
    await expect
      .poll(async () => (await json<Shown>('campaigns', 'show', String(campaign.id))).campaign.state)
      .toBe('finished')
    expect((await karvon('attempts', 'list', '--state', 'sent', '--campaign', String(campaign.id))).stdout).toContain(
      'Bozor',
    )
  })

  it('give an account another login while it works: the old one is let go of, then ended, and no key is used twice', async () => {
    const { json, session, account } = await running()
    const { account: added } = await json<{ account: { id: number } }>(
      'accounts',
      'import',
      '--owner',
      '1',
      '--session',
      session,
    )
    const id = String(added.id)
    await json('accounts', 'groups', id)
    const [other] = await simulator.client.world.makeSessions([account])

    const kept = await json('accounts', 'import', '--owner', '1', '--session', other?.gramjs ?? '')
    const again = await json<Groups>('accounts', 'groups', id, '--refresh')

    expect(kept).toMatchObject({ isNew: false, isOldLoginEnded: true, account: { id: added.id } })
    expect(again.groups).toHaveLength(3)
    expect(await simulator.client.world.sessions(account)).toMatchObject([{ isDuplicated: false }])
  })

  it('sign a person in who answers line by line, and the shards have the account at once', async () => {
    const { folder, json } = await running()
    const phone = '9996621234'
    const { id } = await simulator.client.world.makeUser({ firstName: 'Madina', phone })
    await simulator.client.world.setPassword(id, 'canary-parol', 'the usual')

    const signedIn = await answering(
      folder,
      [phone, '22222', 'canary-parol'],
      'accounts',
      'login',
      '--owner',
      '1',
      '--json',
    )

    expect(signedIn.code).toBe(0)
    expect(signedIn.stdout + signedIn.stderr).not.toContain('canary')
    const { account } = JSON.parse(signedIn.stdout) as { account: { id: number; telegramId: number } }
    expect(account.telegramId).toBe(id)
    expect(await json('accounts', 'groups', String(account.id))).toMatchObject({ groups: [] })
  })

  it('stop an account within one message, and let it go on', async () => {
    const { json, read, karvon, start, targets } = await openFolder(simulator, {
      accounts: 1,
      groups: 20,
      settings: { TELEGRAM_PER_ACCOUNT_MPM: '240' },
    }).then((folder) => ({ ...folder, json: jsonOf(folder.karvon) }))
    const engine = start()
    const account = targets[0]?.userId ?? 0
    await simulator.client.waitForLines({ account, applied: true }, 2)

    await json('accounts', 'pause', '1')
    const sent = () =>
      read<{ count: number }>(`select count(*) as count from attempts where state = 'sent'`)[0]?.count ?? 0
    await expect.poll(() => read(`select id from attempts where state = 'in-flight'`)).toEqual([])
    const atPause = sent()
    // Longer than four messages take at this pace.
    await new Promise((resolve) => setTimeout(resolve, 1_200))
    expect(sent()).toBe(atPause)
    await json('accounts', 'resume', '1')
    await simulator.client.waitForLines({ account, applied: true }, atPause + 2)

    expect(await karvon('stop')).toMatchObject({ code: 0 })
    expect(await engine.ended).toEqual({ code: 0, signal: null })
  })

  it('run side by side, and leave owner and rights of every file as they were', async () => {
    const { karvon, paths } = await running()
    const words = [
      ['users', 'add', '--id', '9', '--days', '1'],
      ['accounts', 'list'],
      ['status'],
      ['shards'],
      ['campaigns', 'list'],
    ]

    const answers = await Promise.all([...words, ...words].map((args) => karvon(...args, '--json')))

    expect(answers.map(({ code, stderr }) => [code, stderr])).toEqual(answers.map(() => [0, '']))
    const wrong = readdirSync(paths.folder).filter((name) => isOpenToOthers(join(paths.folder, name)))
    expect(wrong).toEqual([])
  })
})

describe('commands while nothing runs', () => {
  it('wait for one another instead of failing, and a supervisor that starts waits for them', async () => {
    const { karvon, start } = await openFolder(simulator)
    const adding = [11, 12, 13].map((id) => karvon('users', 'add', '--id', String(id), '--days', '1', '--json'))
    const engine = start()

    const answers = await Promise.all(adding)
    await engine.ready

    expect(answers.map(({ code, stderr }) => [code, stderr])).toEqual(answers.map(() => [0, '']))
    const { users } = await jsonOf(karvon)<{ users: { id: number }[] }>('users', 'list')
    expect(users.map(({ id }) => id)).toEqual([1, 11, 12, 13])
    expect(await engine.end('SIGTERM')).toEqual({ code: 0, signal: null })
  })

  it('say with code 75 that the lock is held and nobody answers', async () => {
    const { karvon, start, paths } = await openFolder(simulator)
    const engine = start()
    await engine.ready
    process.kill(engine.pid, 'SIGSTOP')
    rmSync(join(paths.folder, 'control.sock'))

    const answer = await karvon('users', 'add', '--id', '9', '--days', '1')

    process.kill(engine.pid, 'SIGCONT')
    expect(answer).toEqual({
      code: 75,
      stdout: '',
      stderr: `error: ${paths.folder} is in use by karvon start, process ${engine.pid}, and does not answer: see its log, or restart it\n`,
    })
  })
})

interface Groups {
  readonly groups: readonly { readonly peer: number; readonly title: string; readonly mayPost: boolean }[]
}

interface Shown {
  readonly campaign: { readonly state: string }
}

/** A supervisor that runs, and somebody whose account is not there yet, in two groups and a channel of others. */
async function running() {
  const folder = await openFolder(simulator)
  const { world } = simulator.client
  const owner = await world.makeUser({ firstName: 'Owner' })
  const { id: account } = await world.makeUser({ firstName: 'Aziz' })
  const chats = await world.makeChats([
    { kind: 'supergroup', title: 'Bozor', creatorId: owner.id, memberIds: [account] },
    { kind: 'basic', title: 'Taksi', creatorId: owner.id, memberIds: [account] },
    { kind: 'channel', title: 'Faqat adminlar', creatorId: owner.id, memberIds: [account] },
  ])
  const [made] = await world.makeSessions([account])
  await folder.start().ready
  const groups = chats.slice(0, 2).map(({ peer }) => peer)
  return { ...folder, json: jsonOf(folder.karvon), session: made?.gramjs ?? '', account, groups }
}

/** The command with these lines as its standard input. */
async function answering(folder: string, answers: readonly string[], ...args: readonly string[]) {
  const program = join(import.meta.dirname, '../../bin/karvon.js')
  const child = spawn(process.execPath, [program, ...args], { cwd: folder, stdio: 'pipe' })
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => (output.stdout += String(chunk)))
  child.stderr.on('data', (chunk) => (output.stderr += String(chunk)))
  child.stdin.end(answers.map((line) => `${line}\n`).join(''))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, ...output }
}

function jsonOf(karvon: Awaited<ReturnType<typeof openFolder>>['karvon']) {
  return async <Value>(...args: readonly string[]): Promise<Value> => {
    const { code, stdout, stderr } = await karvon(...args, '--json')
    if (code !== 0) throw new Error(`karvon ${args.join(' ')} ended with ${code}: ${stderr}`)
    return JSON.parse(stdout) as Value
  }
}
