import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/base/sqlite.ts'
import { spine } from '../../src/store/migrations/0001-spine.ts'
import { IllegalMove, attemptStates, nextState, stateCheck, transitions } from '../../src/delivery/attempt.ts'
import type { AttemptEvent, AttemptState } from '../../src/delivery/attempt.ts'

/** Written down apart from the table, as the picture in docs/architecture.md shows it. */
const legal: readonly (readonly [AttemptState, AttemptEvent, AttemptState])[] = [
  ['pending', 'claim', 'in-flight'],
  ['pending', 'cancel', 'cancelled'],
  ['pending', 'bury', 'failed-terminal'],
  ['pending', 'lose', 'uncertain'],
  ['in-flight', 'confirm', 'sent'],
  ['in-flight', 'postpone', 'pending'],
  ['in-flight', 'retry', 'pending'],
  ['in-flight', 'release', 'pending'],
  ['in-flight', 'unknown', 'pending'],
  ['in-flight', 'bury', 'failed-terminal'],
  ['in-flight', 'lose', 'uncertain'],
  ['uncertain', 'confirm', 'sent'],
  ['uncertain', 'bury', 'failed-terminal'],
  ['uncertain', 'resend', 'pending'],
  ['failed-terminal', 'revive', 'pending'],
]

const events = [...new Set(legal.map(([, event]) => event))]
const illegal = attemptStates.flatMap((state) =>
  events
    .filter((event) => !legal.some((move) => move[0] === state && move[1] === event))
    .map((event) => ({ state, event })),
)

describe('an attempt', () => {
  it.each(legal)('that is %s goes by %s to %s', (state, event, next) => {
    expect(nextState(state, event)).toBe(next)
  })

  it.each(illegal)('that is $state has no move $event', ({ state, event }) => {
    expect(() => nextState(state, event)).toThrow(IllegalMove)
  })

  it('has no moves beyond these', () => {
    const moves = Object.values(transitions).flatMap((row) => Object.keys(row))

    expect(moves).toHaveLength(legal.length)
    expect(illegal).toHaveLength(attemptStates.length * events.length - legal.length)
  })

  it('ends in sent and cancelled, which nothing leaves', () => {
    const final = attemptStates.filter((state) => Object.keys(transitions[state]).length === 0)

    expect(final).toEqual(['sent', 'cancelled'])
  })
})

describe('the condition for a check constraint', () => {
  it('lets every state in and nothing else', () => {
    const db = openDatabase(':memory:')
    db.exec(`create table attempts (state text not null check (${stateCheck()})) strict`)
    const insert = db.prepare('insert into attempts (state) values (?)')

    for (const state of attemptStates) insert.run(state)

    expect(() => insert.run('done')).toThrow('CHECK constraint failed')
    expect(stateCheck('a.state')).toMatch(/^a\.state = 'pending' or a\.state = 'in-flight' or /)
  })

  it('stands in the schema as the table of moves has it', () => {
    expect(spine.up.replaceAll(/\s+/g, ' ')).toContain(`state text not null check ( ${stateCheck()}), is_held`)
  })
})
