import type { Imports } from './imports.ts'

/**
 * Who may import whom: docs/architecture.md as data. A name stands for a folder of src, or for one file of it where only that
 * file is the neighbour's business. Everybody may import its own folder.
 */
const table: Record<string, readonly string[]> = {
  base: [],
  delivery: ['base'],
  store: ['base', 'delivery'],
  telegram: ['base', 'delivery'],
  shard: ['base', 'delivery', 'store/store.ts', 'store/store-error.ts', 'telegram/contract.ts'],
  supervisor: ['base', 'delivery', 'store', 'shard/protocol.ts'],
  scheduler: ['base', 'delivery', 'store'],
  ops: ['base', 'delivery', 'store'],
  access: ['base', 'store'],
  bot: ['base', 'store', 'access'],
  panel: ['base', 'access', 'ops'],
  cli: ['base', 'delivery', 'store', 'ops', 'supervisor/control-protocol.ts'],
  simulator: ['base'],
  demo: ['base', 'store', 'cli', 'features', 'simulator', 'config-variables.ts'],
}

const belowFeatures = Object.keys(table).filter((folder) => folder !== 'simulator' && folder !== 'demo')
const forFeatureWork = ['base', 'delivery', 'store', 'telegram/contract.ts', 'shard']

/** Packages that only one place may know, so that replacing one is work in that place. The simulator reads the schema's text. */
const packageOwners: Record<string, readonly string[]> = {
  telegram: ['telegram/mtproto'],
  'telegram/tl/apiTl.js': ['telegram/mtproto', 'simulator'],
  'telegram/tl/schemaTl.js': ['telegram/mtproto', 'simulator'],
  grammy: ['telegram/botapi', 'bot'],
  'temporal-polyfill': ['scheduler/zone.ts'],
  'better-sqlite3': ['base/sqlite.ts'],
  'better-sqlite3-node20': ['base/sqlite.ts'],
  commander: ['cli', 'features', 'simulator/command.ts', 'demo/command.ts'],
}

/** The entries construct everything, so they may import everything, and nobody imports them. */
const entry =
  /^(main|engine|engine-control|operator|operator-commands|examine-config|control-bot|thread-settings|[a-z-]+-thread)\.ts$/

/** One line for each import that points the wrong way, and for each folder or top file that the table does not know. */
export function wrongArrows(imports: Imports): string[] {
  return [...imports].flatMap(([file, targets]) => {
    if (entry.test(file)) return []
    const allowed = allowedFor(file)
    if (allowed === undefined) return [`${file}: not in the table of test/support/arrows.ts, add its folder there`]

    return targets
      .filter(
        (target) => !(target.file === undefined ? ownsPackage(file, target.specifier) : isInside(target.file, allowed)),
      )
      .map((target) => `${file} → ${target.file ?? target.specifier}`)
  })
}

function allowedFor(file: string): readonly string[] | undefined {
  const [folder = '', feature = '', ...deeper] = file.split('/')
  if (/^config(?:-names|-variables)?\.ts$/.test(file))
    return ['base', 'delivery', 'config-names.ts', 'config-variables.ts']
  if (folder !== 'features') return table[folder] && file.includes('/') ? [...table[folder], folder] : undefined

  // A file directly in features/ lists the features; a file deeper belongs to one, and never knows another.
  const isList = deeper.length === 0
  if (isList) return [...belowFeatures, 'features']
  const own = [`features/${feature}`, 'features/feature.ts', 'features/content.ts']
  return [...(deeper.join('/') === 'work.ts' ? forFeatureWork : belowFeatures), ...own]
}

function ownsPackage(file: string, specifier: string): boolean {
  const name = specifier.startsWith('@') ? specifier.split('/').slice(0, 2).join('/') : (specifier.split('/')[0] ?? '')
  const owners = packageOwners[specifier] ?? packageOwners[name]
  return owners === undefined || isInside(file, owners)
}

function isInside(file: string, places: readonly string[]): boolean {
  return places.some((place) => file === place || file.startsWith(`${place}/`))
}
