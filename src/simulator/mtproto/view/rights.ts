import { banEnd } from '../../world/ban-end.ts'
import { adminRights, bannedRights } from '../../world/model.ts'
import type { AdminRight, BannedRight, Member } from '../../world/model.ts'
import type { TlObject } from '../wire/tl/object.ts'
import { tlDate } from './date.ts'

/** Telegram's "for ever". */
const neverEnds = 2_147_483_647

/** What an admin may do; a creator may do everything. */
export function tlAdminRights(member: Member): TlObject {
  return flagged('chatAdminRights', member.role === 'creator' ? adminRights : member.adminRights)
}

/** @param untilMs null = for ever. */
export function tlBannedRights(rights: readonly BannedRight[], untilMs: number | null = null): TlObject {
  return { ...flagged('chatBannedRights', rights), untilDate: untilMs === null ? neverEnds : tlDate(untilMs) }
}

/** The rights that the simulator has of a chatAdminRights; the others (calls, stories, anonymity) are passed over. */
export function adminRightsOf(rights: TlObject): AdminRight[] {
  return adminRights.filter((right) => rights[right] === true)
}

/** The rights that the simulator has of a chatBannedRights; stickers, games and the like are passed over. */
export function bannedRightsOf(rights: TlObject): BannedRight[] {
  return bannedRights.filter((right) => rights[right] === true)
}

export function bannedUntilMs(rights: TlObject, nowMs: number): number | null {
  return banEnd(Number(rights['untilDate'] ?? 0) * 1000, nowMs)
}

function flagged(constructor: string, names: readonly string[]): TlObject {
  return { _: constructor, ...Object.fromEntries(names.map((name) => [name, true])) }
}
