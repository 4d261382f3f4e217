import { ShiftableClock } from '../../../src/base/clock.ts'
import type { Clock } from '../../../src/base/clock.ts'
import { openDatabase } from '../../../src/base/sqlite.ts'
import type { FaultDecision, FaultSubject } from '../../../src/simulator/faults/faults.ts'
import { RuleBook } from '../../../src/simulator/faults/rule-book.ts'
import { parseRule } from '../../../src/simulator/faults/rule.ts'
import type { Rule } from '../../../src/simulator/faults/rule.ts'
import { GroupCommit } from '../../../src/simulator/world/group-commit.ts'

export const calm = { delayMs: 0, action: undefined, repeatAnswer: 'first-message' }

/** A rule book in memory, on a clock that stands still until it is advanced. */
export function openRules(options: { seed?: number; path?: string } = {}) {
  const clock = new ShiftableClock(standingClock)
  const db = openDatabase(options.path ?? ':memory:')
  const commit = new GroupCommit(db, (error) => {
    throw error
  })
  const rules = new RuleBook({ db, commit, clock, seed: options.seed ?? 1 })

  return {
    rules,
    clock,
    add: (input: Rule) => rules.add(checked(input)),
    decide: (subject: Partial<FaultSubject> = {}): FaultDecision =>
      rules.decide({ ...send, nowMs: clock.nowMs(), ...subject }),
    error: (subject: Partial<FaultSubject> = {}): string | undefined => {
      const { action } = rules.decide({ ...send, nowMs: clock.nowMs(), ...subject })
      return action?.type === 'error' ? action.message : undefined
    },
    close(): void {
      commit.flush()
      db.close()
    },
  }
}

const standingClock: Clock = { nowMs: () => 1_700_000_000_000 }

const send = { surface: 'mtproto', account: 7, method: 'messages.sendMessage', chat: -100, nowMs: 0 } as const

/** The same way in as the control API: a rule that it would refuse is a mistake of the test. */
function checked(input: Rule): Rule {
  const parsed = parseRule(input)
  if ('problems' in parsed) throw new Error(parsed.problems.join('; '))
  return parsed.rule
}
