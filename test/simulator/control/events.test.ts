import { describe, expect, it } from 'vitest'
import type { ControlEvent } from '../../../src/simulator/control/control-event.ts'
import { EventFeed } from '../../../src/simulator/control/event-feed.ts'
import { EventStreams } from '../../../src/simulator/control/event-streams.ts'
import { eventRoutes } from '../../../src/simulator/control/routes/events.ts'
import { openTestWorld } from '../../support/world.ts'
import { startControl } from '../../support/control.ts'

describe('events', () => {
  it('tell of messages, edits, deletions, members and blocks in their order', async () => {
    const { client, files, aziz, malika, group } = await setup()
    const events = await client.events(['message', 'edited', 'deleted', 'member', 'blocked'])

    const sent = await client.people.write(aziz, group, 'salom')
    files.world.messages.edit(aziz, group, sent.id, { text: 'assalom' })
    files.world.messages.delete(aziz, group, [sent.id])
    await client.world.changeMember(group, malika, { role: 'admin', adminRights: [] })
    await client.people.block(aziz, malika)

    expect(await take(events, 5)).toMatchObject([
      { type: 'message', message: { text: 'salom', to: group } },
      { type: 'edited', message: { text: 'assalom' } },
      { type: 'deleted', to: group, ids: [sent.id] },
      { type: 'member', chat: group, userId: malika, before: { role: 'member' }, after: { role: 'admin' } },
      { type: 'blocked', userId: aziz, targetId: malika, isBlocked: true },
    ])
  })

  it('hint once a turn that the ledger grew or a rule acted', async () => {
    const { client, ledger, rules } = await setup()
    const { id } = await client.rules.add({ delayMs: 1 })
    const events = await client.events(['ledger', 'rule'])

    for (let index = 0; index < 500; index++) {
      rules.decide({ surface: 'mtproto', account: 1, method: 'help.getConfig', chat: null, nowMs: 0 })
      ledger.append({ ...line, account: index })
    }

    expect(await take(events, 2)).toEqual([
      { type: 'rule', ruleId: id },
      { type: 'ledger', seq: 500 },
    ])
  })

  it('are told only once they are on disk', async () => {
    const { client, files, aziz, group } = await setup()
    const events = await client.events(['message'])
    const flushed = new Promise<boolean>((resolve) => {
      files.world.messages.send({ fromId: aziz, to: group, text: 'salom' })
      files.commit.whenDurable(() => resolve(files.db.inTransaction))
    })

    await take(events, 1)

    expect(await flushed).toBe(false)
  })

  it('reach many readers, each with the kinds it asked for', async () => {
    const { client, aziz, group } = await setup()
    const readers = await Promise.all([client.events(['message']), client.events(), client.events(['tick'])])

    await client.people.write(aziz, group, 'salom')

    const [one, other, ticks] = await Promise.all(readers.map((reader) => take(reader, 1)))
    expect([one?.[0]?.type, other?.[0]?.type, ticks?.[0]?.type]).toEqual(['message', expect.any(String), 'tick'])
  })

  it('end when the simulator stops', async () => {
    const { client, stop } = await setup()
    const events = await client.events(['message'])
    const waiting = client.until('what never comes', () => Promise.resolve(undefined), { on: ['message'] })
    const refused = waiting.catch((error: unknown) => (error as Error).message)
    await client.server.health()

    await stop()

    expect((await events.next()).done).toBe(true)
    expect(await refused).toBe('the simulator stopped while a test waited for what never comes')
  })

  it('are not kept for who asks with HEAD', async () => {
    const { world, commit } = openTestWorld()
    const silent = { listen: () => undefined }
    const streams = new EventStreams(new EventFeed({ world, commit, ledger: silent, rules: silent }))

    const response = await eventRoutes(streams).request('/events', { method: 'HEAD' })

    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream'])
    expect(streams.count).toBe(0)
  })

  it('cost a slow reader its connection, not the simulator its memory', async () => {
    const { client, url, aziz, group, files } = await setup()
    const response = await fetch(`${url}/events?types=message`)
    const reader = response.body?.getReader()
    await reader?.read()

    for (let index = 0; index < 20_000; index++) {
      files.world.messages.send({ fromId: aziz, to: group, text: 'x'.repeat(1000) })
      if (index % 1000 === 0) await new Promise(setImmediate)
    }

    await expect(readToEnd(reader)).rejects.toThrow()
    expect((await client.server.health()).users).toBe(2)
  })
})

describe('waiting', () => {
  it('is over at once for what is so already', async () => {
    const { client } = await setup()

    expect(await client.until('a truth', () => Promise.resolve('yes'))).toBe('yes')
  })

  it('ends with its deadline and says what it was for', async () => {
    const { client } = await setup()
    const never = client.until('a miracle', () => Promise.resolve(false), { timeoutMs: 50, on: ['message'] })

    await expect(never).rejects.toThrow('waited 50 ms for a miracle')
  })

  it('finds a message and a rule that acted', async () => {
    const { client, aziz, malika, group, rules } = await setup()
    const { id } = await client.rules.add({ silence: true })
    const message = client.waitForMessage(malika, group, ({ text }) => text === 'nihoyat')
    const rule = client.waitForRule(id, 2)

    await client.people.write(aziz, group, 'hali emas')
    await client.people.write(aziz, group, 'nihoyat')
    for (const nowMs of [1, 2]) rules.decide({ surface: 'mtproto', account: 1, method: 'a', chat: null, nowMs })

    expect((await message).text).toBe('nihoyat')
    expect((await rule).hits).toBe(2)
  })

  it('tells when there is no simulator', async () => {
    const { client, stop, url } = await setup()
    await stop()

    await expect(client.server.health()).rejects.toThrow(`no simulator answers at ${url}/health (`)
  })
})

async function take(events: AsyncGenerator<ControlEvent>, count: number): Promise<ControlEvent[]> {
  const taken: ControlEvent[] = []
  for await (const event of events) {
    taken.push(event)
    if (taken.length === count) break
  }
  return taken
}

async function readToEnd(reader: ReadableStreamDefaultReader<Uint8Array> | undefined): Promise<void> {
  for (;;) if ((await reader?.read())?.done !== false) return
}

async function setup() {
  const control = await startControl()
  const users = await control.client.world.makeUsers([{ firstName: 'Aziz' }, { firstName: 'Malika' }])
  const [aziz = 0, malika = 0] = users.map(({ id }) => id)
  const chat = await control.client.world.makeChat({
    kind: 'supergroup',
    title: 'G',
    creatorId: aziz,
    memberIds: [malika],
  })
  return { ...control, aziz, malika, group: chat.peer }
}

const line = {
  atMs: 1000,
  account: 7,
  isBot: false,
  chat: -100,
  method: 'messages.sendMessage',
  randomId: null,
  textHash: null,
  messageId: null,
  applied: true,
  answered: true,
  error: null,
} as const
