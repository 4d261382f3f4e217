import type { Person } from './people.ts'

/** Columns of a person, for every verb that reads people. */
export const selectPerson = `
  select id, name, username, language, time_zone as timeZone, is_time_zone_chosen as isTimeZoneChosen, role, state,
    access_until_ms as accessUntilMs, created_at_ms as createdAtMs from users`

export interface PersonRow {
  readonly id: number
  readonly name: string
  readonly username: string | null
  readonly language: 'uz' | 'ru' | 'en' | null
  readonly timeZone: string
  readonly isTimeZoneChosen: 0 | 1
  readonly role: 'user' | 'admin'
  readonly state: 'pending' | 'active' | 'expired' | 'banned'
  readonly accessUntilMs: number | null
  readonly createdAtMs: number
}

export function personOf({ state, isTimeZoneChosen, ...row }: PersonRow): Person {
  return { ...row, isTimeZoneChosen: isTimeZoneChosen === 1, isBanned: state === 'banned' }
}
