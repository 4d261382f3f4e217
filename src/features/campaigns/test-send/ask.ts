import { setTimeout as sleep } from 'node:timers/promises'
import type { ControlDeps } from '../../feature.ts'
import type { TestAnswer, TestAsk, TestSend, TestSendVerbs } from './verbs.ts'

type Deps = Pick<ControlDeps<TestSendVerbs>, 'store' | 'clock' | 'shards'>

/** Has it sent as soon as the account's pace allows. */
export async function askTest({ store, clock, shards }: Deps, ask: Omit<TestAsk, 'nowMs'>): Promise<TestAnswer> {
  const answer = await store.askTest({ ...ask, nowMs: clock.nowMs() })
  if ('test' in answer) shards.hint([{ id: answer.test.accountId, partition: answer.test.partition }])
  return answer
}

const lookEveryMs = 200
/** Nobody looks at a terminal for longer. */
const patienceMs = 60_000

/** Waits until it is over, or for as long as a person does. @returns how it is then */
export async function awaitTest({ store, clock }: Deps, uuid: string): Promise<TestSend | undefined> {
  const beganAtMs = clock.nowMs()
  for (;;) {
    const nowMs = clock.nowMs()
    const test = await store.testSend({ uuid, ownerId: null, nowMs })
    const isOpen = test?.state === 'pending' || test?.state === 'in-flight'
    if (!isOpen || nowMs - beganAtMs > patienceMs) return test
    await sleep(lookEveryMs)
  }
}
