import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { namesInEnvFile, readEnvironment } from '../../src/base/env-file.ts'
import { temporaryFolder } from '../support/world.ts'

describe('the .env file', () => {
  it('gives variables, and those of the process go before its own', () => {
    const path = envFile('A=1\nB="two words"\n# C=3\n')

    expect(readEnvironment(path, { B: 'mine', D: '4' })).toEqual({ A: '1', B: 'mine', D: '4' })
  })

  it('tells its own names apart from those of the process', () => {
    expect(namesInEnvFile(envFile('A=1\n# B=2\nC=\n'))).toEqual(['A', 'C'])
    expect(namesInEnvFile(join(temporaryFolder(), '.env'))).toEqual([])
  })

  it('need not be there', () => {
    expect(readEnvironment(join(temporaryFolder(), '.env'), { A: '1' })).toEqual({ A: '1' })
  })

  it.each([0o644, 0o640, 0o604, 0o602])('is refused while others may touch it: %o', (mode) => {
    const path = envFile('A=1')
    chmodSync(path, mode)

    expect(() => readEnvironment(path, {})).toThrow(
      expect.objectContaining({ exitCode: 78, message: expect.stringContaining(`run \`chmod 600 ${path}\``) }),
    )
  })
})

function envFile(text: string): string {
  const path = join(temporaryFolder(), '.env')
  writeFileSync(path, text, { mode: 0o600 })
  return path
}
