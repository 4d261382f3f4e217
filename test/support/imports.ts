import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path/posix'

/** Every source file below a root, with what it imports. Paths are relative to the root and have forward slashes. */
export type Imports = ReadonlyMap<string, readonly Import[]>

/** What a file names (`../base/clock.ts`, `hono`), and the file it means; undefined for a package. */
interface Import {
  specifier: string
  file: string | undefined
}

export function readImports(root: string): Imports {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file))
  return new Map(files.toSorted().map((file) => [file, importsOf(root, file)]))
}

/** Static and dynamic imports, re-exports, types too: what a reader must know of a file counts, not only what runs. */
export function specifiersIn(source: string): string[] {
  const forms = [
    /^\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/gm,
    /^\s*import\s+['"]([^'"]+)['"]/gm,
    /\bimport\(\s*['"]([^'"]+)['"]/g,
    /\bnew URL\(\s*['"](\.[^'"]+\.tsx?)['"]\s*,\s*import\.meta\.url/g,
  ]
  return forms.flatMap((form) => [...source.matchAll(form)].map((match) => match[1] ?? ''))
}

/** Each ring of files that import one another, as the path around it. One ring per knot is enough to start mending. */
export function findCycles(imports: Imports): string[][] {
  const cycles: string[][] = []
  const done = new Set<string>()

  const visit = (file: string, path: readonly string[]): void => {
    if (done.has(file)) return
    const seenAt = path.indexOf(file)
    if (seenAt >= 0) {
      cycles.push([...path.slice(seenAt), file])
      return
    }
    for (const target of imports.get(file) ?? []) if (target.file !== undefined) visit(target.file, [...path, file])
    done.add(file)
  }

  for (const file of imports.keys()) visit(file, [])
  return cycles
}

/** The packages that are loaded with a file, and with all that it imports: neither types nor what is imported when it is needed. */
export function packagesLoadedBy(root: string, entry: string): string[] {
  const packages = new Set<string>()
  const seen = new Set<string>()
  const visit = (file: string): void => {
    if (seen.has(file)) return
    seen.add(file)
    for (const [, specifier = ''] of readFileSync(join(root, file), 'utf8').matchAll(loading)) {
      const target = resolve(root, file, specifier)
      if (target !== undefined) visit(target)
      else if (!specifier.startsWith('node:')) packages.add(specifier)
    }
  }
  visit(entry)
  return [...packages].toSorted()
}

const loading = /^(?:import|export)\s+(?!type\b)(?:[^'"`;]*?\bfrom\s*)?['"]([^'"]+)['"]/gm

function importsOf(root: string, file: string): Import[] {
  const specifiers = specifiersIn(readFileSync(join(root, file), 'utf8'))
  return specifiers.map((specifier) => ({ specifier, file: resolve(root, file, specifier) }))
}

function resolve(root: string, from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined
  const target = normalize(join(dirname(from), specifier))
  if (!existsSync(join(root, target))) throw new Error(`${from} imports ${specifier}, which does not exist`)
  return target
}
