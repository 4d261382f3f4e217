import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { allMethods } from '../../../src/simulator/mtproto/methods/all.ts'
import { readSchema, schemaLayer } from '../../../src/simulator/mtproto/wire/tl/schema.ts'

const text = readFileSync(join(import.meta.dirname, '../../../docs/simulator.md'), 'utf8')
const section = /\n## What accounts can ask\n(.*?)(?=\n## |$)/s.exec(text)?.[1] ?? ''
const [simulated = '', missing = ''] = section.split('Not simulated for accounts:')

describe('docs/simulator.md', () => {
  it('lists every method that accounts can call, once, and no other', () => {
    const listed = methodsIn(simulated)

    expect(listed.toSorted()).toEqual(Object.keys(allMethods).toSorted())
    expect(simulated).toContain(`layer ${schemaLayer},`)
  })

  it('says of no method that it is missing, unless Telegram has it and the simulator has not', () => {
    const schema = new Set(readSchema().flatMap(({ name, isMethod }) => (isMethod ? [name] : [])))

    const listed = methodsIn(missing)

    expect(listed.length).toBeGreaterThan(10)
    expect(listed.filter((method) => !schema.has(method) || method in allMethods)).toEqual([])
  })
})

function methodsIn(part: string): string[] {
  return [...part.matchAll(/`([a-z]+\.[A-Za-z]+)`/g)].flatMap((match) => match[1] ?? [])
}
