import { printable } from '../../../base/printable.ts'
import type { Database } from '../../../base/sqlite.ts'
import type { Content } from '../../../delivery/message.ts'
import { refusedThere } from '../rights/refused.ts'
import type { Refused } from '../rights/refused.ts'
import { kindsInWords } from '../rights/words.ts'
import type { NewTarget } from '../verbs.ts'
import type { AccountName, GroupName, WrittenGroup } from './fields.ts'
import type { Placed } from './node.ts'

type Wrong = (text: string, line: number) => undefined

interface KnownAccount {
  readonly id: number
  readonly ownerId: number
  readonly username: string | null
}

interface Accounts {
  readonly ownerId: number
  readonly accounts: readonly KnownAccount[]
}

interface AccountsWritten {
  readonly written: Placed<readonly Placed<AccountName | undefined>[]> | undefined
  readonly owner: Placed<number> | undefined
  /** The owner, as the command line has it. */
  readonly told: number | undefined
  readonly wrong: Wrong
}

/** The accounts that are meant, all of one owner: the one that is named, or else that of the first. */
export function resolveAccounts(db: Database, { written, owner, told, wrong }: AccountsWritten): Accounts | undefined {
  const namedId = owner?.value ?? told
  const isThere = (id: number) =>
    db.prepare<[number], object>('select id from users where id = ?').get(id) !== undefined
  const isOwnerThere = namedId === undefined || isThere(namedId)
  if (!isOwnerThere) {
    wrong(`there is no user ${namedId}: add them with \`karvon users add --id ${namedId} --days 30\``, owner?.line ?? 1)
  }
  if (written === undefined) return undefined
  const found = written.value.map(({ value, line }) =>
    value === undefined ? undefined : (findAccount(db, value) ?? wrong(noAccount(value), line)),
  )
  const ownerId = namedId ?? found.find((account) => account !== undefined)?.ownerId
  if (ownerId === undefined || !isOwnerThere) return undefined
  const accounts = found.flatMap((account, index) => {
    if (account === undefined) return []
    if (account.ownerId === ownerId) return [account]
    const line = written.value[index]?.line ?? written.line
    wrong(`account ${account.id} is not of user ${ownerId}: see \`karvon accounts list\``, line)
    return []
  })
  return accounts.length < found.length ? undefined : { ownerId, accounts }
}

interface Group {
  readonly accountId: number
  readonly peer: number
  readonly title: string
  readonly username: string | null
  readonly mayPost: 0 | 1
  readonly whyNot: string | null
  readonly isForum: 0 | 1
  readonly forbidden: string | null
}

/**
 * Where it goes, and who of the accounts writes there: the one that the group names, else the first in the list that may. With `all`
 * that is every group where any of them may write, once.
 */
export function resolveTargets(
  db: Database,
  {
    accounts,
    written,
    content,
    nowMs,
    wrong,
  }: Accounts & {
    readonly written: Placed<'all' | readonly WrittenGroup[]> | undefined
    /** What is said in groups that have no text of their own. */
    readonly content: Content | null
    readonly nowMs: number
    readonly wrong: Wrong
  },
): NewTarget[] | undefined {
  if (written === undefined) return undefined
  const known = accounts.map(({ id }) => readGroups(db, id))
  if (written.value === 'all') {
    const isOpen = ({ mayPost, forbidden }: Group) =>
      mayPost === 1 && refusedThere(content, forbidden, nowMs) === undefined
    const open = once(known.flat().filter(isOpen))
    if (open.length > 0) return open.map(({ accountId, peer }) => ({ accountId, peer, topic: 0, content: null }))
    const ids = accounts.map(({ id }) => id)
    return wrong(
      `no group is known where account ${ids.join(' or ')} may write: \`karvon accounts groups ${ids[0] ?? ''}\` reads them`,
      written.line,
    )
  }
  const seen = new Map<string, number>()
  const targets = written.value.map(({ line, isWhole, group: name, topic, account, text }): NewTarget | undefined => {
    const writer = account === undefined ? undefined : findAccount(db, account.value)
    const place = account === undefined ? undefined : accounts.findIndex(({ id }) => id === writer?.id)
    if (account !== undefined && place === -1) {
      return wrong(`${said(account.value)} is not among the accounts above: add it to account`, account.line)
    }
    const writers = known.slice(place ?? 0, place === undefined ? undefined : place + 1)
    const refused = ({ forbidden }: Group) =>
      isWhole ? refusedThere(text?.value ?? content, forbidden, nowMs) : undefined
    const group = pick(writers.flat(), name, { refused, wrong: (why) => wrong(why, line) })
    if (group === undefined) return undefined
    if (topic !== undefined && group.isForum === 0) {
      return wrong(`${titled(group)} has no topics: leave topic out`, topic.line)
    }
    if (!isWhole) return undefined
    const { accountId, peer } = group
    const key = `${peer} ${topic?.value ?? 0}`
    const earlier = seen.get(key)
    if (earlier !== undefined) return wrong(`${titled(group)} stands in line ${earlier} already: keep one`, line)
    seen.set(key, line)
    return { accountId, peer, topic: topic?.value ?? 0, content: text?.value ?? null }
  })
  return targets.every((target) => target !== undefined) ? targets : undefined
}

