import { describe, expect, it } from 'vitest'
import { openLocalTestStore, startStoreHere } from '../support/store.ts'

const dayMs = 24 * 3_600_000
const nowMs = Date.UTC(2026, 10, 21)
const newcomer = { name: 'Aziz', username: 'aziz', language: 'uz', isSuperAdmin: false, nowMs } as const
const boss = { id: 9, name: 'Boss', username: 'boss', language: 'en', isSuperAdmin: true, nowMs } as const
const acting = { actor: 'user 9', nowMs }

describe('asking for access', () => {
  it('is one request with one notice for each admin, of 50 first messages at once', async () => {
    const { store, db } = startStoreHere()
    await store.meet(boss)
    await store.meet({ ...boss, id: 10 })

    const asked = await Promise.all(
      Array.from({ length: 50 }, async () => {
        await store.meet({ ...newcomer, id: 1001 })
        return store.requestAccess({ id: 1001, nowMs })
      }),
    )

    expect(asked.filter((isNew) => isNew)).toHaveLength(1)
    expect(db.prepare('select user_id as id from access_requests').all()).toEqual([{ id: 1001 }])
    expect(db.prepare('select user_id as id, kind from notices order by id').all()).toEqual([
      { id: 9, kind: 'admin.request' },
      { id: 10, kind: 'admin.request' },
    ])
  })

  it('is made good by the next message when the process ended after the first one', async () => {
    const { store } = openLocalTestStore()
    await store.meet(boss)
    await store.meet({ ...newcomer, id: 1001 })

    await store.meet({ ...newcomer, id: 1001 })
    expect(await store.requestAccess({ id: 1001, nowMs })).toBe(true)
    expect(await store.requestAccess({ id: 1001, nowMs })).toBe(false)
  })

  it('is answered once, by whoever was first, and every admin’s notice is told anew', async () => {
    const { store, db } = openLocalTestStore()
    await store.meet(boss)
    await store.meet({ ...boss, id: 10 })
    await store.meet({ ...newcomer, id: 1001 })
    await store.requestAccess({ id: 1001, nowMs })
    const { requestId } = db
      .prepare<[], { requestId: number }>('select id as requestId from access_requests')
      .get() ?? {
      requestId: 0,
    }

    const first = await store.answerRequest({ requestId, days: 30, ...acting })
    const second = await store.answerRequest({ requestId, days: 0, actor: 'user 10', nowMs })

    expect(first).toMatchObject({ person: { accessUntilMs: nowMs + 30 * dayMs, isBanned: false } })
    expect(second).toEqual({ problem: 'answered' })
    expect(await store.accessRequest(requestId)).toMatchObject({ answer: 'grant 30', answeredBy: 'user 9' })
    expect(db.prepare('select count(*) as stale from notices where is_stale = 1').get()).toEqual({ stale: 2 })
    expect(await store.auditLines({ before: null, subject: 'user 1001', limit: 5 })).toMatchObject([
      { actor: 'user 9', action: 'users.grant', detail: '30 days' },
    ])
  })
})

