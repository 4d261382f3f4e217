import { describe, expect, it } from 'vitest'
import { startRounds } from '../support/rounds.ts'

describe('a basic group that becomes a supergroup while a campaign writes to it', () => {
  it('is followed with the message that is refused, and is where the next rounds go at once', async () => {
    const { begin, accounts, db, owner, telegram, tickAfter, textsIn, until } = await startRounds({ groups: 0 })
    const [account] = accounts
    if (account === undefined) throw new Error('no account')
    const memberIds = [account.userId]
    const basic = telegram.world.chats.create({ kind: 'basic', title: 'Oila', creatorId: owner.id, memberIds })
    db.prepare(
      `insert into peers (account_id, peer, kind, title, may_post, is_forum, seen_at_ms) values (?, ?, 'basic', 'Oila', 1, 0, 1)`,
    ).run(account.id, basic.peer)
    await begin({ targets: [{ accountId: account.id, peer: basic.peer, topic: 0 }], everyMs: 20_000 })
    await tickAfter(0)
    await until(() => textsIn(basic.peer).length === 1)

    const supergroup = telegram.world.membership.migrate(basic, owner.id)
    for (let round = 1; round <= 3; round++) {
      await tickAfter(20_000)
      await until(() => textsIn(supergroup.peer).length === round)
    }
    const states = () => db.prepare<[], { state: string }>('select state, tries from attempts').all()
    await until(() => states().every(({ state }) => state === 'sent'))

    expect(states()).toEqual([1, 2, 3, 4].map(() => ({ state: 'sent', tries: 1 })))
    const refused = telegram.judge.counts(['error']).filter(({ error }) => error === 'CHAT_MIGRATED')
    expect(refused).toMatchObject([{ requests: 1 }])
    const known = db.prepare('select peer, access_hash as hash, migrated_to as successor from peers where title = ?')
    const hash = String(telegram.world.users.accessHash(account.userId, supergroup.peer))
    expect(known.all('Oila')).toEqual(
      expect.arrayContaining([
        { peer: basic.peer, hash: null, successor: supergroup.peer },
        { peer: supergroup.peer, hash, successor: null },
      ]),
    )
  })
})
