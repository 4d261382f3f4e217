import { GrammyError } from 'grammy'
import { describe, expect, it } from 'vitest'
import { exampleOf, readErrorTable } from '../../support/telegram-errors.ts'
import { refusal, setup } from './setup.ts'

const rows = readErrorTable().filter(({ layer }) => layer === 'botapi')
const brokenConnection = 'network error (HttpError)'

describe('every error of the table', () => {
  it('arrives at grammY in its words and with its code', async () => {
    const { api, aziz, rules } = await setup()
    const errors = rows.filter(({ name }) => name !== brokenConnection)
    const arrived: string[] = []
    for (const { name } of errors) {
      rules.add({ error: exampleOf(name), method: 'sendMessage', times: 1 })
      arrived.push(await refusal(api.sendMessage(aziz.id, 'salom')))
    }

    expect(arrived).toEqual(errors.map(({ name, codes }) => `${codes.join()} ${exampleOf(name)}`))
    expect(errors.filter(({ name, pattern }) => !new RegExp(pattern).test(exampleOf(name)))).toEqual([])
  })

  it('tells how long to wait, where it is about waiting', async () => {
    const { api, aziz, rules } = await setup()
    rules.add({ error: 'Too Many Requests: retry after 4', method: 'sendMessage', times: 1 })

    const error = await api.sendMessage(aziz.id, 'salom').catch((thrown: unknown) => thrown)

    expect(error).toBeInstanceOf(GrammyError)
    expect(error).toMatchObject({ error_code: 429, parameters: { retry_after: 4 } })
  })

  it.each(['close', 'reset'] as const)('includes a broken connection (%s), which is an HttpError', async (drop) => {
    const { api, aziz, rules } = await setup()
    rules.add({ drop, method: 'sendMessage', times: 1 })

    const error = await api.sendMessage(aziz.id, 'salom').catch((thrown: unknown) => thrown)

    const row = rows.find(({ name }) => name === brokenConnection)
    expect(error).toMatchObject({ name: 'HttpError', message: expect.stringMatching(row?.pattern ?? 'no such row') })
  })
})