describe('days of access', () => {
  it('are added to what is left, and taken away down to now', async () => {
    const { store } = openLocalTestStore()
    const until = async (answer: Promise<object>) => ({ ...(await answer) }) as { person?: { accessUntilMs: number } }

    const grant = { id: 1001, days: 30, name: null, ...acting }
    await store.grantAccess(grant)
    expect((await until(store.grantAccess(grant))).person?.accessUntilMs).toBe(nowMs + 60 * dayMs)
    const take = { id: 1001, days: 45, ...acting }
    expect((await until(store.takeAccess(take))).person?.accessUntilMs).toBe(nowMs + 15 * dayMs)
    expect((await until(store.takeAccess(take))).person?.accessUntilMs).toBe(nowMs)
    expect(await store.takeAccess(take)).toEqual({ problem: 'no-access' })
  })

  it('are told by what they are: new, longer, shorter, given again, or by the end of a ban', async () => {
    const { store, db } = openLocalTestStore()
    const told = () =>
      db
        .prepare<[], { kind: string; detail: string }>('select kind, detail from notices order by id')
        .all()
        .map(({ kind, detail }) => ({ kind, ...(JSON.parse(detail) as { untilMs: number; change?: string }) }))
    const grant = (atMs: number) => store.grantAccess({ id: 1001, days: 30, name: null, actor: 'cli', nowMs: atMs })

    await grant(nowMs)
    await grant(nowMs + 1)
    await store.takeAccess({ id: 1001, days: 30, actor: 'cli', nowMs: nowMs + 2 })
    await store.banPerson({ id: 1001, mayBanAdmins: false, actor: 'cli', nowMs: nowMs + 3 })
    await store.unbanPerson({ id: 1001, actor: 'cli', nowMs: nowMs + 4 })
    await grant(nowMs + 31 * dayMs)

    expect(told()).toEqual([
      { kind: 'access.granted', change: 'new', untilMs: nowMs + 30 * dayMs },
      { kind: 'access.granted', change: 'longer', untilMs: nowMs + 60 * dayMs },
      { kind: 'access.shortened', untilMs: nowMs + 30 * dayMs },
      { kind: 'access.granted', change: 'unbanned', untilMs: nowMs + 30 * dayMs },
      { kind: 'access.granted', change: 'again', untilMs: nowMs + 61 * dayMs },
    ])
  })

  it('that are all taken away end as any access does, and what is left of them is told once', async () => {
    const { store, db } = openLocalTestStore()
    await store.grantAccess({ id: 1001, days: 32, name: null, ...acting })
    const take = { id: 1001, days: 30, actor: 'cli', nowMs: nowMs + 1 }
    const kinds = () => db.prepare<[], { kind: string }>('select kind from notices order by id').all()

    await store.takeAccess(take)
    expect(await store.warnOfEnd({ nowMs: nowMs + 1, limit: 10 })).toEqual([])
    await store.takeAccess(take)

    expect(await store.endAccess({ nowMs: nowMs + 1, limit: 10 })).toMatchObject([{ id: 1001 }])
    expect(kinds().map(({ kind }) => kind)).toEqual(['access.granted', 'access.shortened', 'access.ended'])
    expect(await store.accessChores(5)).toEqual([{ userId: 1001, chore: 'pause' }])
  })

  it('end once and are warned of once, until they are renewed', async () => {
    const { store, db } = openLocalTestStore()
    await store.grantAccess({ id: 1001, days: 7, name: null, ...acting })
    const endMs = nowMs + 7 * dayMs
    const kinds = () => db.prepare<[], { kind: string }>('select kind from notices order by id').all()

    expect(await store.warnOfEnd({ nowMs: endMs - 4 * dayMs, limit: 10 })).toEqual([])
    expect(await store.warnOfEnd({ nowMs: endMs - 3 * dayMs, limit: 10 })).toHaveLength(1)
    expect(await store.warnOfEnd({ nowMs: endMs - 2 * dayMs, limit: 10 })).toEqual([])
    expect(await store.endAccess({ nowMs: endMs - 1, limit: 10 })).toEqual([])
    expect(await store.endAccess({ nowMs: endMs, limit: 10 })).toMatchObject([{ id: 1001 }])
    expect(await store.endAccess({ nowMs: endMs, limit: 10 })).toEqual([])
    expect(await store.accessChores(5)).toEqual([{ userId: 1001, chore: 'pause' }])
    expect(kinds().map(({ kind }) => kind)).toEqual(['access.granted', 'access.ending', 'access.ended'])

    await store.grantAccess({ id: 1001, days: 2, name: null, actor: 'cli', nowMs: endMs + dayMs })
    expect(await store.accessChores(5)).toEqual([])
    expect(await store.warnOfEnd({ nowMs: endMs + dayMs, limit: 10 })).toEqual([])
  })
})

describe('an invitation by name', () => {
  it('is for whoever has the name when they write, bound to their id from then on', async () => {
    const { store } = openLocalTestStore()
    await store.meet({ ...newcomer, id: 1001, username: 'other' })
    await store.invitePerson({ username: 'Aziz', days: 30, ...acting })

    const taker = await store.meet({ ...newcomer, id: 1001, username: 'aziz' })
    const stranger = await store.meet({ ...newcomer, id: 1002, username: 'aziz' })

    expect(taker.person.accessUntilMs).toBe(nowMs + 30 * dayMs)
    expect(stranger.person.accessUntilMs).toBeNull()
  })

  it('does not let in somebody who is banned', async () => {
    const { store } = openLocalTestStore()
    await store.meet({ ...newcomer, id: 1001 })
    await store.banPerson({ id: 1001, mayBanAdmins: false, ...acting })
    await store.invitePerson({ username: 'aziz', days: 30, ...acting })

    expect((await store.meet({ ...newcomer, id: 1001 })).person).toMatchObject({ isBanned: true, accessUntilMs: null })
  })
})

