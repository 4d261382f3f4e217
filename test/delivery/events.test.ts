import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { eventLevels } from '../../src/delivery/events.ts'
import type { EngineEvent, EventFields } from '../../src/delivery/events.ts'
import type { ShardEvent } from '../../src/shard/protocol.ts'

describe('the list of events', () => {
  it('has everything that is told, and nothing that is told nowhere', () => {
    const tellers = sources().filter((text) => /onEvent\(|emit\(/.test(text))
    const told = tellers.flatMap((text) => [...text.matchAll(/(?:emit\(|(?:onEvent|emit)\(\{ name: )'(\w+)'/g)])
    const untold = Object.keys(eventLevels).filter((name) => !tellers.some((text) => text.includes(`'${name}'`)))

    expect(told.map(([, name]) => name).filter((name) => !Object.hasOwn(eventLevels, name ?? ''))).toEqual([])
    expect(told.length).toBeGreaterThan(15)
    expect(untold).toEqual([])
  })

  it('has the names that operators of the replaced systems know', () => {
    expect(Object.keys(eventLevels)).toEqual(
      expect.arrayContaining([
        'enqueue',
        'dequeue',
        'sent',
        'retry_scheduled',
        'retry_exhausted',
        'terminal_failure',
        'batch_processed',
        'metrics_snapshot',
        'recovered_stuck_in_flight',
      ]),
    )
  })

  it('is made of flat plain values, which travel between threads and become a line of JSON', () => {
    expectTypeOf<EngineEvent>().toExtend<ShardEvent>()
    expect(Object.keys(eventLevels).filter((name) => !/^[a-z_]+$/.test(name))).toEqual([])
  })

  it('has no field that every line of the log has already: of two with one name, a reader takes one', () => {
    expectTypeOf<Extract<FieldName, OfEveryLine>>().toBeNever()
    // The type tells only while this is one of the names.
    expectTypeOf<Extract<FieldName, 'audience'>>().toEqualTypeOf<'audience'>()
  })
})

type FieldName = { [Name in keyof EventFields]: keyof EventFields[Name] }[keyof EventFields]
type OfEveryLine = 'level' | 'time' | 'event' | 'msg' | 'err' | 'pid' | 'hostname' | 'name'

/** Of the threads that run the engine, and of what people have done; whoever reads events names them too. */
function sources(): string[] {
  const folders = ['shard', 'scheduler', 'supervisor', 'ops', 'features/campaigns', 'features/admin']
  const files = folders.flatMap((folder) =>
    readdirSync(join('src', folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join('src', folder, name)),
  )
  return [...files, 'src/shard-thread.ts'].map((file) => readFileSync(file, 'utf8'))
}
