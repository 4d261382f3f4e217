import { printable } from '../../base/printable.ts'
import { Refusal } from '../../base/refusal.ts'
import type { ContentProblem } from '../../delivery/message.ts'
import { durationText } from './duration-text.ts'
import { isOfWhen, whenProblemInWords } from './when/refusals.ts'
import type { CampaignProblem } from './campaign.ts'
import { kindsInWords } from './rights/words.ts'
import { wrongStateInWords } from './state-words.ts'

/** Says at the command line why a campaign does not do what it was told. @param id undefined for one that is being made */
export function campaignRefusal(problem: CampaignProblem, id?: number): Refusal {
  return new Refusal(inWords(problem, id === undefined ? 'the campaign' : `campaign ${id}`, id))
}

/** The same of what is being made, as one line among others. */
export function problemInWords(problem: CampaignProblem): string {
  return inWords(problem, 'the campaign', undefined)
}

function inWords(problem: CampaignProblem, name: string, id: number | undefined): string {
  if (isOfWhen(problem)) return whenProblemInWords(problem, name, id)
  if (isOfRights(problem)) return rightsInWords(problem)
  switch (problem.type) {
    case 'not-found':
      return `there is no campaign ${id ?? ''}: see \`karvon campaigns list\``
    case 'text':
      return `the text cannot be sent: ${textInWords(problem.problem)}`
    case 'no-text':
      return `${name} has no text: give --text`
    case 'no-group':
      return `${name} has no group to send to: see \`karvon accounts groups ID\``
    case 'no-access':
      return `user ${problem.ownerId} has no access (any more): \`karvon users add --id ${problem.ownerId} --days 30\` gives it`
    case 'no-account':
      return `none of the accounts of ${name} can send: see \`karvon accounts list\``
    case 'interval':
      return `an interval of ${durationText(problem.everyMs)} is not possible: from ${durationText(problem.minMs)} to ${durationText(problem.maxMs)}`
    case 'not-your-account':
      return `this owner has no account ${problem.accountId}: see \`karvon accounts list\``
    case 'unknown-group':
      return `account ${problem.accountId} knows no group ${problem.peer}: see \`karvon accounts groups ${problem.accountId}\``
    case 'wrong-state':
      return wrongStateInWords(name, id, problem.state, problem.word)
    case 'name':
      return `a name has 1 to ${problem.max} characters, in one line`
    case 'not-a-target':
      return `${name} does not write to ${problem.peer}${problem.topic === 0 ? '' : `, topic ${problem.topic}`} by account ${problem.accountId}: see \`karvon campaigns preview ${id ?? 'ID'}\``
    case 'nothing-failed':
      return `no message of the last round of ${name} has failed`
    default:
      return problem satisfies never
  }
}

type OfRights = Extract<CampaignProblem, { readonly type: 'may-not-post' | 'caption' | 'kind-forbidden' }>

function isOfRights(problem: CampaignProblem): problem is OfRights {
  return problem.type === 'may-not-post' || problem.type === 'caption' || problem.type === 'kind-forbidden'
}

/** Of what an account may not do, or a group does not take. */
function rightsInWords(problem: OfRights): string {
  const { accountId } = problem
  switch (problem.type) {
    case 'may-not-post':
      return `account ${accountId} may not write in ${problem.peer} (${problem.why}): leave that group out`
    case 'kind-forbidden':
      return `${problem.peer} does not take ${kindsInWords(problem.kinds)} from account ${accountId}: leave that group out or change what is sent; \`karvon accounts groups ${accountId} --refresh\` reads its rules anew`
    case 'caption': {
      const { accountName, length, max } = problem
      return `the text below the files has ${length} characters, ${length - max} more than account ${accountId}, ${printable(accountName)}, may write: shorten it, or send with a Premium account; if it is one, \`karvon accounts check ${accountId}\` finds that out`
    }
    default:
      return problem satisfies never
  }
}

/** Why a content cannot be sent, as the end of a line. */
export function textInWords(problem: ContentProblem): string {
  switch (problem.type) {
    case 'empty':
      return 'it is empty'
    case 'too-long':
      return `it has ${problem.length} characters, and Telegram takes ${problem.max}`
    case 'caption-too-long':
      return `the text below its files has ${problem.length} characters, and Telegram takes ${problem.max}`
    case 'too-many-files':
      return `it has ${problem.count} files, and Telegram takes ${problem.max}`
    case 'mixed-album':
      return 'files of these kinds cannot be sent together'
    case 'forward-incomplete':
      return 'the post that it passes on is not there'
    case 'too-many-entities':
      return `it has ${problem.count} formatted parts, and Telegram takes ${problem.max}`
    case 'entity-outside':
      return `its formatted part ${problem.index + 1} reaches beyond the text`
    case 'entity-incomplete':
      return `its formatted part ${problem.index + 1} lacks what it points to`
    default:
      return problem satisfies never
  }
}
