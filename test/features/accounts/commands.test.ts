import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { User } from '../../../src/simulator/world/model.ts'
import { openRules } from '../../simulator/faults/rules-setup.ts'
import { sessionOf } from '../../support/chatting.ts'
import { openCommands } from '../../support/commands.ts'
import { startMtproto } from '../../support/telegram-world.ts'

describe('karvon accounts import', () => {
  it('takes a session over, checked by one connection, and keeps it sealed', async () => {
    const { telegram, karvon, json, withDatabase, aziz } = await setup()
    const session = sessionOf(telegram, aziz)

    const { account, isNew } = await json<Kept>('accounts', 'import', '--owner', '1001', '--session', session)

    expect({ account, isNew }).toMatchObject({
      isNew: true,
      account: { id: 1, ownerId: 1001, telegramId: aziz.id, name: 'Aziz Karimov', username: 'aziz_k', state: 'active' },
    })
    const { sealed, device } = withDatabase(
      (db) => db.prepare('select session as sealed, device from accounts').get() as { sealed: string; device: string },
    )
    expect(sealed).not.toContain(session.slice(10, 60))
    expect(JSON.parse(device)).toEqual({ model: 'Karvon', systemVersion: 'Linux', appVersion: '1.2.3' })
    expect((await karvon('accounts', 'list')).stdout).toMatch(
      /^id +owner +name .*\n +1 +1001 +Aziz Karimov +@aziz_k +active$/m,
    )
  })

  it('refuses a login and a Telegram account that are here already, without connecting and without saying whose they are', async () => {
    const { telegram, karvon, json, aziz } = await setup()
    const session = sessionOf(telegram, aziz)
    await json('users', 'add', '--id', '1002', '--days', '1')
    await json('accounts', 'import', '--owner', '1001', '--session', session)
    const requests = () => telegram.judge.counts([])[0]?.requests
    const before = requests()

    const again = await karvon('accounts', 'import', '--owner', '1001', '--session', session)
    const byStranger = await karvon('accounts', 'import', '--owner', '1002', '--session', session)
    expect(requests()).toBe(before)
    const otherLogin = await karvon('accounts', 'import', '--owner', '1002', '--session', sessionOf(telegram, aziz))

    expect(again).toEqual(refused('this login is account 1 already: nothing was changed'))
    for (const answer of [byStranger, otherLogin]) {
      expect(answer).toEqual(
        refused('this Telegram account belongs to another owner here: it must be removed there first'),
      )
    }
  })

  it('replaces the login of an account by another one of the same Telegram account, and ends the old one', async () => {
    const { telegram, json, aziz } = await setup()
    await json('accounts', 'import', '--owner', '1001', '--session', sessionOf(telegram, aziz))

    const kept = await json<Kept>('accounts', 'import', '--owner', '1001', '--session', sessionOf(telegram, aziz))

    expect(kept).toMatchObject({ isNew: false, isOldLoginEnded: true, account: { id: 1 } })
    expect(telegram.keys.liveOf(aziz.id)).toHaveLength(1)
  })

  it('imports a file line by line, and says which lines were refused', async () => {
    const { telegram, karvon, json, aziz, makeUser } = await setup()
    await json('users', 'add', '--id', '1002', '--days', '1')
    await json('accounts', 'import', '--owner', '1001', '--session', sessionOf(telegram, aziz))
    const file = join(telegram.files.folder, 'sessions.txt')
    writeFileSync(file, `${sessionOf(telegram, makeUser('Madina'))}\n\n${sessionOf(telegram, aziz)}\n`)

    const { code, stdout, stderr } = await karvon('accounts', 'import', '--owner', '1002', '--file', file, '--json')

    const reason = 'this Telegram account belongs to another owner here: it must be removed there first'
    expect([code, stderr]).toEqual([2, `error: line 3: ${reason}\n`])
    expect(JSON.parse(stdout)).toMatchObject({
      imported: [{ name: 'Madina', ownerId: 1002 }],
      refused: [{ line: 3, reason, exitCode: 2 }],
    })
  })

  it('imports nothing of a file in which one line is no session', async () => {
    const { telegram, karvon, json, makeUser } = await setup()
    const file = join(telegram.files.folder, 'sessions.txt')
    const session = sessionOf(telegram, makeUser('Madina'))
    writeFileSync(file, `${session}\n${session.slice(0, -20)}\n`)

    const answer = await karvon('accounts', 'import', '--owner', '1001', '--file', file)

    const reason = 'it is cut off, or something was added: copy it once more, whole'
    expect(answer).toEqual(refused(`line 2: this is not a session string: ${reason}`))
    expect(await json('accounts', 'list')).toEqual({ accounts: [] })
  })

  it('tells a session that was ended from an account that has to wait', async () => {
    const { telegram, karvon, aziz, makeUser, add } = await setup()
    const ended = sessionOf(telegram, makeUser('Ended'))
    for (const { key } of telegram.keys.of(telegram.world.users.byPhone('998900000101')?.id ?? 0)) {
      telegram.keys.change(key.id, { userId: null })
    }
    add({ method: 'users.getUsers', account: aziz.id, floodWait: { seconds: 40 } })

    const dead = await karvon('accounts', 'import', '--owner', '1001', '--session', ended)
    const waiting = await karvon('accounts', 'import', '--owner', '1001', '--session', sessionOf(telegram, aziz))

    expect(dead).toEqual(
      refused('Telegram has ended this session (AUTH_KEY_UNREGISTERED): sign in with `karvon accounts login`'),
    )
    expect(waiting).toMatchObject({
      code: 75,
      stderr: expect.stringMatching(/^error: Telegram asks this account to wait for 4\d s/),
    })
  })
})

