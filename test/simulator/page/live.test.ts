import { describe, expect, it } from 'vitest'
import { openLog } from '../../../src/base/log.ts'
import { eventStream } from '../../../src/simulator/page/event-stream.ts'
import { LiveFeed } from '../../../src/simulator/page/live.ts'
import type { LiveEvent } from '../../../src/simulator/page/live.ts'
import type { GroupCommit } from '../../../src/simulator/world/group-commit.ts'
import { openTestWorld } from '../../support/world.ts'
import { populate } from './people-and-bot.ts'
import { openLine } from './phone-line.ts'
import { servePage } from './serve-page.ts'

describe('the line to an open phone', () => {
  it('says nothing before it is on disk', async () => {
    const { world, commit, aziz, malika, feed } = setup()
    const heard: LiveEvent['type'][] = []
    feed.connect(aziz.id, (event) => heard.push(event.type) > 0)

    world.messages.send({ fromId: malika.id, to: aziz.id, text: 'salom' })
    const before = [...heard]
    await onDisk(commit)

    expect(before).toEqual(['hello'])
    expect(heard).toEqual(['hello', 'message'])
  })

  it('tells edits and deletions', async () => {
    const { world, origin } = await servePage()
    const { aziz, malika, group } = populate(world)
    const line = await openLine(origin, aziz.id)
    world.membership.join(group, aziz.id, false)
    const message = world.messages.send({ fromId: malika.id, to: group.peer, text: 'old' })

    world.messages.edit(malika.id, message.box, message.id, { text: 'new' })
    world.messages.delete(malika.id, message.box, [message.id])

    expect((await line.next('edited')).message).toMatchObject({ text: 'new', isEdited: true })
    expect(await line.next('deleted')).toEqual({ type: 'deleted', peer: group.peer, ids: [message.id] })
  })

  it('tells nothing of chats that one is not in', async () => {
    const { world, origin } = await servePage()
    const { aziz, malika, bot, group } = populate(world)
    const line = await openLine(origin, aziz.id)

    world.messages.send({ fromId: malika.id, to: group.peer, text: 'among us' })
    world.people.start(malika.id, bot.id)
    world.messages.send({ fromId: malika.id, to: aziz.id, text: 'to you' })

    expect((await line.next('message')).message.text).toBe('to you')
  })

  it('says "look again" where one turn holds too much to tell', async () => {
    const { world, origin } = await servePage()
    const { aziz, malika } = populate(world)
    const line = await openLine(origin, aziz.id)

    for (let index = 0; index < 500; index++) world.messages.send({ fromId: malika.id, to: aziz.id, text: `m${index}` })

    await line.next('reload')
  })

  it('hangs up on a phone that does not listen', async () => {
    const { world, commit, aziz, malika, feed } = setup()
    feed.connect(aziz.id, (event) => event.type === 'hello')

    world.messages.send({ fromId: malika.id, to: aziz.id, text: 'salom' })
    await onDisk(commit)

    expect(feed.phonesCount).toBe(0)
  })

  it('keeps a fault of the page from the answers of others', async () => {
    const { world, commit, aziz, malika, feed } = setup()
    feed.connect(aziz.id, (event) => {
      if (event.type === 'message') throw new Error('broken')
      return true
    })

    world.messages.send({ fromId: malika.id, to: aziz.id, text: 'salom' })

    // Would never come if the fault ended the round.
    await onDisk(commit)
    expect(world.messages.history(aziz.id, malika.id, { limit: 1 })).toHaveLength(1)
  })

  it('ends the connection of a phone that does not keep up, with all that waits for it', async () => {
    const { world, commit, origin } = await servePage()
    const { aziz, malika } = populate(world)
    const response = await fetch(`${origin}/phone/${aziz.id}/events`)
    const reader = response.body?.getReader()
    await reader?.read()

    for (let turn = 0; turn < 20; turn++) {
      for (let index = 0; index < 150; index++)
        world.messages.send({ fromId: malika.id, to: aziz.id, text: 'ў'.repeat(4000) })
      await onDisk(commit)
    }

    const readToEnd = async () => {
      while ((await reader?.read())?.done === false) continue
    }
    await expect(readToEnd()).rejects.toThrow()
  })

  it('notices a phone that was closed', async () => {
    const { world, commit } = openTestWorld()
    const { aziz } = populate(world)
    const feed = new LiveFeed({ world, commit, log: openLog('silent') })
    const reader = eventStream(feed, aziz.id, () => {}).body?.getReader()

    const before = feed.phonesCount
    await reader?.cancel()

    expect([before, feed.phonesCount]).toEqual([1, 0])
  })
})

function setup() {
  const { world, commit } = openTestWorld()
  const people = populate(world)
  return { world, commit, ...people, feed: new LiveFeed({ world, commit, log: openLog('silent') }) }
}

function onDisk(commit: GroupCommit): Promise<void> {
  return new Promise((resolve) => commit.whenDurable(resolve))
}
