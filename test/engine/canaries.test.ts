import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { run } from '../support/run.ts'
import { startSimulator } from '../support/simulator-process.ts'
import type { SimulatorProcess } from '../support/simulator-process.ts'
import { addBotWithCampaign, botApiOf, tokenFile } from './bot-setup.ts'
import { openFolder } from './setup.ts'

let simulator: SimulatorProcess

beforeAll(async () => {
  simulator = await startSimulator()
})
afterAll(() => simulator.stop())

it(
  'shows no session, key, token, phone, code or password anywhere, whatever goes wrong',
  { timeout: 240_000 },
  async () => {
    const said: string[] = []
    const { folder, start, karvonToo, secrets, session, login, targets } = await setup(said)
    // What Telegram says may repeat what it was given; and a shard that dies in the middle leaves its stack.
    const error = `TOLD_${secrets.token}_${session.slice(0, 140)}`
    await simulator.client.rules.add({
      account: targets[0]?.userId ?? 0,
      method: 'messages.sendMessage',
      error,
      code: 400,
      times: 2,
    })
    const botId = await addBotWithCampaign(simulator, folder, { karvon: karvonToo, groups: 3, token: secrets.token })
    const ofBot = { account: botId, times: 1 } as const
    const told = `Bad Request: no POST ${botApiOf(simulator)['TG_API_ROOT']}/bot${secrets.token}/sendMessage`
    await simulator.client.rules.add({ ...ofBot, method: 'sendMessage', error: told, code: 400 })
    await simulator.client.rules.add({ ...ofBot, method: 'sendMessage', drop: 'reset' })
    const engine = start({ LOG_LEVEL: 'trace', KARVON_FAILPOINTS: 'claim.after:throw@3rd', BOT_TOKEN: secrets.token })
    await engine.ready

    expect(await karvonToo('accounts', 'import', '--owner', '1', '--session', session)).toBe(0)
    writeFileSync(join(folder, 'sessions.txt'), `${session.slice(0, -5)}\n${secrets.token}\n`)
    expect(await karvonToo('accounts', 'import', '--owner', '1', '--file', 'sessions.txt')).toBe(2)
    expect(await login()).toBe(0)
    await simulator.client.rules.add({ ...ofBot, method: 'getMe', error: told, code: 400 })
    // The owner of a bot that sends with this token is answered without a word to Telegram; anybody else is not.
    expect(await karvonToo('users', 'add', '--id', '2', '--days', '1')).toBe(0)
    const addBot = (owner: string, file: string) => karvonToo('accounts', 'add-bot', '--owner', owner, '--file', file)
    const added = [await addBot('2', tokenFile), await addBot('2', 'sessions.txt'), await addBot('1', tokenFile)]
    expect(added).toEqual([75, 2, 0])
    const commands = [
      'status',
      'attempts list --state failed-terminal',
      'attempts list --state uncertain',
      'backup',
      'logs',
      `accounts pause ${secrets.token}`,
    ]
    const codes = await Promise.all(commands.map((command) => karvonToo(...command.split(' '), '--json')))
    expect(codes).toEqual([0, 0, 0, 0, 0, 2])
    await engine.end('SIGKILL')
    const otherKey = { SESSION_SECRET_KEY: secrets.otherKey }
    const wrong = { TG_API_ID: secrets.token, SESSION_SECRET_KEY: `${secrets.otherKey},x`, TG_BOT_TOKEN: session }
    const ended = await Promise.all([
      run('bin/karvon.js', ['start', '--no-bot'], { cwd: folder, env: otherKey }),
      run('bin/karvon.js', ['start'], { cwd: folder, env: wrong }),
      run('bin/karvon.js', ['doctor', '--json'], { cwd: folder, env: wrong }),
    ])
    expect(ended.map(({ code }) => code)).toEqual([78, 78, 78])
    said.push(...ended.map(({ stdout, stderr }) => stdout + stderr))

    const kept = filesBelow(folder).map((file) => ({ where: file, text: readFileSync(file, 'latin1') }))
    expect(kept.map(({ where }) => where.slice(folder.length + 1))).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^data\/backups\/.*\.db$/),
        'engine.log',
        'data/logs/events.jsonl',
      ]),
    )
    expect(kept.some(({ text }) => text.includes('[bot token]'))).toBe(true)
    const everything = [...kept, ...said.map((text) => ({ where: 'an answer', text }))]
    const seen = everything.flatMap(({ where, text }) =>
      found(text, secrets, session).map((name) => `${name} in ${where}`),
    )
    expect(seen).toEqual([])
  },
)

