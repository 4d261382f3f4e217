import { describe, expect, it } from 'vitest'
import { Turns } from '../../src/bot/turns.ts'

interface Gate {
  readonly work: () => Promise<void>
  open(): void
}

function gate(): Gate {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { work: () => opened, open }
}

function openTurns(waitingMax?: number) {
  const errors: [unknown, number][] = []
  const onError = (error: unknown, personId: number) => void errors.push([error, personId])
  return { turns: new Turns({ onError, ...(waitingMax === undefined ? {} : { waitingMax }) }), errors }
}

describe('turns', () => {
  it('does one thing of a person after another, and different people beside one another', async () => {
    const { turns } = openTurns()
    const done: string[] = []
    const first = gate()
    turns.take(1, () => first.work().then(() => void done.push('one, first')))
    turns.take(1, () => Promise.resolve(void done.push('one, second')))
    turns.take(2, () => Promise.resolve(void done.push('two')))

    await Promise.resolve().then(() => {})
    expect(done).toEqual(['two'])
    first.open()
    await turns.idle()
    expect(done).toEqual(['two', 'one, first', 'one, second'])
  })

  it('refuses what is too much of one person, and of nobody else', async () => {
    const { turns } = openTurns(3)
    const first = gate()
    expect([1, 2, 3, 4, 5].map(() => turns.take(1, first.work))).toEqual([true, true, true, false, false])
    expect(turns.take(2, () => Promise.resolve())).toBe(true)

    first.open()
    await turns.idle()
    expect(turns.take(1, () => Promise.resolve())).toBe(true)
  })

  it('does what was promised however much waits', async () => {
    const { turns } = openTurns(1)
    const first = gate()
    const done: string[] = []
    turns.take(1, first.work)
    turns.add(1, () => Promise.resolve(void done.push('promised')))
    expect(turns.take(1, () => Promise.resolve(void done.push('refused')))).toBe(false)

    first.open()
    await turns.idle()
    expect(done).toEqual(['promised'])
  })

  it('tells of a turn that failed, and goes on with the next', async () => {
    const { turns, errors } = openTurns()
    const done: string[] = []
    const failure = new Error('the store is gone')
    turns.take(1, () => Promise.reject(failure))
    turns.take(1, () => {
      throw failure
    })
    turns.take(1, () => Promise.resolve(void done.push('next')))

    await turns.idle()
    expect(done).toEqual(['next'])
    expect(errors).toEqual([
      [failure, 1],
      [failure, 1],
    ])
  })

  it('remembers nobody for whom nothing waits', async () => {
    const { turns } = openTurns()
    for (let id = 1; id <= 1000; id++)
      turns.take(id, () => (id % 2 === 0 ? Promise.resolve() : Promise.reject(new Error())))
    expect(turns.people).toBe(1000)
    await turns.idle()
    expect(turns.people).toBe(0)
  })
})
