import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { controlApp } from '../../../src/simulator/control/app.ts'
import type { ControlAppDeps } from '../../../src/simulator/control/app.ts'
import { parseRule } from '../../../src/simulator/faults/rule.ts'

const text = readFileSync(join(import.meta.dirname, '../../../docs/simulator.md'), 'utf8')

describe('docs/simulator.md', () => {
  it('lists every route of the control API, and no other', () => {
    const documented = [...text.matchAll(/^\| `((?:GET|POST|PUT|PATCH|DELETE) [^`]+)`/gm)].map((match) => match[1])
    // Routes are only listed here, none is called: the parts behind them are never touched.
    const { routes } = controlApp(
      new Proxy({} as ControlAppDeps, { get: (_, name) => (name === 'page' ? undefined : {}) }),
    )
    const real = routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`)

    expect(new Set(documented)).toEqual(new Set(real))
    expect(documented).toHaveLength(new Set(documented).size)
  })

  it('shows rules that the control API takes', () => {
    const examples = [...text.matchAll(/```json\n([^`]+)```/g)].flatMap(
      (match) => JSON.parse(match[1] ?? '[]') as unknown[],
    )

    expect(examples.length).toBeGreaterThan(20)
    expect(examples.flatMap((rule) => ('problems' in parseRule(rule) ? [rule] : []))).toEqual([])
  })
})