async function setup(said: string[]) {
  const opened = await openFolder(simulator, {
    accounts: 1,
    groups: 6,
    settings: { TELEGRAM_PER_ACCOUNT_MPM: '600', ...botApiOf(simulator) },
  })
  const { folder } = opened
  const envFile = readFileSync(join(folder, '.env'), 'utf8')
  const digits = String(100_000_000 + (randomBytes(4).readUInt32BE() % 899_999_999))
  const secrets = {
    token: `7312345678:AA${randomBytes(40).toString('base64url').slice(0, 33)}`,
    key: /^SESSION_SECRET_KEY=(.*)$/m.exec(envFile)?.[1] ?? '',
    otherKey: randomBytes(32).toString('base64'),
    phone: `99890${digits}`.slice(0, 12),
    password: `canary-${randomBytes(9).toString('hex')}`,
    code: '',
  }
  const { world } = simulator.client
  const brought = await world.makeUser({ firstName: 'Aziz' })
  const [made] = await world.makeSessions([brought.id])
  const { id } = await world.makeUser({ firstName: 'Madina', phone: secrets.phone })
  await world.setPassword(id, secrets.password)

  /** @returns its exit code */
  const karvonToo = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await opened.karvon(...args)
    said.push(stdout + stderr)
    return code
  }
  /** With a wrong code and a wrong password first. */
  const login = async () => {
    const answers = {
      'Phone number': [() => Promise.resolve(`+${secrets.phone}`)],
      'Code: ': [() => Promise.resolve('00000'), async () => (secrets.code = await world.code(secrets.phone))],
      Password: [() => Promise.resolve(`${secrets.password}x`), () => Promise.resolve(secrets.password)],
    }
    return interview(folder, answers, said)
  }
  return { ...opened, secrets, session: made?.gramjs ?? '', karvonToo, login }
}

type Secrets = Awaited<ReturnType<typeof setup>>['secrets']

/** Whole and in the parts and spellings in which they could slip through a mask. */
function found(text: string, { token, key, otherKey, phone, password, code }: Secrets, session: string): string[] {
  const authKey = Buffer.from(session.slice(1), 'base64').subarray(-256)
  const marks: Readonly<Record<string, string>> = {
    token: token.slice(13, 33),
    key: key.slice(4, 36),
    'the other key': otherKey.slice(4, 36),
    // So many digits that no random id or instant in the log has them by chance.
    phone: phone.slice(1, 10),
    password,
    session: session.slice(30, 60),
    'the end of the session': session.slice(-60, -20),
    'the auth key': authKey.toString('latin1', 50, 70),
    'the auth key in hex': authKey.toString('hex', 50, 70),
  }
  const names = Object.entries(marks).flatMap(([name, mark]) => (mark !== '' && text.includes(mark) ? [name] : []))
  // Five digits stand by chance in any hash: only alone, and not in a database's bytes.
  const isAlone = !text.startsWith('SQLite') && new RegExp(`(?<![\\w.:-])${code}(?![\\w.:-])`).test(text)
  return isAlone ? [...names, 'code'] : names
}

/** Answers each question when it comes; the last answer of its kind is repeated. */
async function interview(
  folder: string,
  answers: Readonly<Record<string, readonly (() => Promise<string>)[]>>,
  said: string[],
): Promise<number | null> {
  const program = join(import.meta.dirname, '../../bin/karvon.js')
  const child = spawn(process.execPath, [program, 'accounts', 'login', '--owner', '1'], { cwd: folder, stdio: 'pipe' })
  const asked = new Map<string, number>()
  let [printed, seen] = ['', 0]
  child.stdout.on('data', (chunk) => (printed += String(chunk)))
  child.stderr.on('data', (chunk) => {
    printed += String(chunk)
    const question = Object.keys(answers).find((each) => printed.indexOf(each, seen) !== -1)
    if (question === undefined) return
    seen = printed.length
    const times = asked.get(question) ?? 0
    asked.set(question, times + 1)
    const answer = answers[question]?.at(Math.min(times, (answers[question]?.length ?? 1) - 1))
    void answer?.().then((line) => child.stdin.write(`${line}\n`))
  })
  const [code] = (await once(child, 'close')) as [number | null]
  said.push(printed)
  return code
}

/** But for what holds secrets on purpose, and the lock, which nobody else may open. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !['.env', 'sessions.txt', tokenFile, 'data/lock'].includes(name))
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
}
