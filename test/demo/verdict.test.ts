import { describe, expect, it } from 'vitest'
import type { Order } from '../../src/demo/orders.ts'
import { isWell, judge } from '../../src/demo/verdict.ts'
import { hashOf } from '../../src/simulator/ledger/text-hash.ts'

describe('the verdict of the demo', () => {
  it('is good when every message arrived once, also after answers that were lost', async () => {
    const verdict = await judge(orders, book([arrived(-1, 'drop'), repeated(-1), arrived(-2), arrived(-3)]))

    expect(verdict).toEqual({ planned: 3, once: 3, twice: 0, refused: {}, banned: 0, lost: 0 })
    expect(isWell(verdict)).toBe(true)
  })

  it('is bad for one double', async () => {
    const verdict = await judge(orders, book([arrived(-1), arrived(-2), arrived(-2), arrived(-3)]))

    expect(verdict).toMatchObject({ once: 2, twice: 1, lost: 0 })
    expect(isWell(verdict)).toBe(false)
  })

  it('is bad for one message that never came, whatever was tried', async () => {
    const verdict = await judge(orders, book([arrived(-1), arrived(-2), refused(-3, 'FLOOD_WAIT_3')]))

    expect(verdict).toMatchObject({ once: 2, lost: 1 })
    expect(isWell(verdict)).toBe(false)
  })

  it('counts what Telegram refused for good by its words, and what a ban left unsent', async () => {
    const lines = [arrived(-1), refused(-2, 'CHANNEL_PRIVATE'), refused(-3, 'USER_DEACTIVATED_BAN')]

    const verdict = await judge(orders, book(lines))

    expect(verdict).toEqual({ planned: 3, once: 1, twice: 0, refused: { CHANNEL_PRIVATE: 1 }, banned: 1, lost: 0 })
    expect(isWell(verdict)).toBe(true)
  })

  it('takes no message of another account, group or text for a planned one', async () => {
    const others = [{ ...arrived(-1), account: 8 }, arrived(-9), { ...arrived(-3), textHash: hashOf('another') }]

    expect(await judge(orders, book([...others, arrived(-2)]))).toMatchObject({ once: 1, lost: 2 })
  })

  it('says nothing good of nothing', async () => {
    expect(isWell(await judge([], book([])))).toBe(false)
  })
})

const text = 'salom'
const orders: Order[] = [{ accountId: 1, telegramId: 7, text, groups: [-1, -2, -3] }]

type Line = ReturnType<typeof arrived>

function arrived(chat: number, error: string | null = null) {
  return { account: 7, chat, textHash: hashOf(text), applied: true, error }
}

/** Asked for again, and answered with the first message. */
function repeated(chat: number): Line {
  return { ...arrived(chat), applied: false }
}

function refused(chat: number, error: string): Line {
  return { ...arrived(chat, error), applied: false }
}

async function* book(lines: readonly Line[]): AsyncGenerator<Line> {
  yield* lines
}
