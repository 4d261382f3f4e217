import { Refusal, exitCodes } from '../../base/refusal.ts'
import type { Answer } from '../../telegram/contract.ts'
import type { Account, AccountAnswer, TakenLogin } from './verbs.ts'

/** The account that an answer holds. @throws Refusal with what is in the way, and what to do */
export function accountIn(answer: AccountAnswer, id: number, word: 'pause' | 'resume'): Account {
  if ('account' in answer) return answer.account
  if (answer.problem.type === 'not-found') throw noAccount(id)
  throw new Refusal(`account ${id} cannot ${word}: it ${stateInWords(answer.problem.account)}`)
}

export function noAccount(id: number): Refusal {
  return new Refusal(`there is no account ${id}: see \`karvon accounts list\``)
}

export function noOwner(id: number): Refusal {
  return new Refusal(`there is no user ${id}: add them with \`karvon users add --id ${id} --days 30\``)
}

/** A stranger's account is not named: whose it is, is not the asking owner's business. */
export function takenRefusal({ account }: TakenLogin, ownerId: number): Refusal {
  if (account.ownerId !== ownerId) {
    return new Refusal('this Telegram account belongs to another owner here: it must be removed there first')
  }
  return new Refusal(`this login is account ${account.id} already: nothing was changed`)
}

/** How an account is, and what its owner can do about it; completes "account 7 …". */
export function stateInWords({ id, kind, state, reason, untilMs }: Account): string {
  const why = reason === null ? '' : ` (${reason})`
  switch (state) {
    case 'active':
      return 'is active'
    case 'paused':
      return `is paused${why}: \`karvon accounts resume ${id}\``
    case 'limited':
      return untilMs === null
        ? `is limited by Telegram${why}, until you resume it`
        : `is limited by Telegram${why} until ${new Date(untilMs).toISOString()}`
    case 'needs-login':
      return kind === 'bot'
        ? `needs its token${why}: \`karvon accounts add-bot\``
        : `needs a new login${why}: \`karvon accounts login\``
    case 'stopped':
      return `is stopped${why}`
    default:
      return state satisfies never
  }
}

/** Why a session that was brought could not be looked at. */
export function unreadableSession(answer: Exclude<Answer<unknown>, { readonly type: 'answer' }>): Refusal {
  switch (answer.type) {
    case 'accountDead':
      return new Refusal(`Telegram has ended this session (${answer.error}): sign in with \`karvon accounts login\``)
    case 'wait': {
      const seconds = Math.ceil(answer.waitMs / 1000)
      return new Refusal(`Telegram asks this account to wait for ${seconds} s: try again then`, exitCodes.temporary)
    }
    default:
      return new Refusal(
        `Telegram could not be asked about this session (${answer.error}): try again later`,
        exitCodes.temporary,
      )
  }
}
