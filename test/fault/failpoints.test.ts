import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { failpointNames } from '../../src/base/failpoint.ts'

const root = join(import.meta.dirname, '../..')

describe('every failpoint that has a name', () => {
  it('stands at one place of the engine', () => {
    const text = textOf('src')

    expect(failpointNames.map((name) => [name, text.split(`failpoint('${name}')`).length - 1])).toEqual(
      failpointNames.map((name) => [name, 1]),
    )
  })

  it('is where a test makes a process fail', () => {
    // The rules themselves are tested with these names as well, but nothing passes a failpoint there.
    const text = textOf('test', (file) => !file.startsWith(join('base', 'failpoint')))
    const isUsed = (name: string) => text.includes(`${name}:`) || text.includes(`, '${name}'`)

    expect(failpointNames.filter((name) => !isUsed(name))).toEqual([])
  })
})

function textOf(folder: string, isWanted: (file: string) => boolean = () => true): string {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
  return files
    .filter((file) => file.endsWith('.ts') && isWanted(file))
    .map((file) => readFileSync(join(root, folder, file), 'utf8'))
    .join('\n')
}
