import { Api } from 'telegram'
import type { TelegramClient } from 'telegram'
import { describe, expect, it } from 'vitest'
import { refusalOf } from '../../support/account.ts'
import { connectGramjs } from '../../support/gramjs-client.ts'
import { startSimulatorProcess } from '../../support/simulator.ts'

describe('karvon simulator, killed and started again', () => {
  it('goes on with the same world, sessions, clock, ledger and rules, used-up counts included', async (t) => {
    const first = await startSimulatorProcess(t, { seed: 7 })
    const { client } = first
    const { id: userId } = await client.world.makeUser({ firstName: 'Aziz' })
    const group = await client.world.makeChat({
      kind: 'supergroup',
      title: 'Taksi',
      creatorId: userId,
      username: 'taksi_1',
    })
    const [session] = await client.world.makeSessions([userId])
    const account = await connectGramjs({
      port: first.ready.port,
      session: session?.gramjs ?? '',
      connectionRetries: 50,
      requestRetries: 10,
    })
    const fault = await client.rules.add({
      error: 'CHAT_WRITE_FORBIDDEN',
      method: 'messages.sendMessage',
      skip: 2,
      times: 3,
    })
    const flood = await client.rules.add({ floodWait: { seconds: 3600 }, method: 'account.getPassword', times: 1 })
    await client.server.advance(86_400_000)
    const skippedMs = (await client.server.nowMs()) - Date.now()

    expect(await refusalOf(account.invoke(getPassword))).toBe('FLOOD_WAIT_3600')
    const before = [await say(account, 'bir'), await say(account, 'ikki'), await say(account, 'uch')]
    await first.kill9()
    const second = await first.restart()

    const after = [await say(account, 'tort'), await say(account, 'besh'), await say(account, 'olti')]
    expect([...before, ...after]).toEqual(['sent', 'sent', forbidden, forbidden, forbidden, 'sent'])
    expect(await second.client.rules.get(fault.id)).toMatchObject({ hits: 3, seen: 5, isSpent: true })
    expect(await refusalOf(account.invoke(getPassword))).toMatch(/^FLOOD_WAIT_35\d\d$/)
    expect(await second.client.rules.get(flood.id)).toMatchObject({ hits: 1, earlyRequests: 1, waiting: 1 })
    expect(Math.abs((await second.client.server.nowMs()) - Date.now() - skippedMs)).toBeLessThan(60_000)
    const texts = (await second.client.world.messages(group.peer)).map(({ text }) => text)
    expect(texts.slice(0, 3)).toEqual(['olti', 'ikki', 'bir'])
    const counts = await second.client.ledger.counts(['error'], { method: 'messages.sendMessage' })
    expect(counts).toEqual([
      { error: null, requests: 3, applied: 3, unanswered: 0 },
      { error: forbidden, requests: 3, applied: 0, unanswered: 0 },
    ])
  })
})

const forbidden = 'CHAT_WRITE_FORBIDDEN'
const getPassword = new Api.account.GetPassword()

async function say(account: TelegramClient, message: string): Promise<string> {
  const sending = account.sendMessage('taksi_1', { message })
  return sending.then(
    () => 'sent',
    () => refusalOf(sending),
  )
}
