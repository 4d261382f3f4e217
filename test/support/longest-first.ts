import { BaseSequencer } from 'vitest/node'
import type { TestSpecification } from 'vitest/node'

/**
 * Begins with these files of each project, in this order: what takes long and begins last keeps one core busy and the others waiting. A
 * run on a fresh clone knows no durations, and begins with the longest text.
 * @param longest by the ends of their paths
 */
export function longestFirst(longest: readonly string[]): typeof BaseSequencer {
  const rank = ({ moduleId }: TestSpecification) => {
    const index = longest.findIndex((path) => moduleId.endsWith(`/${path}`))
    return index === -1 ? longest.length : index
  }
  return class LongestFirst extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      const usual = await super.sort(files)
      // One project after another: a process that is kept for many files ends when one of another project comes.
      const projects = [...new Set(usual.map(({ project }) => project))]
      return projects.flatMap((each) =>
        usual.filter(({ project }) => project === each).toSorted((a, b) => rank(a) - rank(b)),
      )
    }
  }
}