interface RepeatedGroups {
  readonly written: Placed<'all' | readonly WrittenGroup[]> | undefined
  readonly wrong: Wrong
}

/** What stands there twice can be seen without knowing the groups, where it is written in the same way. */
export function sayRepeated({ written, wrong }: RepeatedGroups): undefined {
  const seen = new Map<string, number>()
  const groups = written === undefined || written.value === 'all' ? [] : written.value
  for (const { line, isWhole, group, topic } of groups) {
    if (!isWhole) continue
    const key = `${JSON.stringify('title' in group ? { title: plain(group.title) } : group)} ${topic?.value ?? 0}`
    const earlier = seen.get(key)
    if (earlier === undefined) seen.set(key, line)
    else wrong(`${saidGroup(group)} stands in line ${earlier} already: keep one`, line)
  }
}

/** The group that is meant, as the first account sees it that may write there. */
function pick(
  groups: readonly Group[],
  name: GroupName,
  { refused, wrong }: { readonly refused: (group: Group) => Refused | undefined; wrong(text: string): undefined },
): Group | undefined {
  const meant = groups.filter((group) => isMeant(group, name))
  const [first] = meant
  if (first === undefined)
    return wrong(
      `no account above knows ${saidGroup(name)}: see \`karvon accounts groups ID\`, --refresh reads them anew`,
    )
  const peers = new Set(meant.map(({ peer }) => peer))
  if (peers.size > 1)
    return wrong(
      `${peers.size} groups are called ${titled(first)}: give the id, ${[...peers].slice(0, 3).join(' or ')}`,
    )
  // What one account knows by its name another may know by its id alone.
  const open = groups.filter(({ peer, mayPost }) => peers.has(peer) && mayPost === 1)
  const [writable] = open
  if (writable === undefined)
    return wrong(
      `account ${first.accountId} may not write in ${titled(first)} (${first.whyNot ?? ''}): leave that group out`,
    )
  const against = refused(writable)
  return (
    open.find((group) => refused(group) === undefined) ??
    wrong(
      `${titled(writable)} does not take ${kindsInWords(against?.kinds ?? [])} from account ${writable.accountId}: leave that group out`,
    )
  )
}

function isMeant({ peer, username, title }: Group, name: GroupName): boolean {
  if ('peer' in name) return peer === name.peer
  if ('username' in name) return username?.toLowerCase() === name.username
  return plain(title) === plain(name.title)
}

function plain(title: string): string {
  return title.normalize('NFC').replaceAll(/\s+/g, ' ').trim().toLowerCase()
}

function once(groups: readonly Group[]): Group[] {
  return [...new Map([...groups].reverse().map((group) => [group.peer, group])).values()].reverse()
}

function readGroups(db: Database, accountId: number): Group[] {
  return db
    .prepare<[number], Group>(
      `select account_id as accountId, peer, title, username, may_post as mayPost, why_not as whyNot, is_forum as isForum,
        forbidden
      from peers where account_id = ? and kind <> 'user' and migrated_to is null order by title, peer`,
    )
    .all(accountId)
}

function findAccount(db: Database, name: AccountName): KnownAccount | undefined {
  const columns = 'select id, owner_id as ownerId, username from accounts where deleted_at_ms is null'
  return 'id' in name
    ? db.prepare<[number], KnownAccount>(`${columns} and id = ?`).get(name.id)
    : db.prepare<[string], KnownAccount>(`${columns} and lower(username) = ? order by id`).get(name.username)
}

const noAccount = (name: AccountName): string => `there is no ${said(name)}: see \`karvon accounts list\``
const said = (name: AccountName): string => ('id' in name ? `account ${name.id}` : `account @${name.username}`)
const saidGroup = (name: GroupName): string =>
  'peer' in name
    ? `group ${name.peer}`
    : 'username' in name
      ? `group @${name.username}`
      : `a group '${printable(name.title)}'`
const titled = ({ title, peer }: Group): string => (title === '' ? String(peer) : `'${printable(title)}'`)
