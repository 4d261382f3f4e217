import { Refusal } from '../../../base/refusal.ts'
import { counted } from '../../../cli/output.ts'
import { textInWords } from '../refusals.ts'
import type { Replaced, Undo, UndoOutlook, UndoProblem, UndoWhat } from './verbs.ts'

/** Says at the command line why a round is not undone. */
export function undoRefusal(problem: UndoProblem, runId: number): Refusal {
  return new Refusal(inWords(problem, runId))
}

function inWords(problem: UndoProblem, runId: number): string {
  switch (problem.type) {
    case 'not-found':
      return `there is no round ${runId}: \`karvon campaigns show ID\` lists those of a campaign`
    case 'is-running':
      return `round ${runId} is sending: \`karvon campaigns stop ${problem.campaignId}\` first, or pause it`
    case 'under-way':
      return `round ${runId} is being undone already: \`karvon campaigns undo ${runId} --stop\` stops that`
    case 'nothing-sent':
      return `round ${runId} has no message that could be changed`
    case 'too-old':
      return `${counted(problem.count, 'message')} of round ${runId} ${problem.count === 1 ? 'is' : 'are'} older than two days: Telegram changes them no more`
    case 'replaced':
      return `round ${runId} has no message of its own left: ${problem.replaced.map(replacedInWords).join(', ')}`
    case 'forwarded':
      return `round ${runId} has passed a post on, which cannot be edited: without --edit it is taken back`
    case 'no-text':
      return 'give the new text: --edit TEXT'
    case 'text':
      return `the text cannot be sent: ${textInWords(problem.problem)}`
    default:
      return problem satisfies never
  }
}

/** What an undo would do, before it is done. */
export function outlookInWords({ run, count, tooOld, gone, replaced }: UndoOutlook, what: UndoWhat): string {
  const verb = what === 'delete' ? 'would be taken back' : 'would get the new text'
  return [
    `${counted(count, 'message')} of round ${run.id} ${verb}, at the pace of ${count === 1 ? 'its account' : 'their accounts'}.`,
    tooOld > 0 && `${counted(tooOld, 'message')} older than two days: Telegram changes them no more.`,
    ...replaced.map(
      (one) =>
        `${replacedInWords(one)}: ${one.isGone ? 'nothing is left to do' : `left as ${one.count === 1 ? 'it is' : 'they are'}`}.`,
    ),
    gone > 0 && `${counted(gone, 'message')} taken back before.`,
    run.uncertain > 0 && `${counted(run.uncertain, 'message')} may have arrived, and nobody knows under which number.`,
  ]
    .filter((line) => line !== false)
    .join('\n')
}

function replacedInWords({ runId, count, isGone }: Replaced): string {
  if (isGone) return `${count} ${count === 1 ? 'was' : 'were'} replaced by round ${runId}`
  return `${count} ${count === 1 ? 'is' : 'are'} round ${runId}’s by now`
}

/** How an undo goes, or how it went. */
export function undoInWords({ ofRunId, what, state, reason, targets, done, failed, cancelled, open }: Undo): string {
  const changed = what === 'delete' ? 'taken back' : 'changed'
  const head = {
    planning: 'begins',
    running: 'goes on',
    paused: 'is paused',
    finished: 'is over',
    stopped: 'was stopped',
  }
  const why = reason === null || reason === 'asked' ? '' : ` (${reason})`
  return [
    `The undo of round ${ofRunId} ${head[state]}${why}: ${done} of ${targets} ${changed}`,
    ...(failed > 0 ? [`${failed} could not be`] : []),
    ...(cancelled > 0 ? [`${cancelled} left as they are`] : []),
    ...(open > 0 ? [`${open} to go`] : []),
  ].join(', ')
}