describe('karvon accounts login', () => {
  it('goes from the phone over code and password to an account, and shows neither', async () => {
    const { telegram, karvonAnswering, json, signIn } = await setup()
    const madina = telegram.world.users.create({ firstName: 'Madina', phone: testPhone })
    await telegram.signIn.passwords.set(madina, 'canary-parol', 'the usual')

    const answers = [testPhone, '1-1-1-1-1', '22222', 'canary-wrong', 'canary-parol']
    const { code, stdout, stderr } = await karvonAnswering(answers, 'accounts', 'login', '--owner', '1001', '--json')

    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ isNew: true, account: { telegramId: madina.id, ownerId: 1001 } })
    expect(stderr).toContain('the code is wrong (PHONE_CODE_INVALID): try again')
    expect(stderr).toContain('Its hint: the usual')
    expect(stderr).toContain('the password is wrong (PASSWORD_HASH_INVALID): try again')
    expect(stdout + stderr).not.toMatch(/canary|1[\w+/=-]{200,}/)
    expect(signIn()).toHaveLength(1)
    expect(await json('accounts', 'list')).toMatchObject({ accounts: [{ telegramId: madina.id }] })
  })

  it('ends at Telegram what it cannot keep, so that no login is left behind', async () => {
    const { telegram, karvonAnswering, json, withDatabase, signIn } = await setup()
    const madina = telegram.world.users.create({ firstName: 'Madina', phone: testPhone })
    await json('users', 'add', '--id', '1002', '--days', '1')
    await karvonAnswering([testPhone, '22222'], 'accounts', 'login', '--owner', '1001')
    expect(signIn()).toHaveLength(1)

    const answer = await karvonAnswering([testPhone, '22222'], 'accounts', 'login', '--owner', '1002')

    expect(answer).toMatchObject({ code: 2, stdout: '' })
    expect(answer.stderr).toContain('belongs to another owner here')
    expect(telegram.keys.liveOf(madina.id).map(({ key }) => String(key.id))).toEqual([
      withDatabase((db) => db.prepare('select auth_key_id from accounts').pluck().get()),
    ])
  })

  it.each([
    [['no phone'], 2, 'this is no phone number: give it with its country, such as +998 90 123 45 67'],
    [['9996621234', '00000', '00000', '00000'], 2, 'the code is wrong (PHONE_CODE_INVALID)'],
    [['9996621234'], 2, 'standard input ended before everything was answered'],
  ])('says in one line why it ends: %#', async (answers, code, line) => {
    const { karvonAnswering, json } = await setup()

    const answer = await karvonAnswering(answers, 'accounts', 'login', '--owner', '1001')

    expect(answer).toMatchObject({ code, stdout: '' })
    expect(answer.stderr.split('error: ').at(-1)).toBe(`${line}\n`)
    expect(await json('accounts', 'list')).toEqual({ accounts: [] })
  })
})

