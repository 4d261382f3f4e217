import type { ErrorLayer, ErrorRow } from './error-table.ts'

export interface CompiledErrorTable {
  /** The row with this name, or whose pattern fits it. */
  find(layer: ErrorLayer, name: string): ErrorRow | undefined
  /** The row for names that nobody has seen yet: by the end of the name, then by the code. */
  fallback(name: string, code: number | undefined): ErrorRow
}

/** Looked up as it stands; looked up with `%d` for each number; tried in the order of the table. */
interface LayerIndex {
  readonly exact: Map<string, ErrorRow>
  readonly numbered: Map<string, ErrorRow>
  readonly shapes: Shape[]
}

interface Shape {
  readonly shape: RegExp
  readonly row: ErrorRow
}

export function compileErrorTable(rows: readonly ErrorRow[]): CompiledErrorTable {
  const indexes = new Map<ErrorLayer, LayerIndex>()
  for (const row of rows.filter(isNamed)) {
    const index = indexes.get(row.layer) ?? { exact: new Map(), numbered: new Map(), shapes: [] }
    indexes.set(row.layer, index)
    add(index, row)
  }
  const fallback = compileFallback(rows.filter((row) => !isNamed(row)))

  return {
    find(layer, name) {
      const index = indexes.get(layer)
      if (index === undefined) return undefined
      return (
        index.exact.get(name) ??
        index.numbered.get(name.replaceAll(/(?<=_)\d+/g, '%d')) ??
        index.shapes.find(({ shape }) => shape.test(name))?.row
      )
    },
    fallback,
  }
}

function isNamed(row: ErrorRow): boolean {
  return !row.name.startsWith('(unknown')
}

function add(index: LayerIndex, row: ErrorRow): void {
  const name = /^\^(\w+)\$$/.exec(row.pattern)?.[1]
  const numbered = /^\^((?:\w|\(\\d\+\))+)\$$/.exec(row.pattern)?.[1]

  if (name !== undefined) index.exact.set(name, row)
  else if (numbered !== undefined) index.numbered.set(numbered.replaceAll(String.raw`(\d+)`, '%d'), row)
  else index.shapes.push({ shape: new RegExp(row.pattern), row })
}

/** Patterns of these rows: `code 400`, `_MIGRATE_(\d+)$`, `(WAIT|DELAY)_(\d+)$ with code 420`, and one for all the rest. */
function compileFallback(rows: readonly ErrorRow[]): CompiledErrorTable['fallback'] {
  const byCode = new Map<number | undefined, ErrorRow>()
  const shapes: (Shape & { readonly code: number | undefined })[] = []
  let rest: ErrorRow | undefined
  for (const row of rows) {
    const [, shape = '', code] = /^(.*?)(?: ?(?:with )?\bcode (\d+))?$/.exec(row.pattern) ?? []
    if (shape.startsWith('code')) rest = row
    else if (shape === '') byCode.set(Number(code), row)
    else shapes.push({ shape: new RegExp(shape), code: code === undefined ? undefined : Number(code), row })
  }
  if (rest === undefined) throw new Error('telegram-errors.csv has no row for codes that nobody knows')
  const anyOther = rest

  return (name, code) =>
    shapes.find((rule) => (rule.code === undefined || rule.code === code) && rule.shape.test(name))?.row ??
    byCode.get(code) ??
    anyOther
}
