import { z } from 'zod'
import type { PeopleVerbs } from '../../access/verbs.ts'
import { Refusal, exitCodes } from '../../base/refusal.ts'
import { botCapPerMinute } from '../../delivery/bot-pace.ts'
import type { Verbs } from '../../store/store.ts'
import { controlVerb } from '../feature.ts'
import type { Control, ControlDeps } from '../feature.ts'
import { aliasIn, aliasMax } from './alias.ts'
import type { AliasProblem } from './alias.ts'
import { capAccount, deleteAccount, logOutAccount } from './care.ts'
import type { LeftAnswer } from './care.ts'
import type { CareVerbs } from './care-verbs.ts'
import { checkAccount } from './check/ask.ts'
import { findingIn } from './check/finding.ts'
import { addProxies, checkProxy, chooseProxy, takeProxy, wayThrough } from './proxies/desk.ts'
import { lineProblem, proxyRefusal } from './proxies/refusals.ts'
import type { ProxyVerbs } from './proxies/verbs.ts'
import { noAccount, noOwner, stateInWords } from './refusals.ts'
import type { Account, AccountAnswer, AccountVerbs } from './verbs.ts'

type Deps = ControlDeps<Verbs & PeopleVerbs & AccountVerbs & CareVerbs & ProxyVerbs>

const one = z.object({ id: z.int() })
const alias = z.object({ id: z.int(), alias: z.string().nullable() })
const cap = z.object({ id: z.int(), capPerMinute: z.int().min(1).max(1800) })
/** Its number, or how it is written. */
const wayWanted = z.object({ ownerId: z.int(), proxy: z.union([z.int(), z.string()]) })
const use = z.object({ id: z.int(), proxyId: z.int().nullable() })
const list = z.object({ ownerId: z.int(), text: z.string() })
const actor = 'cli'

const aliasProblems: Readonly<Record<AliasProblem, string>> = {
  length: `a name has 1 to ${aliasMax} characters in one line`,
  unseen: 'the name has characters that do not show, such as marks that turn text around: write it without them',
}

/** What the command line can have done with accounts and proxies that their owners do in the bot. */
export function careControl(deps: Deps): Control {
  const { store, shards, settings } = deps
  const of = (id: number) => ({ id, ownerId: null })
  return {
    'accounts.logout': controlVerb(one, async ({ id }) => leftIn(await logOutAccount(deps, of(id), actor), id)),
    'accounts.delete': controlVerb(one, async ({ id }) => leftIn(await deleteAccount(deps, of(id), actor), id)),
    'accounts.alias': controlVerb(alias, async ({ id, alias: given }) => {
      const wanted = given === null ? { alias: null } : aliasIn(given)
      if ('problem' in wanted) throw new Refusal(aliasProblems[wanted.problem])
      return accountOf(await store.aliasAccount({ ...of(id), alias: wanted.alias }), id)
    }),
    'accounts.cap': controlVerb(cap, async ({ id, capPerMinute }) => {
      const account = await store.accountOf(of(id))
      const most = account?.kind === 'bot' ? botCapPerMinute : settings.capPerMinute
      if (capPerMinute > most) {
        throw new Refusal(`at most ${most} a minute: TELEGRAM_PER_ACCOUNT_MPM binds every account, raise it first`)
      }
      return accountOf(await capAccount(deps, { ...of(id), capPerMinute }), id)
    }),
    'accounts.check': controlVerb(one, async ({ id }) => {
      if (!shards.areRunning) {
        throw new Refusal('accounts are looked at by a running supervisor: `karvon start`', exitCodes.temporary)
      }
      const card = await checkAccount(deps, of(id))
      if (card === undefined) throw noAccount(id)
      const account = card === 'idle' ? await store.accountOf(of(id)) : card
      if (account === undefined) throw noAccount(id)
      if (account.state !== 'active') throw new Refusal(`account ${id} ${stateInWords(account)}`)
      if (card === 'idle' || card.check?.isAsked === true) {
        throw new Refusal(`account ${id} could not be reached yet: it is tried again by itself`, exitCodes.temporary)
      }
      return { account, finding: findingIn(card.check?.found ?? null) ?? null, atMs: card.check?.foundAtMs ?? null }
    }),
    'accounts.proxy': controlVerb(use, async ({ id, proxyId }) => {
      const answer = await chooseProxy(deps, { accountId: id, ownerId: null, proxyId })
      if ('account' in answer) return answer.account
      if (answer.problem === 'no-account') throw noAccount(id)
      throw proxyRefusal(answer.problem, proxyId)
    }),
    'proxies.add': controlVerb(list, async ({ ownerId, text }) => {
      if (!(await store.hasOwner(ownerId))) throw noOwner(ownerId)
      return addProxies(deps, ownerId, text)
    }),
    // The command signs in by itself, so it must know the password too.
    'proxies.way': controlVerb(wayWanted, async ({ ownerId, proxy }) => {
      if (!(await store.hasOwner(ownerId))) throw noOwner(ownerId)
      if (typeof proxy === 'number') return (await wayThrough(deps, ownerId, proxy)) ?? noProxy(proxy)
      const kept = await takeProxy(deps, ownerId, proxy)
      if ('problem' in kept) throw new Refusal(`--proxy: ${lineProblem(kept)}`)
      return (await wayThrough(deps, ownerId, kept.id)) ?? noProxy(kept.id)
    }),
    'proxies.check': controlVerb(one, async ({ id }) => {
      const result = await checkProxy(deps, of(id))
      if (result === undefined) throw proxyRefusal('no-proxy', id)
      return { id, result }
    }),
    'proxies.remove': controlVerb(one, async ({ id }) => {
      const answer = await store.removeProxy(of(id))
      if ('removed' in answer) return answer.removed
      if (answer.problem === 'not-found') throw proxyRefusal('no-proxy', id)
      const by = answer.by.map((account) => account.id).join(', ')
      throw new Refusal(`proxy ${id} is used by account ${by}: give it another one first, \`karvon accounts proxy\``)
    }),
  }
}

function noProxy(id: number): never {
  throw proxyRefusal('no-proxy', id)
}

function leftIn(answer: LeftAnswer, id: number) {
  if ('problem' in answer) throw noAccount(id)
  return answer
}

function accountOf(answer: AccountAnswer, id: number): Account {
  if ('problem' in answer) throw noAccount(id)
  return answer.account
}
