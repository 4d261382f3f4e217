import { openAllVerbs } from '../../../src/features/store.ts'
import type { AttemptState } from '../../../src/delivery/attempt.ts'
import { openCommands } from '../../support/commands.ts'
import type { TestCommands } from '../../support/commands.ts'

/** The account may write in the first two. */
export const first = -1_000_000_000_001
const [second, closed] = [-1_000_000_000_002, -1_000_000_000_003]
export const create = ['campaigns', 'create', '--owner', '1001', '--account', '1', '--text', 'Salom']

export function refused(line: string) {
  return { code: 2, stdout: '', stderr: `error: ${line}\n` }
}

/** One owner, one account that knows three groups and may write in two. */
export async function setup(environment: Record<string, string> = {}) {
  const commands = openCommands()
  Object.assign(commands.environment, environment)
  await commands.json('users', 'add', '--id', '1001', '--days', '30')
  commands.withDatabase((db) => {
    const verbs = openAllVerbs(db)
    addAccount(verbs, 5)
    const group = { kind: 'supergroup' as const, username: null, accessHash: '1', isForum: false, migratedTo: null }
    const groups = [
      { ...group, peer: first, title: 'Alfa', whyNot: null },
      { ...group, peer: second, title: 'Beta', whyNot: null },
      { ...group, peer: closed, title: 'Closed', whyNot: 'admins-only' },
    ]
    verbs.savePeers({ accountId: 1, peers: groups, nowMs: 1 })
  })
  return {
    ...commands,
    ...roundsOf(commands),
    /** @returns the id of an account that has sent nothing */
    another: () => commands.withDatabase((db) => addAccount(openAllVerbs(db), 6)),
  }
}

function addAccount(verbs: ReturnType<typeof openAllVerbs>, telegramId: number): number {
  const id = verbs.reserveAccountId()
  const login = {
    telegramId,
    authKeyId: `${telegramId}`,
    name: 'Aziz',
    username: null,
    session: 'sealed',
    device: '{}',
  }
  verbs.addLogin({ id, ownerId: 1001, ...login, capPerMinute: 6, nowMs: 1 })
  return id
}

function roundsOf({ json, withDatabase }: TestCommands) {
  return {
    /** A campaign with one round, which has two attempts in these states. */
    async ended(states: readonly [AttemptState, AttemptState]) {
      const { campaign } = await json<{ campaign: { id: number; uuid: string; contentId: number } }>(
        ...create,
        '--groups',
        'all',
        '--once',
      )
      withDatabase((db) => {
        const verbs = openAllVerbs(db)
        const run = verbs.openRun(
          {
            campaignId: campaign.id,
            campaignUuid: campaign.uuid,
            ownerId: 1001,
            contentId: campaign.contentId,
            plannedAtMs: 5,
          },
          5,
        )
        const send = { accountId: 1, partition: 1, topic: 0, part: 0, dueAtMs: 5 }
        const sends = [first, second].map((peer) => ({ ...send, peer }))
        verbs.schedule({ runId: run.id, ownerId: 1001, contentId: campaign.contentId, sends })
        verbs.beginRun(run.id, 5)
        const set = db.prepare(
          `update attempts set state = ?, reason = 'why', settled_at_ms = iif(? in ('pending', 'in-flight'), null, 9), tries = 5 where peer = ?`,
        )
        for (const [index, peer] of [first, second].entries()) set.run(states[index], states[index], peer)
        const count = (state: AttemptState) => states.filter((one) => one === state).length
        db.prepare(
          `update runs set state = 'finished', finished_at_ms = ?, sent = ?, failed = ?, cancelled = ?, uncertain = ?`,
        ).run(Date.now(), count('sent'), count('failed-terminal'), count('cancelled'), count('uncertain'))
        db.exec(`
          update runs set state = 'running', finished_at_ms = null where sent + failed + cancelled + uncertain < targets;
          update campaigns set state = (select state from runs), started_at_ms = 1`)
      })
      return { campaignId: campaign.id }
    },
    states: (): string[] =>
      withDatabase((db) => db.prepare<[], string>('select state from attempts order by id').pluck().all()),
  }
}