describe('karvon accounts pause and resume', () => {
  it('change the state, and say in which state a word has no meaning', async () => {
    const { telegram, karvon, json, withDatabase, aziz } = await setup()
    await json('accounts', 'import', '--owner', '1001', '--session', sessionOf(telegram, aziz))
    const set = (change: string) => withDatabase((db) => db.exec(`update accounts set ${change}`))

    expect(await json('accounts', 'pause', '1')).toMatchObject({ account: { state: 'paused', reason: 'asked' } })
    expect(await karvon('accounts', 'pause', '1')).toMatchObject({ code: 0 })
    expect(await json('accounts', 'resume', '1')).toMatchObject({ account: { state: 'active', reason: null } })
    set(`state = 'needs-login', state_reason = 'SESSION_REVOKED'`)
    expect(await karvon('accounts', 'resume', '1')).toEqual(
      refused('account 1 cannot resume: it needs a new login (SESSION_REVOKED): `karvon accounts login`'),
    )
    expect(await karvon('accounts', 'pause', '9')).toEqual(refused('there is no account 9: see `karvon accounts list`'))
  })

  it('say in their list how long Telegram has told one to wait', async () => {
    const { telegram, karvon, json, withDatabase, aziz } = await setup()
    await json('accounts', 'import', '--owner', '1001', '--session', sessionOf(telegram, aziz))
    const untilMs = Date.now() + 10 * 60_000 + 30_000
    withDatabase((db) => {
      const note = db.prepare(
        `insert into waits (account_id, key, until_ms, reason) values (1, ?, ?, 'FLOOD_WAIT_630')`,
      )
      note.run('lane:send', untilMs)
      note.run('lane:read', untilMs + 1)
    })

    expect(await json('accounts', 'list')).toMatchObject({ accounts: [{ id: 1, sendWaitUntilMs: untilMs }] })
    expect((await karvon('accounts', 'list')).stdout).toMatch(/ active +waits as Telegram asked: goes on in 10 min$/m)
  })

  it('are no way around a limit that Telegram has set', async () => {
    const { telegram, karvon, json, withDatabase, aziz } = await setup()
    await json('accounts', 'import', '--owner', '1001', '--session', sessionOf(telegram, aziz))
    const untilMs = Date.now() + 3_600_000
    withDatabase((db) =>
      db.prepare(`update accounts set state = 'limited', state_reason = 'PEER_FLOOD', state_until_ms = ?`).run(untilMs),
    )

    await json('accounts', 'pause', '1')

    expect(await json('accounts', 'resume', '1')).toMatchObject({ account: { state: 'limited', untilMs } })
    expect(await karvon('accounts', 'resume', '1')).toMatchObject({ code: 2 })
  })
})

describe('karvon accounts groups', () => {
  it('shows what is known, and says that reading anew needs a supervisor', async () => {
    const { telegram, karvon, json, aziz } = await setup()
    await json('accounts', 'import', '--owner', '1001', '--session', sessionOf(telegram, aziz))

    expect(await karvon('accounts', 'groups', '1')).toMatchObject({
      code: 75,
      stderr: 'error: groups are read by a running supervisor: `karvon start`, or see what is known with --cached\n',
    })
    expect(await json('accounts', 'groups', '1', '--cached')).toEqual({ accountId: 1, seenAtMs: null, groups: [] })
    expect(await karvon('accounts', 'groups', '9', '--cached')).toMatchObject({ code: 2 })
  })
})

/** At home in the DC that is served, and signs in with 22222. */
const testPhone = '9996621234'

interface Kept {
  readonly account: { readonly id: number }
  readonly isNew: boolean
  readonly isOldLoginEnded: boolean | null
}

function refused(line: unknown) {
  return {
    code: 2,
    stdout: '',
    stderr: typeof line === 'string' ? `error: ${line}\n` : expect.stringMatching(/^error: .*\n$/),
  }
}

async function setup() {
  const { rules, add } = openRules()
  const telegram = await startMtproto({ faults: rules })
  const commands = openCommands(telegram)
  await commands.json('users', 'add', '--id', '1001', '--days', '30', '--name', 'Owner')
  let phones = 998_900_000_100
  const makeUser = (firstName: string): User => telegram.world.users.create({ firstName, phone: String((phones += 1)) })
  const aziz = telegram.world.users.create({
    firstName: 'Aziz',
    lastName: 'Karimov',
    username: 'aziz_k',
    phone: '998900000001',
  })
  const signIn = () => telegram.keys.liveOf(telegram.world.users.byPhone(testPhone)?.id ?? 0)
  return { telegram, add, ...commands, aziz, makeUser, signIn }
}
