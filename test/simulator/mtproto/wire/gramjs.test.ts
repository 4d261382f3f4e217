import bigInt from 'big-integer'
import { Api } from 'telegram'
import { UpdateConnectionState } from 'telegram/network/index.js'
import { Raw } from 'telegram/events/index.js'
import { describe, expect, it } from 'vitest'
import { ShiftableClock } from '../../../../src/base/clock.ts'
import type { TlObject } from '../../../../src/simulator/mtproto/wire/tl/object.ts'
import { connectGramjs } from '../../../support/gramjs-client.ts'
import { savedSession } from '../../../support/gramjs.ts'
import type { GramjsTransport } from '../../../support/gramjs.ts'
import { MemoryKeys, startWire } from './wire-setup.ts'
import type { Wire } from './wire-setup.ts'

const hours2 = 2 * 3_600_000

describe('the unmodified telegram client', () => {
  it.for(['full', 'abridged', 'obfuscated'] satisfies GramjsTransport[])(
    'makes a key and asks for the configuration over the %s transport',
    async (transport) => {
      const wire = await startWire()

      const client = await connectGramjs({ ...wire, transport })
      const config = await client.invoke(new Api.help.GetConfig())
      const nearest = await client.invoke(new Api.help.GetNearestDc())

      expect(config.messageLengthMax).toBe(4_096)
      expect(nearest.country).toBe('UZ')
      expect(wire.keys.all.at(-1)?.key).toEqual(client.session.getAuthKey()?.getKey())
    },
  )

  it.for(['full', 'abridged', 'obfuscated'] satisfies GramjsTransport[])(
    'comes back with its key over the %s transport, without the server key',
    async (transport) => {
      const wire = await startWire()
      const first = await connectGramjs({ ...wire, transport })
      await first.invoke(new Api.help.GetNearestDc())
      const [session, key] = [savedSession(first), first.session.getAuthKey()?.getKey()]
      await first.destroy()

      const again = await connectGramjs({ port: wire.port, session, transport })

      expect((await again.invoke(new Api.help.GetNearestDc())).country).toBe('UZ')
      expect(again.session.getAuthKey()?.getKey()).toEqual(key)
    },
  )

  it('makes a hundred keys, although one in 256 has to be begun again', { timeout: 600_000 }, async () => {
    const wire = await startWire()

    for (let i = 0; i < 100; i++) {
      const client = await connectGramjs(wire)
      await client.destroy()
    }

    expect(wire.keys.all.length).toBeGreaterThanOrEqual(100)
  })

  it('goes on when all salts change', async () => {
    const wire = await startWire()
    const client = await connectGramjs(wire)

    for (let i = 0; i < 5; i++) {
      wire.server.bumpSalts()
      expect((await client.invoke(new Api.help.GetNearestDc())).country).toBe('UZ')
    }
  })

  it.for([
    ['ahead', hours2],
    ['behind', -hours2],
  ] as const)('corrects its clock when the server is two hours %s', async ([, offMs]) => {
    const clock = new ShiftableClock({ nowMs: () => Date.now() + offMs })
    const keys = new MemoryKeys()
    const right = await startWire({ keys })
    const fresh = await connectGramjs(right)
    const session = savedSession(fresh)
    await fresh.destroy()
    const wrong = await startWire({ keys, clock })

    const stored = await connectGramjs({ port: wrong.port, session })
    const made = await connectGramjs(wrong)

    expect((await stored.invoke(new Api.help.GetNearestDc())).country).toBe('UZ')
    expect((await made.invoke(new Api.help.GetNearestDc())).country).toBe('UZ')
  })

  it('has many calls in flight, in containers both ways', async () => {
    const wire = await startWire()
    const client = await connectGramjs(wire)

    const answers = await Promise.all(Array.from({ length: 250 }, () => client.invoke(new Api.help.GetNearestDc())))

    expect(answers.every(({ country }) => country === 'UZ')).toBe(true)
  })

  it('unpacks large answers', async () => {
    const users = Array.from({ length: 1_000 }, (_, i) => ({
      _: 'user',
      id: BigInt(i),
      firstName: `Foydalanuvchi ${i}`,
    }))
    const wire = await startWire({ methods: { 'users.getUsers': () => users } })
    const client = await connectGramjs(wire)

    const read = await client.invoke(new Api.users.GetUsers({ id: [new Api.InputUserSelf()] }))

    expect(read.map((user) => (user as Api.User).firstName)).toEqual(users.map(({ firstName }) => firstName))
  })

  it('hears updates in its event handler', async () => {
    const wire = await startWire()
    const client = await connectGramjs(wire)
    await client.invoke(new Api.help.GetNearestDc())
    const heard = new Promise<Api.UpdateNewMessage>((resolve) => {
      client.addEventHandler(resolve, new Raw({ types: [Api.UpdateNewMessage] }))
    })

    wire.sessions[0]?.push(newMessage('salom'))

    expect((await heard).message).toMatchObject({ message: 'salom', id: 12 })
  })

  it('sends a random id and bytes that arrive unchanged', async () => {
    const wire = await startWire({ methods: { 'messages.sendMessage': () => sent } })
    const client = await connectGramjs(wire)
    const message = '👍🏽 '.repeat(300)
    const randomId = bigInt('-8077205934910210923')

    await client.invoke(new Api.messages.SendMessage({ peer: new Api.InputPeerSelf(), message, randomId }))

    expect(sendsOf(wire)[0]).toMatchObject({ message, randomId: -8077205934910210923n, peer: { _: 'inputPeerSelf' } })
  })

  it('sees its queued sends run one after another, and fail together', async () => {
    let count = 0
    const wire = await startWire({
      methods: {
        'messages.sendMessage'(request) {
          if (++count === 1) setImmediate(() => request.refuse({ code: 403, message: 'CHAT_WRITE_FORBIDDEN' }))
          else setImmediate(() => request.answer(sent))
          return undefined
        },
      },
    })
    const client = await connectGramjs({ ...wire, requestRetries: 3 })
    const send = (message: string) =>
      client.invoke(new Api.messages.SendMessage({ peer: new Api.InputPeerSelf(), message }))

    const results = await Promise.allSettled([send('bir'), send('ikki'), send('uch')])

    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
    expect(sendsOf(wire).map(({ message }) => message)).toEqual(['bir', 'ikki', 'uch'])
  })

  it('reports a broken key when the server has forgotten it', async () => {
    const wire = await startWire()
    const client = await connectGramjs(wire)
    await client.getMe(true) // Otherwise it asks this before it tells its handlers anything, and waits for ever.
    const broken = new Promise<void>((resolve) => {
      client.addEventHandler((event: unknown) => {
        if (event instanceof UpdateConnectionState && event.state === UpdateConnectionState.broken) resolve()
      })
    })

    wire.server.forgetAuthKey(wire.keys.all.at(-1)?.id ?? 0n)

    await broken
  })

  it('sends its open calls again after the connection was reset', async () => {
    let count = 0
    const wire = await startWire({
      methods: {
        'messages.sendMessage'({ connection }) {
          if (++count > 1) return sent
          connection.reset()
          return undefined
        },
      },
    })
    const client = await connectGramjs(wire)
    const randomId = bigInt(55)

    await client.invoke(new Api.messages.SendMessage({ peer: new Api.InputPeerSelf(), message: 'salom', randomId }))

    expect(sendsOf(wire).map((body) => body['randomId'])).toEqual([55n, 55n])
  })
})

const sent: TlObject = { _: 'updateShortSentMessage', out: true, id: 12, pts: 1, ptsCount: 1, date: 1_790_000_000 }

function newMessage(text: string): TlObject {
  const message = {
    _: 'message',
    id: 12,
    peerId: { _: 'peerUser', userId: 5n },
    date: 1_790_000_000,
    message: text,
  }
  const update = { _: 'updateNewMessage', message, pts: 2, ptsCount: 1 }
  return { _: 'updates', updates: [update], users: [], chats: [], date: 1_790_000_000, seq: 0 }
}

function sendsOf(wire: Wire): TlObject[] {
  return wire.requests.map(({ body }) => body).filter(({ _ }) => _ === 'messages.sendMessage')
}
