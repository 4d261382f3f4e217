import { Refusal, exitCodes } from '../../../base/refusal.ts'
import { relative } from '../../../cli/output.ts'
import { textInWords } from '../refusals.ts'
import { stopInWords } from '../round/words.ts'
import type { TestProblem, TestSend } from './verbs.ts'

/** Says at the command line why no test is sent. */
export function testRefusal(problem: TestProblem, accountId: number, nowMs: number): Refusal {
  switch (problem.type) {
    case 'not-your-account':
      return new Refusal(`the owner of the campaign has no account ${accountId}: see \`karvon accounts list\``)
    case 'unusable': {
      const { state, untilMs } = problem
      const until = untilMs !== null && untilMs > nowMs ? `, again ${relative(untilMs, nowMs)}` : ''
      return new Refusal(
        `account ${accountId} is ${state}${until}: \`karvon accounts list\` says why, or give another --account`,
      )
    }
    case 'waits':
      return new Refusal(
        `Telegram asked account ${accountId} to wait, it can send again ${relative(problem.untilMs, nowMs)}: try it then, or give another --account`,
        exitCodes.temporary,
      )
    case 'under-way':
      return new Refusal(`the last test of account ${accountId} is on its way still: wait for it`, exitCodes.temporary)
    case 'text':
      return new Refusal(`the text cannot be sent: ${textInWords(problem.problem)}`)
    default:
      return problem satisfies never
  }
}

/** Says of a test that did not arrive what became of it. */
export function testEndRefusal(test: TestSend | undefined, accountId: number, nowMs: number): Refusal {
  if (test?.state === 'failed-terminal') {
    const { accountKind, reason, username } = test
    if (accountKind === 'bot') {
      const bot = username === null ? 'the bot' : `@${username}`
      return new Refusal(`the test was refused (${reason ?? ''}): its owner must open ${bot} and press Start first`)
    }
    return new Refusal(`the test was refused: ${stopInWords(reason ?? '') ?? reason ?? 'Telegram said no reason'}`)
  }
  if (test?.state === 'uncertain') {
    return new Refusal('the test may have arrived: look before you send another', exitCodes.temporary)
  }
  if (test?.waitsUntilMs != null && test.waitsUntilMs > nowMs) {
    return new Refusal(`the test waits and goes by itself ${relative(test.waitsUntilMs, nowMs)}`, exitCodes.temporary)
  }
  return new Refusal(`the test waits for the turn of account ${accountId} and goes by itself`, exitCodes.temporary)
}
