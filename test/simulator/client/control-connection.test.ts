import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { ControlConnection, ControlError } from '../../../src/simulator/client/control-connection.ts'

async function serverThatAnswers(...statuses: readonly number[]) {
  const left = [...statuses]
  const server = createServer((_, answer) => {
    const status = left.shift() ?? 200
    answer.writeHead(status).end(status === 200 ? '{"ok":true,"data":7}' : '')
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return new ControlConnection(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
}

it('asks again where the server has waited for the request in vain', async () => {
  const control = await serverThatAnswers(408, 408)
  expect(await control.get('/x')).toBe(7)
})

it('says which status came without a word', async () => {
  const control = await serverThatAnswers(408, 408, 408)
  await expect(control.get('/x')).rejects.toThrow(new ControlError('the simulator answered nothing (408)', 408))
})
