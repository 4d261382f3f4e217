import type { ShiftableClock } from '../../../src/base/clock.ts'
import { encodeContent } from '../../../src/delivery/message.ts'
import type { Content } from '../../../src/delivery/message.ts'
import { LedgerReader } from '../../../src/simulator/ledger/ledger-reader.ts'
import { startEngine } from '../../support/engine.ts'
import type { EngineOptions } from '../../support/engine.ts'
import { keepFile } from './library.ts'

/** A shard with groups, and a photo in the library. */
export async function startWithPhoto(options: EngineOptions) {
  const engine = await startEngine(options)
  const { store, db, telegram, chats, owner, hintAll, accounts } = engine
  const photo = await keepFile(store)
  await engine.begin()
  let rounds = 0
  const attempts = () =>
    db.prepare('select kind, state, reason, tries, due_at_ms as dueAtMs from attempts order by id').all()

  const begun = async (content: Content) => {
    rounds += 1
    const contentId = 910_000 + rounds
    db.prepare('insert into contents (id, owner_id, body, created_at_ms) values (?, 1, ?, 1)').run(
      contentId,
      encodeContent(content),
    )
    const run = await store.openRun(
      { campaignId: rounds, campaignUuid: `c-${rounds}`, ownerId: 1, contentId, plannedAtMs: 500 },
      Date.now(),
    )
    const sends = chats.flatMap(({ peer }, index) => {
      const account = accounts[index % accounts.length]
      if (account === undefined) return []
      return [{ accountId: account.id, partition: account.partition, peer, topic: 0, part: 0, dueAtMs: Date.now() }]
    })
    await store.schedule({ runId: run.id, ownerId: 1, contentId, sends })
    await store.beginRun(run.id, Date.now())
    await hintAll()
    const finished = async () => {
      const deadline = Date.now() + 60_000
      for (;;) {
        const found = await store.run(run.id)
        const isOver = found?.state === 'finished' || found?.state === 'stopped'
        if (found !== undefined && isOver) return found
        if (Date.now() > deadline) throw new Error(`not over: ${JSON.stringify([found, attempts()])}`)
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    }
    return { id: run.id, finished }
  }
  /** The run with everything that it waits for skipped: as soon as nothing is on the wire and nothing due, the clock goes on. */
  const hurried = async ({ id, finished }: Awaited<ReturnType<typeof begun>>, clock: ShiftableClock) => {
    const next = db.prepare<[], { dueAtMs: number | null; busy: number }>(`
      select min(iif(state = 'pending', due_at_ms, null)) as dueAtMs, count(iif(state = 'in-flight', 1, null)) as busy
      from attempts where state in ('pending', 'in-flight')`)
    const deadline = Date.now() + 60_000
    while ((await store.run(id))?.state === 'running' && Date.now() < deadline) {
      const { dueAtMs, busy } = next.get() ?? { dueAtMs: null, busy: 0 }
      if (dueAtMs !== null && busy === 0 && dueAtMs > clock.nowMs()) {
        clock.advance(dueAtMs - clock.nowMs())
        await hintAll()
      }
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    return finished()
  }
  const run = async (content: Content) => (await begun(content)).finished()
  const messages = () =>
    chats.map(({ peer }) =>
      telegram.world.messages
        .history(owner.id, peer, { limit: 50, order: 'oldest first' })
        .filter(({ action }) => action === null),
    )
  const texts = () => messages().map((found) => found.map(({ text }) => text).toSorted())
  const judge = new LedgerReader(telegram.files.db, telegram.files.commit)
  const methods = (name: string) => judge.page({}, { limit: 1000 }).lines.filter(({ method }) => method === name).length
  return { ...engine, photo, run, begun, hurried, messages, texts, methods }
}
