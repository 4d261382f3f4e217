import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { allMethods } from '../../../src/simulator/botapi/methods/all.ts'

const text = readFileSync(join(import.meta.dirname, '../../../docs/simulator.md'), 'utf8')
const section = /\n## What bots can ask\n(.*?)(?=\n## |$)/s.exec(text)?.[1] ?? ''
const [simulated = ''] = section.split('**Limits**')
const missing = section.split('Not simulated for bots:')[1] ?? ''

describe('docs/simulator.md', () => {
  it('lists every method that bots can call, once, and no other', () => {
    const listed = methodsIn(simulated.replace(/Of the types of updates.*?\.\n/s, ''))

    expect(listed.toSorted()).toEqual([...allMethods.values()].map(({ name }) => name).toSorted())
  })

  it('says of no method that it is missing while it is there', () => {
    const listed = methodsIn(missing)

    expect(listed.length).toBeGreaterThan(5)
    expect(listed.filter((method) => allMethods.has(method.toLowerCase()))).toEqual([])
  })
})

function methodsIn(part: string): string[] {
  return [...part.matchAll(/`([a-z]+[A-Z][A-Za-z]*|close)`/g)].flatMap((match) => match[1] ?? [])
}
