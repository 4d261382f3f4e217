import { describe, expect, it } from 'vitest'
import { program } from '../../support/program.ts'
import { run } from '../../support/run.ts'
import { deadlineMs, killed, openChaos } from './chaos.ts'
import type { Chaos } from './chaos.ts'
import { allWell } from './judge.ts'

// The figures of the fault table for every change: F1, F2 and PEER_FLOOD once each.
const size = { accounts: 8, groups: 160 }
const options = { timeoutMs: deadlineMs }

describe('flood waits of all accounts', () => {
  it('are kept to their end by an engine that was killed meanwhile, and alert once (F1)', async (t) => {
    const chaos = await openChaos(t, size)
    const seconds = 30
    const rules = await Promise.all(
      usersOf(chaos).map((account) =>
        chaos.client.rules.add({ floodWait: { seconds, scope: 'send' }, account, lane: 'send', skip: 4, times: 1 }),
      ),
    )
    const engine = chaos.start()
    await Promise.all(rules.map(({ id }) => chaos.client.waitForRule(id, 1, options)))
    await kept(chaos, rules.length)
    await knownAsStorm(chaos)
    const status = await run(program, ['status'], { cwd: chaos.installation.folder, root: '/' })
    expect(await engine.end('SIGKILL')).toEqual(killed)

    expect((await chaos.settle()).verdict).toEqual(allWell)
    expect(await tooEarly(chaos, seconds * 1_000)).toEqual([])
    expect(status.stdout).toMatch(/Telegram slow(?:s|ed) the whole installation: 8 flood waits/)
    expect(alerts(chaos)).toEqual([
      expect.stringMatching(/^Telegram slows this installation, not one account: [5-8] of [5-8] accounts .* 3[01] s\./),
    ])
  })

  it('of one account alone alert nobody and slow no other', async (t) => {
    const chaos = await openChaos(t, size)
    const account = usersOf(chaos)[0] ?? 0
    const rule = { floodWait: { seconds: 2, scope: 'send' }, account, lane: 'send', skip: 2, times: 1 } as const
    const { id } = await chaos.client.rules.add(rule)

    expect((await chaos.settle()).verdict).toEqual(allWell)
    await chaos.client.waitForRule(id, 1, options)
    expect(await tooEarly(chaos, 2_000)).toEqual([])
    expect([alerts(chaos), stormRows(chaos)]).toEqual([[], []])
  })
})

describe('a flood wait of a day', () => {
  it('holds its account after a restart, and no other (F2)', async (t) => {
    const chaos = await openChaos(t, size)
    const { client } = chaos
    const account = usersOf(chaos)[0] ?? 0
    const rule = await client.rules.add({ floodWait: { seconds: 86_400 }, account, lane: 'send', skip: 3, times: 1 })
    const first = chaos.start()
    await client.waitForRule(rule.id, 1, options)
    await kept(chaos, 1)
    expect(await first.end('SIGKILL')).toEqual(killed)

    const second = chaos.start()
    await othersDone(chaos, account)
    await second.end('SIGTERM')

    const ofAccount = size.groups / size.accounts
    expect(await chaos.judge()).toEqual({ ...allWell, lost: ofAccount - 3, open: ofAccount - 3 })
    expect(await tooEarly(chaos, 86_400_000)).toEqual([])
  })
})

describe('an account that Telegram limits for spam (PEER_FLOOD)', () => {
  it('asks no more, and the others go on', async (t) => {
    const chaos = await openChaos(t, size)
    const { client } = chaos
    const account = usersOf(chaos)[0] ?? 0
    await client.world.changeUser(account, { status: 'limited' })

    const engine = chaos.start()
    await othersDone(chaos, account)
    await engine.end('SIGTERM')

    const ofAccount = size.groups / size.accounts
    expect(await chaos.judge()).toEqual({ ...allWell, lost: ofAccount, open: ofAccount })
    const { lines } = await client.ledger.lines({ account, method: 'messages.sendMessage' })
    expect(lines.map(({ error }) => error)).toEqual(['PEER_FLOOD'])
    expect(chaos.read(`select state from accounts where telegram_id = ${account}`)).toEqual([{ state: 'limited' }])
  })
})

function usersOf({ installation }: Chaos): number[] {
  return [...new Set(installation.targets.map(({ userId }) => userId))]
}

/** Killed before the answer is on disk, the engine would have to ask again: no fault of its memory. */
function kept({ client, read }: Chaos, count: number): Promise<boolean> {
  const isKept = () => Promise.resolve(read(`select key from waits where key = 'lane:send'`).length === count)
  return client.until('the flood waits to be kept', isKept, { on: ['ledger', 'tick'], ...options })
}

/** Killed before the storm is on disk, the next engine would have to find it out anew. */
function knownAsStorm(chaos: Chaos): Promise<boolean> {
  const isKnown = () => Promise.resolve(stormRows(chaos).length === 1)
  return chaos.client.until('the flood storm to be kept', isKnown, { on: ['ledger', 'tick'], ...options })
}

function stormRows({ read }: Chaos): unknown[] {
  return read(`select value from settings where key = 'flood-storm'`)
}

/** What somebody is alerted to, of all engines that ran here. */
function alerts({ log }: Chaos): string[] {
  const lines = log()
    .split('\n')
    .filter((line) => line.includes('"alert":true'))
  return lines.map((line) => (JSON.parse(line) as { readonly msg: string }).msg)
}

function othersDone({ client, read }: Chaos, account: number): Promise<boolean> {
  const open = () =>
    read<{ sent: number }>(`
      select count(*) as sent from attempts t join accounts a on a.id = t.account_id
      where t.state = 'sent' and a.telegram_id <> ${account}`)[0]?.sent
  const isDone = () => Promise.resolve(open() === size.groups - size.groups / size.accounts)
  return client.until('the other accounts to be done', isDone, { on: ['ledger', 'tick'], ...options })
}

/** Requests to send before the end of their account's flood wait (I5). */
async function tooEarly({ client }: Chaos, waitMs: number): Promise<unknown[]> {
  const found: unknown[] = []
  const freeAtMs = new Map<number, number>()
  for await (const line of client.ledger.all({ method: 'messages.sendMessage' })) {
    const { account, atMs, error } = line
    if (atMs < (freeAtMs.get(account) ?? 0)) found.push(line)
    if (error?.startsWith('FLOOD_WAIT') === true) freeAtMs.set(account, atMs + waitMs)
  }
  expect(freeAtMs.size).toBeGreaterThan(0)
  return found
}
