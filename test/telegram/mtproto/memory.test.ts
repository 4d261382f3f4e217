import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import type { TestContext } from 'vitest'
import { Secret } from '../../../src/base/secret.ts'
import { startSimulatorProcess } from '../../support/simulator.ts'
import { adapterTo, device, noAbort, valueOf } from './link-setup.ts'

/** A client that is kept is 24 KB or more: 300 of them would be more than 7 MB. The heap moves by about one whatever is done. */
const maxMb = 2

it('a link that is opened and closed 300 times leaves nothing behind, neither memory nor files', async (t) => {
  const { adapter, link } = await linkToProcess(t)
  const cycles = async (count: number) => {
    for (let cycle = 0; cycle < count; cycle++) {
      valueOf(await link.self(noAbort))
      await link.close()
    }
  }
  await cycles(30)
  const before = { heap: heapBytes(), files: openFiles() }

  const grownMb = () => (heapBytes() - before.heap) / 1024 / 1024

  await cycles(300)
  // A client's last ping sleeps for up to 9 seconds.
  const deadline = Date.now() + 60_000
  while (grownMb() > maxMb && Date.now() < deadline) await sleep(500)

  expect(adapter.counters).toEqual({ clients: 330, lateAnswers: 0, deadlines: 0 })
  expect(openFiles()).toBeLessThanOrEqual(before.files)
  expect(grownMb()).toBeLessThan(maxMb)
}, 240_000)

it('a link that lives long keeps nothing of its calls', async (t) => {
  const { link } = await linkToProcess(t)
  const calls = async (count: number) => {
    for (let call = 0; call < count; call++) valueOf(await link.self(noAbort))
  }
  await calls(300)
  const before = heapBytes()

  await calls(2000)

  expect((heapBytes() - before) / 1024 / 1024).toBeLessThan(maxMb)
  await link.close()
}, 240_000)

/** In another process, so that the server's memory is not ours. */
async function linkToProcess(t: TestContext) {
  const { ready, client } = await startSimulatorProcess(t)
  const user = await client.world.makeUser({ firstName: 'Aziz' })
  const [stored] = await client.world.makeSessions([user.id])
  const adapter = adapterTo({ port: ready.port, publicKeyPem: readFileSync(ready.publicKeyFile, 'utf8') })
  const session = new Secret(stored?.gramjs ?? '')
  return { adapter, link: adapter.open({ session, device, proxy: undefined }) }
}

function heapBytes(): number {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as () => void
  gc()
  gc()
  return process.memoryUsage().heapUsed
}

function openFiles(): number {
  return readdirSync('/proc/self/fd').length
}
