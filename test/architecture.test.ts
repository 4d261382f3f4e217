import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { wrongArrows } from './support/arrows.ts'
import { findCycles, packagesLoadedBy, readImports, specifiersIn } from './support/imports.ts'

const sources = join(import.meta.dirname, '../src')

describe('the folders of src', () => {
  it('import only what the table allows', () => {
    expect(wrongArrows(readImports(sources))).toEqual([])
  })

  it('hold no files that import one another in a ring', () => {
    expect(findCycles(readImports(sources))).toEqual([])
  })
})

/** What else an engine uses is loaded when it is first asked for: a supervisor that was killed is to send again within a second. */
describe('what is loaded before the first message', () => {
  it.each([
    ['main.ts', ['commander', 'pino']],
    ['engine.ts', []],
    ['store-thread.ts', []],
    [
      'shard-thread.ts',
      [
        'big-integer',
        'bottleneck',
        'p-queue',
        'pino',
        'telegram',
        'telegram/Password.js',
        'telegram/crypto/RSA.js',
        'telegram/entityCache.js',
        'telegram/network/connection/TCPFull.js',
        'telegram/sessions/index.js',
      ],
    ],
  ])('by %s is %j', (entry, packages) => {
    expect(packagesLoadedBy(sources, entry)).toEqual(packages)
  })
})

describe('the check of the arrows', () => {
  it.each([
    ['a product folder that imports the simulator', 'delivery/a.ts', '../simulator/x.ts'],
    ['the simulator that imports product code', 'simulator/world/a.ts', '../../delivery/x.ts'],
    ['a folder that imports one below it', 'base/a.ts', '../store/x.ts'],
    ['a shard that looks behind the contract', 'shard/a.ts', '../telegram/mtproto/x.ts'],
    ['a feature that imports another feature', 'features/campaigns/a.ts', '../groups/x.ts'],
    ['the work of a feature that imports the bot', 'features/campaigns/work.ts', '../../bot/x.ts'],
    ['anybody who imports an entry', 'store/a.ts', '../main.ts'],
  ])('finds %s', (_, from, specifier) => {
    const target = join(dirname(from), specifier)
    const root = makeTree({ [from]: `import { x } from '${specifier}'`, [target]: 'export const x = 1' })

    expect(wrongArrows(readImports(root))).toEqual([`${from} → ${target}`])
  })

  it('finds a wrong arrow in every form that an import can take', () => {
    const forms = [
      `import type { X } from '../store/x.ts'`,
      `import {\n  x,\n  y,\n} from '../store/x.ts'`,
      `import '../store/x.ts'`,
      `export * from '../store/x.ts'`,
      `const x = await import('../store/x.ts')`,
      `type X = typeof import('../store/x.ts')`,
      `new Worker(new URL('../store/x.ts', import.meta.url))`,
    ]

    expect(forms.map(specifiersIn)).toEqual(forms.map(() => ['../store/x.ts']))
    expect(specifiersIn('const sql = `select a\nfrom "b"`\nconst from = 1')).toEqual([])
  })

  it('finds a package in a place that may not know it', () => {
    const root = makeTree({
      'telegram/mtproto/a.ts': `import { Api } from 'telegram'`,
      'shard/a.ts': `import { TelegramClient } from 'telegram/client/TelegramClient.js'`,
      'simulator/a.ts': `import schema from 'telegram/tl/apiTl.js'\nimport { Bot } from 'grammy'`,
    })

    expect(wrongArrows(readImports(root))).toEqual([
      'shard/a.ts → telegram/client/TelegramClient.js',
      'simulator/a.ts → grammy',
    ])
  })

  it('finds a folder and a top file that nobody put into the table', () => {
    const root = makeTree({ 'utils/a.ts': '', 'helper.ts': '', 'main.ts': `import './utils/a.ts'` })

    expect(wrongArrows(readImports(root))).toEqual([
      expect.stringContaining('helper.ts: not in the table'),
      expect.stringContaining('utils/a.ts: not in the table'),
    ])
  })

  it('finds rings of two and of three files, and a file that imports itself', () => {
    const root = makeTree({
      'base/a.ts': `import { b } from './b.ts'`,
      'base/b.ts': `import type { A } from './a.ts'`,
      'store/a.ts': `import './b.ts'`,
      'store/b.ts': `import './c.ts'`,
      'store/c.ts': `import './a.ts'`,
      'ops/self.ts': `import './self.ts'`,
    })

    expect(findCycles(readImports(root))).toEqual([
      ['base/a.ts', 'base/b.ts', 'base/a.ts'],
      ['ops/self.ts', 'ops/self.ts'],
      ['store/a.ts', 'store/b.ts', 'store/c.ts', 'store/a.ts'],
    ])
  })
})

function makeTree(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'karvon-tree-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
  return root
}
