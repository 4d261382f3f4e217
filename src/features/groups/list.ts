import { gather } from './gather.ts'
import { folded, titleKey } from './title.ts'
import type { FoundFolder } from './found.ts'
import type { KnownGroup, Target } from './verbs.ts'

/** A group in the list, as its person sees it. */
export interface ListedGroup extends KnownGroup {
  /** Others have the same title: probably this very group under another id. */
  readonly hasTwin: boolean
  /** The one of its twins that "all" chooses; true without twins. */
  readonly isFirst: boolean
}

export interface ListFilter {
  /** As it was written; empty: none. */
  readonly query: string
  readonly folder: FoundFolder | undefined
  readonly isChosenOnly: boolean
}

/** By title; where the account cannot write stands below. */
export function listed(groups: readonly KnownGroup[]): ListedGroup[] {
  const twins = gather(groups, ({ title, peer }) => titleKey(title) || String(peer))
  const firsts = new Map([...twins].map(([key, those]) => [key, those.toSorted(byWorth)[0]]))
  return groups
    .map((group) => {
      const key = titleKey(group.title) || String(group.peer)
      const hasTwin = (twins.get(key)?.length ?? 0) > 1
      return { group: { ...group, hasTwin, isFirst: firsts.get(key) === group }, key: folded(group.title) }
    })
    .toSorted(
      (one, other) =>
        Number(other.group.mayPost) - Number(one.group.mayPost) ||
        compare(one.key, other.key) ||
        one.group.peer - other.group.peer,
    )
    .map(({ group }) => group)
}

/** What of the list is shown. */
export function filtered(groups: readonly ListedGroup[], { query, folder, isChosenOnly }: ListFilter): ListedGroup[] {
  const words = folded(query.replace(/^@/, ''))
  return groups.filter(
    (group) =>
      (!isChosenOnly || group.chosen.length > 0) &&
      (folder === undefined || isInFolder(group, folder)) &&
      (words === '' || folded(group.title).includes(words) || group.username?.toLowerCase().includes(words) === true),
  )
}

export interface Page<Item> {
  readonly items: readonly Item[]
  /** From 0; the last one when there are no more so many. */
  readonly number: number
  readonly count: number
}

export function pageOf<Item>(all: readonly Item[], wanted: number, size: number): Page<Item> {
  const count = Math.max(1, Math.ceil(all.length / size))
  const number = Math.min(Math.max(0, wanted), count - 1)
  return { items: all.slice(number * size, (number + 1) * size), number, count }
}

/**
 * What "all" chooses of these: everything that can be written to and is not chosen yet, but of groups that are probably the same only
 * one, and nothing that another account of the owner writes to already.
 */
export function allOf(shown: readonly ListedGroup[], everything: readonly ListedGroup[]): Target[] {
  const taken = new Set(everything.filter(({ chosen, hasTwin }) => hasTwin && chosen.length > 0).map(keyOf))
  const added: Target[] = []
  for (const group of shown.toSorted((one, other) => Number(other.isFirst) - Number(one.isFirst))) {
    if (!group.mayPost || group.isElsewhere || group.chosen.length > 0) continue
    if (group.hasTwin && taken.has(keyOf(group))) continue
    if (group.hasTwin) taken.add(keyOf(group))
    added.push({ peer: group.peer, topic: 0 })
  }
  return added
}

/** Chosen groups that should not be: refused again and again, or closed to the account. */
export function unfit(groups: readonly ListedGroup[]): ListedGroup[] {
  return groups.filter(({ chosen, mayPost, refusedWith }) => chosen.length > 0 && (!mayPost || refusedWith !== null))
}

function isInFolder({ peer, kind }: KnownGroup, { peers, excluded, hasGroups, hasChannels }: FoundFolder): boolean {
  if (peers.includes(peer)) return true
  return !excluded.includes(peer) && (kind === 'channel' ? hasChannels : hasGroups)
}

function keyOf({ title }: KnownGroup): string {
  return titleKey(title)
}

/** The likelier to be alive first. */
function byWorth(one: KnownGroup, other: KnownGroup): number {
  return (
    Number(other.mayPost) - Number(one.mayPost) ||
    other.chosen.length - one.chosen.length ||
    Number(other.kind === 'supergroup') - Number(one.kind === 'supergroup') ||
    Number(other.username !== null) - Number(one.username !== null) ||
    one.peer - other.peer
  )
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
