import { afterAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/base/clock.ts'
import { seededRandom } from '../../../src/base/random.ts'
import { openDatabase } from '../../../src/base/sqlite.ts'
import { GroupCommit } from '../../../src/simulator/world/group-commit.ts'
import { openWorld } from '../../../src/simulator/world/world.ts'
import type { World } from '../../../src/simulator/world/world.ts'
import { demoSize } from '../../../src/simulator/worlds/demo.ts'
import { settleWorld } from '../../../src/simulator/worlds/worlds.ts'
import { openTestWorld } from '../../support/world.ts'

const dayMs = 24 * 3_600_000

describe('the demo world', () => {
  it('holds its accounts as test phones, each in its share of the groups and talking to somebody', () => {
    const world = demoWorld()

    const account = world.users.byPhone('9996620001')
    expect([...world.chats.all()]).toHaveLength(demoSize.groups)
    const peers = world.dialogs.of(account?.id ?? 0).map(({ peer }) => peer)
    expect(peers.filter((peer) => peer < 0)).toHaveLength(demoSize.groupsPerAccount)
    expect(peers.filter((peer) => peer > 0)).toHaveLength(1)
    expect(world.users.byPhone('9996620200')).toBeDefined()
    expect(world.users.byPhone('9996620201')).toBeUndefined()
  })

  it('has every kind of group that an account may meet', () => {
    const chats = [...demoWorld().chats.all()]

    expect(new Set(chats.map(({ kind }) => kind))).toEqual(new Set(['basic', 'supergroup', 'channel']))
    expect(chats.some(({ isForum }) => isForum)).toBe(true)
    expect(chats.some(({ slowModeSeconds }) => slowModeSeconds > 0)).toBe(true)
    expect(chats.some(({ defaultBanned }) => defaultBanned.includes('sendMessages'))).toBe(true)
  })

  it('has accounts with folders, with a password and on every DC, where the README says so', () => {
    const world = demoWorld()
    const numbersOf = (isSo: (phone: string) => boolean) =>
      Array.from({ length: demoSize.accounts }, (_, index) => index + 1).filter((number) =>
        isSo(`999662${String(number).padStart(4, '0')}`),
      )
    const account = (phone: string) => world.users.byPhone(phone)

    expect(numbersOf((phone) => account(phone)?.password != null)).toEqual(fromTo(181, 190))
    expect(numbersOf((phone) => account(phone)?.dcId === 1)).toEqual(fromTo(191, 195))
    expect(numbersOf((phone) => account(phone)?.dcId === 3)).toEqual(fromTo(196, 200))
    expect(account('9996620001')?.folders.map(({ peers, flags }) => [peers.length, flags])).toEqual([
      [8, []],
      [0, ['broadcasts']],
    ])
  })

  it('gives people a first name and a surname of one script and one gender', () => {
    const people = [...demoWorld().users.all()].filter(({ bot, lastName }) => bot === null && lastName !== '')

    const mixed = people.filter(
      ({ firstName, lastName }) =>
        isCyrillic(firstName) !== isCyrillic(lastName) || isWoman(firstName) !== isWoman(lastName),
    )
    expect(mixed.filter(({ lastName }) => lastName !== 'Ким')).toEqual([])
    expect([...demoWorld().chats.all()].filter(({ title }) => /[a-z]/i.test(title) && isCyrillic(title))).toEqual([])
  })

  it('has a past: chats that were made before they were written in, and are busy or quiet', () => {
    const world = demoWorld()
    const nowMs = systemClock.nowMs()

    const chats = [...world.chats.all()]
    const ages = chats.map(({ topAtMs }) => nowMs - topAtMs)
    expect(Math.min(...ages)).toBeGreaterThan(0)
    expect(ages.filter((ageMs) => ageMs < dayMs).length).toBeGreaterThan(chats.length / 4)
    expect(ages.filter((ageMs) => ageMs > 7 * dayMs).length).toBeGreaterThan(chats.length / 10)
    for (const { peer, createdAtMs, creatorId } of chats.slice(0, 100)) {
      const times = world.messages
        .history(creatorId, peer, { limit: 20, order: 'oldest first' })
        .map(({ atMs }) => atMs)
      expect(times[0]).toBe(createdAtMs)
      expect(times).toEqual(times.toSorted((one, other) => one - other))
    }
  })

  it('is read for the most part', () => {
    const world = demoWorld()
    const { id } = world.users.byPhone('9996620001') ?? { id: 0 }

    const unread = world.dialogs.of(id).filter((dialog) => world.dialogs.unreadCount(id, dialog) > 0)
    expect(unread.length).toBeGreaterThan(3)
    expect(unread.length).toBeLessThan(20)
  })

  it('is the same for the same seed', () => {
    const [one, same, other] = [1, 1, 2].map((seed) => {
      const { world, clock } = openTestWorld()
      const nowMs = clock.nowMs()
      settleWorld(world, 'demo', seededRandom(seed))
      return [...world.chats.all()]
        .map(({ title, topAtMs }) => `${title} ${Math.round((nowMs - topAtMs) / dayMs)}`)
        .join('\n')
    })

    expect(one).toBe(same)
    expect(one).not.toBe(other)
  })

  it('goes on after a restart, and refuses a folder that holds the other world', () => {
    const first = openTestWorld()
    settleWorld(first.world, 'demo', seededRandom(1))
    const before = first.world.dialogs.of(5_000_000_001)
    const { world } = first.reopen()

    settleWorld(world, 'demo', seededRandom(1))

    expect([...world.chats.all()]).toHaveLength(demoSize.groups)
    expect(new Set(world.dialogs.of(5_000_000_001).map(({ topAtMs }) => topAtMs))).toEqual(
      new Set(before.map(({ topAtMs }) => topAtMs)),
    )
    expect(() => settleWorld(world, 'empty', seededRandom(1))).toThrow(/holds the demo world/)
  })
})

let built: { readonly world: World; close(): void } | undefined

afterAll(() => {
  built?.close()
  built = undefined
})

/** One for all who only look, because it takes half a second to build. */
function demoWorld(): World {
  built ??= buildInMemory()
  return built.world
}

function buildInMemory() {
  const db = openDatabase(':memory:')
  const commit = new GroupCommit(db, (error) => {
    throw error
  })
  const random = seededRandom(1)
  const world = openWorld({ db, commit, clock: systemClock, random })
  settleWorld(world, 'demo', random)
  const close = () => {
    commit.close()
    db.close()
  }
  return { world, close }
}

function fromTo(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

function isCyrillic(text: string): boolean {
  return /[а-яё]/i.test(text)
}

/** As names of women end in both languages. */
function isWoman(name: string): boolean {
  return /[aая]$/.test(name)
}
