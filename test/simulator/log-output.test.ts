import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'

const program = ['--import', 'tsx', join(import.meta.dirname, 'log-output-fixture.ts')]
/** Node gives its children sockets; a shell gives them pipes. This one reads what the program says once its own input has ended. */
const throughPipe = '{ "$0" "$@" 2>&1 >&3 | { cat <&4 >/dev/null; cat >&2; }; } 3>&1 4<&0'

it('a log that nobody reads keeps nobody waiting, and says later what was left out', async () => {
  const child = spawn('sh', ['-c', throughPipe, process.execPath, ...program], { stdio: ['pipe', 'pipe', 'pipe'] })

  const [done] = (await once(createInterface(child.stdout), 'line')) as [string]

  expect(done).toBe('done')
  child.stdin.end()
  const lines = (await text(child.stderr)).trim().split('\n')
  const written = lines.map((line) => JSON.parse(line) as { readonly line?: number; readonly msg: string })
  const kept = written.slice(0, -2).map(({ line }) => line)
  expect(kept).toEqual(Array.from({ length: kept.length }, (_, index) => index))
  expect(kept.length).toBeLessThan(4000)
  expect(written.slice(-2).map(({ msg }) => msg)).toEqual([
    `${5000 - kept.length} lines were left out here: nobody read`,
    'one more',
  ])
})
