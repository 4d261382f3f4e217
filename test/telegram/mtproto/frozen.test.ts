import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { Secret } from '../../../src/base/secret.ts'
import type { Outcome } from '../../../src/delivery/outcome.ts'
import { parsePeer } from '../../../src/delivery/peer.ts'
import { startSimulatorProcess } from '../../support/simulator.ts'
import { adapterTo, answerTo, device, sendTo, noAbort } from './link-setup.ts'

it('a Telegram that is stopped as a process gets nothing twice and hears of one connection when it goes on', async (t) => {
  const { ready, client, pid } = await startSimulatorProcess(t)
  const [owner, user] = await client.world.makeUsers([{ firstName: 'Malika' }, { firstName: 'Aziz' }])
  const chat = await client.world.makeChat({
    kind: 'supergroup',
    title: 'Bozor',
    creatorId: owner?.id ?? 0,
    memberIds: [user?.id ?? 0],
  })
  const [stored] = await client.world.makeSessions([user?.id ?? 0])
  const publicKeyPem = readFileSync(ready.publicKeyFile, 'utf8')
  const adapter = adapterTo({ port: ready.port, publicKeyPem }, { deadlineMs: 800 })
  const link = adapter.open({ session: new Secret(stored?.gramjs ?? ''), device, proxy: undefined })
  t.onTestFinished(() => link.close())
  const { dialogs } = await answerTo(() => link.fetchDialogs(null, noAbort))
  const to = dialogs.find(({ to }) => to.peer === parsePeer(chat.peer))?.to
  if (to === undefined) throw new Error('the chat is not listed')
  const outcomes: Outcome[] = []

  for (let round = 0; round < 5; round++) {
    const send = async () => outcomes.push(await sendTo(link, { to, randomId: `${round + 1}`, text: `round ${round}` }))
    process.kill(pid, 'SIGSTOP')
    await send()
    await send()
    await send()
    process.kill(pid, 'SIGCONT')
    while (outcomes.at(-1)?.type !== 'sent') await send()
  }

  const texts = (await client.world.messages(chat.peer)).map(({ text }) => text).filter(Boolean)
  expect(outcomes.map(({ type }) => type)).not.toContain('accountDead')
  expect(texts.toSorted()).toEqual([0, 1, 2, 3, 4].map((round) => `round ${round}`))
})
