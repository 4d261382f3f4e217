import { describe, expect, it } from 'vitest'
import { exampleOf, readErrorTable, unknownErrors } from '../../support/telegram-errors.ts'
import { openRules } from './rules-setup.ts'

const named = readErrorTable().filter(
  ({ layer, name, code }) =>
    (layer === 'mtproto' || layer === 'botapi') && !name.startsWith('(') && !isOfClient(name, code),
)

// test/simulator/mtproto and test/simulator/botapi have the same rows on the wire, and those of the transport.
describe('a rule for an error of the table', () => {
  it.each(named)('needs only its name: $layer $name', ({ name, pattern, codes }) => {
    const { add, decide } = openRules()
    const error = exampleOf(name)
    add({ error })

    const { action } = decide()

    expect(action).toMatchObject({ type: 'error', message: error })
    expect(error).toMatch(new RegExp(pattern))
    if (codes.length > 0) expect(codes).toContain(String(action?.type === 'error' && action.code))
  })

  it.each(unknownErrors)('needs a code too where nobody knows the name: %s', (_, code, error) => {
    const { add, decide } = openRules()
    add({ error, code })

    expect(decide().action).toMatchObject({ type: 'error', code, message: error })
  })
})

/** The one row of the Bot API that is no answer: the connection broke. */
function isOfClient(name: string, code: string): boolean {
  return code === '' && name.startsWith('network error')
}
