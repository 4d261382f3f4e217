import Bottleneck from 'bottleneck'
import { Api } from 'telegram'
import bigInt from 'big-integer'
import { makeGramjs } from '../../support/gramjs.ts'
import type { Login } from './installation.ts'

/** What a loop of GramJS and Bottleneck costs when it does nothing else: no database, no retries, nothing survives its end. */
export interface BareLoopStart {
  readonly port: number
  readonly text: string
  readonly gapMs: number
  readonly senders: readonly Login[]
}

export type ToBareLoop = { readonly start: BareLoopStart } | { readonly send: number }

process.on('message', (message: ToBareLoop) => {
  if ('start' in message) void open(message.start)
  else void Promise.all(loops.map((send) => send(message.send))).then(() => process.send?.('sent'))
})
process.send?.('loaded')

/** One for each account: sends so many messages, its groups in turn. */
const loops: ((messages: number) => Promise<void>)[] = []

async function open({ port, text, gapMs, senders }: BareLoopStart): Promise<void> {
  for (const { session, groups } of senders) {
    const client = makeGramjs({ port, session })
    if (!(await client.connect())) throw new Error('a client did not connect')
    const limiter = new Bottleneck({ maxConcurrent: 1, minTime: gapMs })
    const peers = groups.map(
      ({ peer, accessHash }) =>
        new Api.InputPeerChannel({ channelId: bigInt(-1e12 - peer), accessHash: bigInt(accessHash) }),
    )
    loops.push(async (messages) => {
      for (let index = 0; index < messages; index++) {
        const peer = peers[index % peers.length]
        if (peer === undefined) throw new Error('an account without a group')
        // The client draws the random id: 64 bits cost both sides more than a small number would.
        await limiter.schedule(() => client.invoke(new Api.messages.SendMessage({ peer, message: text })))
      }
    })
  }
  process.send?.('connected')
}
