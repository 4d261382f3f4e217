import { Refusal, exitCodes } from '../../base/refusal.ts'
import type { Secret } from '../../base/secret.ts'
import { botCapPerMinute } from '../../delivery/bot-pace.ts'
import { parseBotToken } from '../../telegram/botapi/token.ts'
import type { BotToken } from '../../telegram/botapi/token.ts'
import type { Answer, Self } from '../../telegram/contract.ts'
import type { ControlDeps } from '../feature.ts'
import { deviceOf } from './logins.ts'
import type { KeptLogin } from './logins.ts'
import { noOwner, takenRefusal } from './refusals.ts'
import type { Account, AccountVerbs } from './verbs.ts'

type Deps = Pick<ControlDeps<AccountVerbs>, 'store' | 'clock' | 'keyring' | 'signIns' | 'shards' | 'settings'>

const askMaxMs = 30_000

/**
 * Makes a bot an account that sends, or gives the one that is here another token and lets it send again. Telegram is asked first whose
 * token it is: whoever does not hold it learns nothing of which bots are here. One that sends with this very token already is the
 * answer, without a word to Telegram, so that a program may say it at each of its starts.
 * @throws Refusal; then nothing was changed
 */
export async function keepBot(deps: Deps, ownerId: number, given: Secret): Promise<KeptLogin> {
  const { store, signIns, shards } = deps
  const parsed = parseBotToken(given.reveal())
  if (parsed === undefined) throw notAToken()
  if (!(await store.hasOwner(ownerId))) throw noOwner(ownerId)
  const known = await sendingWith(deps, ownerId, parsed)
  if (known !== undefined) return { account: known, isNew: false, isOldLoginEnded: null }
  const self = await signIns.whichBot(parsed.token, AbortSignal.timeout(askMaxMs))
  if (self.type !== 'answer') throw unknownBot(self)

  const taken = await store.loginTaken({ authKeyId: null, telegramId: self.value.id })
  if (taken !== undefined && taken.account.ownerId !== ownerId) throw takenRefusal(taken, ownerId)
  const bot = { ownerId, token: parsed.token, self: self.value }
  const kept = taken === undefined ? await add(deps, bot) : await replaceToken(deps, bot, taken.account)
  shards.hint([kept.account])
  return kept
}

export function notAToken(): Refusal {
  return new Refusal('this is not the token of a bot: copy it from @BotFather, such as 123456789:AAE…, whole')
}

async function sendingWith(
  { store, keyring }: Deps,
  ownerId: number,
  { token, telegramId }: BotToken,
): Promise<Account | undefined> {
  const taken = await store.loginTaken({ authKeyId: null, telegramId })
  const row = taken === undefined ? undefined : await store.account(taken.account.id)
  if (row === undefined || row.ownerId !== ownerId || row.kind !== 'bot' || row.state !== 'active') return undefined
  return keyring.open(row.session, placeOf(row.id)).reveal() === token.reveal() ? taken?.account : undefined
}

interface Bot {
  readonly ownerId: number
  readonly token: Secret
  readonly self: Self
}

async function add({ store, keyring, clock, settings }: Deps, { ownerId, token, self }: Bot): Promise<KeptLogin> {
  const id = await store.reserveAccountId()
  const added = await store.addLogin({
    id,
    ownerId,
    kind: 'bot',
    telegramId: self.id,
    authKeyId: null,
    ...nameOf(self),
    session: keyring.seal(token, placeOf(id)),
    device: JSON.stringify(deviceOf(settings.version)),
    capPerMinute: botCapPerMinute,
    nowMs: clock.nowMs(),
  })
  if ('taken' in added) throw takenRefusal(added.taken, ownerId)
  return { account: added.account, isNew: true, isOldLoginEnded: null }
}

/** While nobody has a link with the old token: what it is answered would be taken for the new one's fate. */
async function replaceToken(
  { store, keyring, shards, settings }: Deps,
  { token, self }: Bot,
  { id, partition }: Account,
): Promise<KeptLogin> {
  const account = await shards.vacate(partition, () =>
    store.replaceLogin({
      id,
      authKeyId: null,
      ...nameOf(self),
      session: keyring.seal(token, placeOf(id)),
      device: JSON.stringify(deviceOf(settings.version)),
    }),
  )
  if (account === undefined) throw new Refusal(`account ${id} was removed meanwhile`)
  return { account, isNew: false, isOldLoginEnded: null }
}

function nameOf({ firstName, lastName, username }: Self) {
  return { name: `${firstName} ${lastName}`.trim(), username }
}

function placeOf(id: number) {
  return { table: 'accounts', row: id, column: 'session' }
}

function unknownBot(answer: Exclude<Answer<unknown>, { readonly type: 'answer' }>): Refusal {
  switch (answer.type) {
    case 'accountDead':
      return new Refusal(
        `Telegram does not know this token (${answer.error}): it was revoked, or copied wrong; @BotFather shows the current one`,
      )
    case 'wait': {
      const seconds = Math.ceil(answer.waitMs / 1000)
      return new Refusal(`Telegram asks this bot to wait for ${seconds} s: try again then`, exitCodes.temporary)
    }
    default:
      return new Refusal(
        `Telegram could not be asked about this token (${answer.error}): try again later`,
        exitCodes.temporary,
      )
  }
}
