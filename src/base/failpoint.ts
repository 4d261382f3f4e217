import type { Random } from './random.ts'

/** Where the engine can be made to fail on purpose, in the order a message passes them. */
export const failpointNames = [
  'plan.batch', // a batch of a run is committed, the next is not
  'commit.before', // the store's transaction is open, all of its verbs have run
  'claim.before', // the claim is about to be asked for
  'claim.after', // the claim is durable, nothing is on the wire
  'send.after', // the bytes left, no answer came
  'ack.after', // the answer came, it is not settled
  'settle.after', // it is settled
] as const

export type FailpointName = (typeof failpointNames)[number]

/** Call it at the place that the name says. It returns, unless it was told to fail there. */
export type Failpoint = (name: FailpointName) => void

export type FailpointAction =
  /** SIGKILL for the whole process, from whatever thread. */
  | { readonly type: 'kill' }
  /** Ends the thread, or the process on its main thread. */
  | { readonly type: 'exit' }
  | { readonly type: 'throw' }
  /** The thread stands still, its loop too, as in a native call that hangs. */
  | { readonly type: 'delay'; readonly ms: number }

export interface FailpointRule {
  readonly name: FailpointName
  readonly action: FailpointAction
  /** When: each time with this probability, or only at this passage, counted from 1. */
  readonly when: { readonly probability: number } | { readonly passage: number }
}

/** The one who throws is the point `name`. Nothing may catch it but the edge that catches everything. */
export class FailpointError extends Error {
  override readonly name = 'FailpointError'
}

/**
 * Reads KARVON_FAILPOINTS: rules separated by commas, `name:action`, each perhaps with `@when`.
 * `claim.after:kill@0.02` kills in one of fifty passages, `send.after:throw@3rd` throws at the third, `ack.after:delay=2000` stands
 * still for two seconds every time.
 * @throws Error with one line that completes "KARVON_FAILPOINTS must be …"
 */
export function parseFailpoints(text: string): FailpointRule[] {
  return text.split(',').map((rule) => {
    const [, name = '', action = '', when] = /^\s*([\w.]+):([^@\s]+)(?:@(\S+))?\s*$/.exec(rule) ?? refuse(rule)
    return { name: parseName(name), action: parseAction(action) ?? refuse(rule), when: parseWhen(when) ?? refuse(rule) }
  })
}

/** What a failpoint does to the thread and process. Passed in, so that a test of the rules need not die. */
export interface FailpointEffects {
  kill(): void
  exit(): void
  delay(ms: number): void
}

/** Without rules this is a function that does nothing, so that a failpoint costs one call in production. */
export function armFailpoints(
  rules: readonly FailpointRule[],
  random: Random,
  effects: FailpointEffects = realEffects,
): Failpoint {
  if (rules.length === 0) return noFailpoint
  const passages = new Map<FailpointName, number>()

  return (name) => {
    const passage = (passages.get(name) ?? 0) + 1
    passages.set(name, passage)
    for (const rule of rules) if (rule.name === name && isDue(rule, passage, random)) act(rule, effects)
  }
}

export const noFailpoint: Failpoint = () => {}

function refuse(rule: string): never {
  throw new Error(`rules like claim.after:kill@0.02 or ack.after:delay=2000@3rd, not '${rule}'`)
}

function parseName(text: string): FailpointName {
  const known = failpointNames.find((name) => name === text)
  if (known === undefined) throw new Error(`rules for ${failpointNames.join(', ')}, not for '${text}'`)
  return known
}

function parseAction(text: string): FailpointAction | undefined {
  if (text === 'kill' || text === 'exit' || text === 'throw') return { type: text }
  const delay = /^delay=(\d+)$/.exec(text)
  return delay === null ? undefined : { type: 'delay', ms: Number(delay[1]) }
}

function parseWhen(text = '1'): FailpointRule['when'] | undefined {
  const passage = /^(\d+)(?:st|nd|rd|th)$/.exec(text)
  if (passage !== null) return { passage: Number(passage[1]) }
  const probability = /^\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN
  return probability <= 1 ? { probability } : undefined
}

function isDue({ when }: FailpointRule, passage: number, random: Random): boolean {
  return 'passage' in when ? when.passage === passage : random.next() < when.probability
}

function act({ name, action }: FailpointRule, effects: FailpointEffects): void {
  switch (action.type) {
    case 'kill':
      return effects.kill()
    case 'exit':
      return effects.exit()
    case 'throw':
      throw new FailpointError(`failpoint ${name}`)
    case 'delay':
      return effects.delay(action.ms)
    default:
      return action satisfies never
  }
}

const realEffects: FailpointEffects = {
  kill() {
    process.kill(process.pid, 'SIGKILL')
    // The signal arrives a moment later; nothing more may happen until then.
    standStill(10_000)
  },
  exit: () => process.exit(1),
  delay: standStill,
}

function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}
