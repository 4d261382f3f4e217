import type { Message } from 'grammy/types'
import { describe, expect, it } from 'vitest'
import { accessOf } from '../../../../src/access/people.ts'
import { Secret } from '../../../../src/base/secret.ts'
import { FileSource, fetchMaxBytes } from '../../../../src/bot/file-source.ts'
import type { Language } from '../../../../src/bot/language.ts'
import { ofItself } from '../../../../src/bot/screen.ts'
import { fileIn, postIn } from '../../../../src/bot/written-files.ts'
import { keepWritten } from '../../../../src/features/campaigns/bot/files/keep.ts'
import { botToken, startBotHere } from '../../../support/bot-in-process.ts'

const message = (id: number, more: object) =>
  ({ message_id: id, date: 1, chat: { id: 1, type: 'private', first_name: 'x' }, ...more }) as Message

async function setup(messages: readonly Message[]) {
  const { store, db, clock } = await startBotHere()
  const person = await store.person(1)
  if (person === undefined) throw new Error('nobody')
  // Nobody listens there: whatever is asked for all the same is not fetched.
  const files = new FileSource(new Secret(botToken), 'http://127.0.0.1:1')
  const nowMs = clock.nowMs()
  const written = {
    text: '',
    entities: [],
    isText: false,
    files: messages.flatMap((each) => fileIn(each) ?? []),
    post: postIn(messages) ?? null,
    phone: null,
    messageId: 1,
  }
  const keep = (language: Language) =>
    keepWritten({ store, files, clock }, written, {
      ...ofItself,
      person,
      access: accessOf(person, nowMs),
      language,
      nowMs,
    })
  return { keep, kept: () => db.prepare('select count(*) from files').pluck().get() }
}

describe('what somebody gives to a campaign', () => {
  it.each([
    ['uz', 'postni shu yerga uzating'],
    ['ru', 'перешлите сюда пост'],
    ['en', 'forward the post here'],
  ] as const)('is refused over 20 MB with what to do instead, in %s', async (language, way) => {
    const video = { file_id: 'v', file_unique_id: 'u', file_size: fetchMaxBytes + 1, width: 1, height: 1, duration: 1 }
    const { keep, kept } = await setup([message(1, { video })])

    const answer = await keep(language)

    expect('refusal' in answer && answer.refusal).toContain('20')
    expect('refusal' in answer && answer.refusal).toContain(way)
    expect(kept()).toBe(0)
  })

  it('is one album when all parts of a post of that channel were passed on, in whichever order', async () => {
    const from = (id: number) => ({
      forward_origin: {
        type: 'channel',
        date: 1,
        message_id: id,
        chat: { id: -1_000_000_000_777, type: 'channel', title: 'Taxi' },
      },
    })
    const { keep } = await setup([message(5, from(12)), message(6, from(10)), message(7, from(11))])

    expect(await keep('en')).toEqual({
      content: {
        text: '',
        entities: [],
        forward: { from: -1_000_000_000_777, title: 'Taxi', messageIds: [10, 11, 12] },
      },
    })
  })
})
