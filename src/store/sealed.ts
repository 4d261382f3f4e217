import type { Place } from '../base/keyring.ts'
import type { Database } from '../base/sqlite.ts'

/** Settings that are sealed, by their names. */
export const sealedSettings = ['key-canary', 'instance-secret'] as const

interface SealedColumn {
  readonly table: string
  /** The column, or what is made of several, whose value is the `row` of a sealed value's place. */
  readonly key: string
  readonly column: string
  /** Where it is sealed within the column's JSON. Left out: all of the column. */
  readonly path?: string
  /** Which rows hold a sealed value. */
  readonly where: string
}

/** Everything in the database that a key of ours seals. A new sealed column is a line here, and nothing else. */
const sealedColumns: readonly SealedColumn[] = [
  { table: 'accounts', key: 'id', column: 'session', where: `session <> ''` },
  { table: 'accounts', key: 'id', column: 'proxy', where: 'proxy is not null' },
  { table: 'proxies', key: 'id', column: 'password', where: 'password is not null' },
  { table: 'inbox', key: 'update_id', column: 'body', where: `body <> ''` },
  { table: 'logins', key: 'id', column: 'secrets', where: 'true' },
  // Invitations that work is to look behind; what is done has no payload any more.
  {
    table: 'attempts',
    key: `account_id || ' ' || json_extract(payload, '$.digest')`,
    column: 'payload',
    path: '$.sealed',
    where: `kind = 'resolve' and kind <> 'send' and kind <> 'delete' and kind <> 'edit' and state = 'pending' and is_held = 0
      and json_extract(payload, '$.type') = 'invite'`,
  },
  {
    table: 'settings',
    key: 'key',
    column: 'value',
    where: `key in (${sealedSettings.map((name) => `'${name}'`).join(', ')})`,
  },
]

export interface SealedValue {
  readonly place: Place
  readonly sealed: string
}

export interface Resealed extends SealedValue {
  /** The same value, sealed with the key that writes now. */
  readonly anew: string
}

/** Values a key holds. `keyId` is null for one that is no sealed value at all. */
export interface KeyUse {
  readonly keyId: string | null
  readonly values: number
}

/** What `keys rotate` asks of the store. */
export function openSealed(db: Database) {
  const columns = sealedColumns.map((sealed) => prepareColumn(db, sealed))

  return {
    /** How many values each key still holds. */
    keyUses(): KeyUse[] {
      const uses = new Map<string, number>()
      for (const { heads } of columns) {
        for (const { head, values } of heads.all()) uses.set(head, (uses.get(head) ?? 0) + values)
      }
      return [...uses].map(([head, values]) => ({ keyId: keyIdIn(head), values }))
    },

    /** One value of every key and column, to see whether they open. */
    samples(): SealedValue[] {
      return columns.flatMap(({ samples, place }) =>
        samples.all().map(({ row, sealed }) => ({ place: place(row), sealed })),
      )
    },

    /** The next values that another key than this one holds. Empty when there are none: that is what makes rotation resumable. */
    sealedByOthers(keyId: string, limit: number): SealedValue[] {
      const head = headOf(keyId)
      const found: SealedValue[] = []
      for (const { others, place } of columns) {
        if (found.length >= limit) break
        for (const { row, sealed } of others.all(head, limit - found.length)) found.push({ place: place(row), sealed })
      }
      return found
    },

    /**
     * Writes values sealed anew. One that changed meanwhile (a new login) is left as it is: it has the writing key already.
     * @returns how many were written
     */
    reseal(values: readonly Resealed[]): number {
      let written = 0
      for (const { place, sealed, anew } of values) {
        const column = columns.find(({ name }) => name === `${place.table}.${place.column}`)
        if (column === undefined) throw new Error(`${place.table}.${place.column} is no sealed column`)
        written += column.write.run(anew, place.row, sealed).changes
      }
      return written
    },
  }
}

function prepareColumn(db: Database, { table, key, column, path, where }: SealedColumn) {
  const [value, written] =
    path === undefined ? [column, '?'] : [`json_extract(${column}, '${path}')`, `json_set(${column}, '${path}', ?)`]
  return {
    name: `${table}.${column}`,
    place: (row: number | string): Place => ({ table, row, column }),
    heads: db.prepare<[], { head: string; values: number }>(`
      select substr(${value}, 1, ${headLength}) as head, count(*) as "values" from ${table} where ${where} group by head`),
    samples: db.prepare<[], { row: number | string; sealed: string }>(`
      select min(${key}) as "row", ${value} as sealed from ${table} where ${where} group by substr(${value}, 1, ${headLength})`),
    others: db.prepare<[string, number], { row: number | string; sealed: string }>(`
      select ${key} as "row", ${value} as sealed from ${table}
      where ${where} and substr(${value}, 1, ${headLength}) <> ? order by ${key} limit ?`),
    write: db.prepare<[string, number | string, string]>(`
      update ${table} set ${column} = ${written} where ${where} and ${key} = ? and ${value} = ?`),
  }
}

/** A sealed value begins with its version and the key's id, 9 bytes: exactly 12 characters of base64, so that SQL can tell keys apart. */
const headLength = 12
const version = 1

function headOf(keyId: string): string {
  return Buffer.concat([Buffer.from([version]), Buffer.from(keyId, 'latin1')]).toString('base64')
}

function keyIdIn(head: string): string | null {
  const bytes = Buffer.from(head, 'base64')
  const keyId = bytes.toString('latin1', 1)
  return bytes[0] === version && /^[0-9a-f]{8}$/.test(keyId) ? keyId : null
}
