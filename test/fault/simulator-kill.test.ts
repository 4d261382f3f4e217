import { Api } from 'telegram'
import type { TelegramClient } from 'telegram'
import { describe, expect, it } from 'vitest'
import type { LedgerLine } from '../../src/simulator/ledger/ledger.ts'
import { inputPeerOf } from '../support/channel-peer.ts'
import { connectGramjs } from '../support/gramjs-client.ts'
import { startSimulatorProcess } from '../support/simulator.ts'
import type { SimulatorProcess } from '../support/simulator-process.ts'
import { temporaryFolder } from '../support/world.ts'

const accounts = 8
const kills = 3
const answersBeforeKill = 400

describe('a simulator that is killed while clients send', () => {
  it('has every message that was answered, once, and goes on with the same world', async (t) => {
    const dataDir = temporaryFolder()
    let simulator = await startSimulatorProcess(t, { dataDir })
    const senders = await makeSenders(simulator)
    for (let kill = 0; kill < kills; kill++) {
      await sendUntilKilled(simulator, senders)
      // On another port: GramJS may still reconnect after `destroy()`, and would then be a second user of the key.
      simulator = await startSimulatorProcess(t, { dataDir })

      const byRandomId = await appliedByRandomId(simulator)
      for (const { answered } of senders) {
        for (const [randomId, messageId] of answered) {
          expect(byRandomId.get(randomId)?.map((line) => line.messageId)).toEqual([messageId])
        }
      }
    }
    await repeatUnanswered(simulator, senders)

    const byRandomId = await appliedByRandomId(simulator)
    const sent = senders.flatMap(({ answered }) => [...answered.keys()])
    expect([...byRandomId.values()].every((lines) => lines.length === 1)).toBe(true)
    expect([...byRandomId.keys()].toSorted()).toEqual(sent.toSorted())
    expect(sent.length).toBeGreaterThan(kills * answersBeforeKill)
  }, 240_000)
})

interface Sender {
  readonly session: string
  readonly peer: number
  /** random_id → message id, as the client was told. */
  readonly answered: Map<string, number>
  /** Asked and not answered yet. */
  open: string | undefined
  count: number
}

async function makeSenders({ client }: SimulatorProcess): Promise<Sender[]> {
  const users = await client.world.makeUsers(
    Array.from({ length: accounts }, (_, index) => ({ firstName: `A${index}` })),
  )
  const sessions = await client.world.makeSessions(users.map(({ id }) => id))
  const chats = await client.world.makeChats(users.map(({ id }) => ({ kind: 'supergroup', title: 'G', creatorId: id })))
  return users.map((_, index) => ({
    session: sessions[index]?.gramjs ?? '',
    peer: chats[index]?.peer ?? 0,
    answered: new Map(),
    open: undefined,
    count: 0,
  }))
}

/** All send as fast as they can, and after enough answers the server is killed under them. */
async function sendUntilKilled(simulator: SimulatorProcess, senders: readonly Sender[]): Promise<void> {
  let answers = 0
  let isKilled = false
  let tellKilled = () => {}
  const killed = new Promise<undefined>((resolve) => {
    tellKilled = () => resolve(undefined)
  })
  await Promise.all(
    senders.map(async (sender) => {
      const client = await connectGramjs({ port: simulator.ready.port, session: sender.session, connectionRetries: 1 })
      const peer = await inputPeerOf(client, sender.peer)
      while (!isKilled) {
        await sendOne(client, peer, sender, killed)
        if (++answers < answersBeforeKill || isKilled) continue
        isKilled = true
        tellKilled()
        await simulator.kill9()
      }
      await client.destroy()
    }),
  )
}

/** Of a simulator that is left alone. */
const neverKilled = new Promise<undefined>(() => {})

/** A call that the kill leaves open never settles: the kill ends the wait for it. */
async function sendOne(client: TelegramClient, peer: Api.TypeInputPeer, sender: Sender, killed: Promise<undefined>) {
  sender.open ??= String(BigInt(sender.peer) * -1_000_000n + BigInt(++sender.count))
  const call = client.invoke(
    new Api.messages.SendMessage({ peer, message: `text ${sender.open}`, randomId: BigInt(sender.open) as never }),
  )
  const result = await Promise.race([call.catch(() => undefined), killed])
  if (result === undefined) return
  sender.answered.set(sender.open, messageIdOf(result))
  sender.open = undefined
}

async function repeatUnanswered(simulator: SimulatorProcess, senders: readonly Sender[]): Promise<void> {
  for (const sender of senders) {
    const client = await connectGramjs({ port: simulator.ready.port, session: sender.session })
    if (sender.open !== undefined) await sendOne(client, await inputPeerOf(client, sender.peer), sender, neverKilled)
    await client.destroy()
  }
}

async function appliedByRandomId({ client }: SimulatorProcess): Promise<Map<string, LedgerLine[]>> {
  const lines = new Map<string, LedgerLine[]>()
  for await (const line of client.ledger.all({ applied: true })) {
    const randomId = line.randomId ?? ''
    lines.set(randomId, [...(lines.get(randomId) ?? []), line])
  }
  return lines
}

function messageIdOf(result: Api.TypeUpdates): number {
  if (!('updates' in result)) throw new Error(`the answer is ${result.className}`)
  const update = result.updates.find((each) => each instanceof Api.UpdateMessageID)
  if (update === undefined) throw new Error('the answer names no message')
  return update.id
}
