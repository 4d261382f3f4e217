import { inspect } from 'node:util'
import { expect, it, onTestFinished, vi } from 'vitest'
import type { Rule } from '../../../src/simulator/faults/rule.ts'
import { noAbort, openBotLink } from './link-setup.ts'

const rules: readonly Rule[] = [
  { error: 'Internal Server Error', code: 500 },
  { error: 'Unauthorized', code: 401 },
  { error: 'Too Many Requests: retry after 4', code: 429 },
  { silence: true },
  { drop: 'close' },
  { drop: 'reset' },
  { garbageBytes: 300 },
]

it('no token is printed or returned, whatever goes wrong', async () => {
  const printed = capture()
  const { link, send, server, token, adapter, ...telegram } = await openBotLink({ deps: { deadlineMs: 300 } })
  // Telegram, or whoever stands between, may repeat what it was given.
  const said: Rule = { error: `Bad Request: no /bot${token.reveal()}/sendMessage`, code: 400 }
  const returned: unknown[] = []
  for (const rule of [...rules, said]) {
    telegram.break(rule)
    returned.push(await send())
  }
  returned.push(await link.self(noAbort))
  await server.stop()
  returned.push(await send(), await link.self(noAbort), link, adapter)

  const secret = token.reveal().slice(11)
  expect(returned.map(text).filter((line) => line.includes(secret))).toEqual([])
  expect(returned.map(text).some((line) => line.includes('[bot token]'))).toBe(true)
  expect(printed()).toEqual([])
})

/** Everything that this process prints from now on. */
function capture(): () => readonly string[] {
  const lines: string[] = []
  const keep = (...parts: unknown[]) => void lines.push(parts.map(String).join(' '))
  for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const)
    vi.spyOn(console, name).mockImplementation(keep)
  onTestFinished(() => void vi.restoreAllMocks())
  return () => lines
}

function text(value: unknown): string {
  return `${inspect(value, { depth: 12 })} ${JSON.stringify(value)}`
}