describe('a ban', () => {
  it('owes the stop of all they run, and does not reach admins unless it may', async () => {
    const { store } = openLocalTestStore()
    await store.meet(boss)
    await store.meet({ ...newcomer, id: 1001 })

    expect(await store.banPerson({ id: 9, mayBanAdmins: false, ...acting })).toEqual({ problem: 'admin' })
    await store.banPerson({ id: 1001, mayBanAdmins: false, ...acting })
    expect(await store.accessChores(5)).toEqual([{ userId: 1001, chore: 'stop' }])
    expect(await store.grantAccess({ id: 1001, days: 1, name: null, ...acting })).toEqual({ problem: 'banned' })
    expect(await store.requestAccess({ id: 1001, nowMs })).toBe(false)

    expect(await store.unbanPerson({ id: 1001, ...acting })).toMatchObject({ person: { isBanned: false } })
    expect(await store.accessChores(5)).toEqual([])
    expect(await store.unbanPerson({ id: 1001, ...acting })).toEqual({ problem: 'not-banned' })
  })
})

describe('people who are looked for', () => {
  it('are found by id, @name and how the words of their name begin, in any script and with any signs', async () => {
    const { store } = openLocalTestStore()
    for (let id = 2000; id < 2300; id++) {
      await store.meet({ ...newcomer, id, name: `Aziz ${id}`, username: null })
    }
    await store.meet({ ...newcomer, id: 1001, name: 'Нодира «Ўқтам»', username: 'Nodira_K' })
    const ids = async (text: string) => (await store.findPeople({ text, limit: 8 })).map(({ id }) => id)

    expect(await ids('1001')).toEqual([1001])
    expect(await ids('@nodira_k')).toEqual([1001])
    expect(await ids('@nodira')).toEqual([])
    expect(await ids('НОД ўқ')).toEqual([1001])
    expect(await ids('aziz 229')).toEqual([2290, 2291, 2292, 2293, 2294, 2295, 2296, 2297])
    expect(await ids(`'; drop table users; --`)).toEqual([])
    expect(await ids('%')).toEqual([])

    await store.meet({ ...newcomer, id: 1001, name: 'Zilola', username: null })
    expect(await ids('нод')).toEqual([])
    expect(await ids('zil')).toEqual([1001])
  })

  it('stand in lists by what they may do, a page at a time', async () => {
    const { store } = openLocalTestStore()
    await store.meet(boss)
    for (let id = 2000; id < 2020; id++) await store.meet({ ...newcomer, id, username: null, nowMs: nowMs + id })
    for (const id of [2000, 2001]) await store.grantAccess({ id, days: id - 1990, name: null, ...acting })
    await store.banPerson({ id: 2002, mayBanAdmins: false, ...acting })
    const list = async (name: 'all' | 'confirmed' | 'requested' | 'banned', page = 0) => {
      const { people, count } = await store.peopleList({ list: name, page, limit: 8, nowMs })
      return [count, people.map(({ id }) => id)]
    }

    expect(await list('confirmed')).toEqual([3, [9, 2000, 2001]])
    expect(await list('banned')).toEqual([1, [2002]])
    expect(await list('requested')).toEqual([17, [2019, 2018, 2017, 2016, 2015, 2014, 2013, 2012]])
    expect(await list('requested', 2)).toEqual([17, [2003]])
    expect((await list('all', 1))[0]).toBe(22)
  })
})

describe('what an admin does twice because the process ended before it was marked as done', () => {
  it('adds and takes its days once, and is answered as the first time', async () => {
    const { store } = openLocalTestStore()
    await store.meet(boss)
    const grant = { id: 1001, days: 30, name: null, ...acting }
    const until = (answer: Awaited<ReturnType<typeof store.grantAccess>>) =>
      'person' in answer ? ((answer.person.accessUntilMs ?? 0) - nowMs) / dayMs : answer.problem

    expect(until(await store.grantAccess({ ...grant, deed: 'message 9 5' }))).toBe(30)
    expect(until(await store.grantAccess({ ...grant, deed: 'message 9 5', nowMs: nowMs + 60_000 }))).toBe(30)
    expect(until(await store.grantAccess({ ...grant, deed: 'press 77' }))).toBe(60)
    expect(until(await store.takeAccess({ ...grant, deed: 'press 78' }))).toBe(30)
    expect(until(await store.takeAccess({ ...grant, deed: 'press 78' }))).toBe(30)
    expect(until(await store.grantAccess(grant))).toBe(60)
    expect(until(await store.grantAccess(grant))).toBe(90)
    expect(await store.auditLines({ before: null, subject: 'user 1001', limit: 9 })).toHaveLength(5)
  })
})
