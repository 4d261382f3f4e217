import type { Reporter, TestCase, TestModule } from 'vitest/node'

/**
 * Prints why each skipped test was skipped and the figures of each file that failed, and ends the run with one line that a script
 * can read. What fails outside a test (a file that cannot be imported, a rejection nobody awaited) counts as a failure, so that
 * `0 failed` can be believed.
 */
export class ClosingLine implements Reporter {
  readonly #print: (line: string) => void

  constructor(print: (line: string) => void = (line) => process.stdout.write(`${line}\n`)) {
    this.#print = print
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    for (const test of testsOf(modules).filter(isSkipped)) this.#print(`skipped: ${test.fullName}: ${reasonOf(test)}`)
    // Without the rejections that nobody awaited: by when one comes, another file may run.
    for (const module of modules) {
      const figures = figuresOf([module])
      if (figures.failed > 0) this.#print(`failed in ${module.relativeModuleId}: ${inWords(figures)}`)
    }
    const figures = figuresOf(modules)
    this.#print(inWords({ ...figures, failed: figures.failed + unhandled.length }))
  }
}

interface Figures {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

const inWords = ({ passed, failed, skipped }: Figures): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`

function figuresOf(modules: readonly TestModule[]): Figures {
  const tests = testsOf(modules)
  const count = (state: string): number => tests.filter((test) => test.result().state === state).length
  const broken = modules.filter((module) => module.errors().length > 0).length
  return { passed: count('passed'), failed: count('failed') + broken, skipped: tests.filter(isSkipped).length }
}

const testsOf = (modules: readonly TestModule[]): TestCase[] =>
  modules.flatMap((module) => [...module.children.allTests()])

const isSkipped = (test: TestCase): boolean => ['skipped', 'pending'].includes(test.result().state)

function reasonOf(test: TestCase): string {
  const result = test.result()
  return (result.state === 'skipped' ? result.note : undefined) ?? 'no reason given'
}
