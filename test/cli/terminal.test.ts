import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

describe('answers that come through a pipe', () => {
  it('end their lines, so that the questions do not run together', () => {
    const { stdout, stderr } = asked('9996620001\n22222\nkarvon\n')

    expect(stdout).toBe('["9996620001","22222","karvon"]\n')
    expect(stderr).toBe('Phone: \nCode: \nPassword: \n')
  })

  it('and end too early leave the error a line of its own', () => {
    const { stderr } = asked('9996620001\n')

    expect(stderr).toBe('Phone: \nCode: \nerror: standard input ended before everything was answered\n')
  })
})

function asked(input: string) {
  const fixture = join(import.meta.dirname, 'terminal-fixture.ts')
  return spawnSync(process.execPath, ['--import', 'tsx', fixture], { input, encoding: 'utf8', timeout: 60_000 })
}
