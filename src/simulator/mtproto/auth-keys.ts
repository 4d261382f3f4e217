import type { Database } from '../../base/sqlite.ts'
import type { GroupCommit } from '../world/group-commit.ts'
import type { AuthKey, AuthKeyStore } from './wire/contract.ts'

export interface KeyState {
  readonly key: AuthKey
  /** Who is signed in on it. */
  userId: number | null
  /** Gave the right code and still owes the 2FA password. */
  passwordUserId: number | null
  /** Used from two connections at once: every request is answered AUTH_KEY_DUPLICATED from then on. */
  isDuplicated: boolean
  readonly createdAtMs: number
}

export type KeyChange = Partial<Pick<KeyState, 'userId' | 'passwordUserId' | 'isDuplicated'>>

/** Auth keys and who is signed in on them: what makes a session string worth something. Kept over a restart. */
export class AuthKeys implements AuthKeyStore {
  readonly #rows: ReturnType<typeof openRows>
  readonly #commit: GroupCommit
  readonly #states = new Map<bigint, KeyState>()
  readonly #byUser = new Map<number, Set<KeyState>>()
  readonly #nowMs: () => number

  constructor(db: Database, commit: GroupCommit, nowMs: () => number) {
    this.#rows = openRows(db)
    this.#commit = commit
    this.#nowMs = nowMs
    for (const state of this.#rows.load()) this.#index(state)
  }

  find(id: bigint, dcId: number): AuthKey | undefined {
    const state = this.#states.get(id)
    return state?.key.dcId === dcId ? state.key : undefined
  }

  /** Resolves when the key is on disk. */
  add(key: AuthKey): Promise<void> {
    const state: KeyState = { key, userId: null, passwordUserId: null, isDuplicated: false, createdAtMs: this.#nowMs() }
    this.#index(state)
    this.#save(state)
    return new Promise((resolve) => this.#commit.whenDurable(resolve))
  }

  remove(id: bigint): void {
    const state = this.#states.get(id)
    if (state === undefined) return
    this.#states.delete(id)
    if (state.userId !== null) this.#byUser.get(state.userId)?.delete(state)
    this.#commit.open()
    this.#rows.remove(id)
  }

  state(id: bigint): KeyState | undefined {
    return this.#states.get(id)
  }

  change(id: bigint, change: KeyChange): void {
    const state = this.#states.get(id)
    if (state === undefined) return
    if (state.userId !== null) this.#byUser.get(state.userId)?.delete(state)
    Object.assign(state, change)
    this.#index(state)
    this.#save(state)
  }

  /** The sessions of a user that are worth something: without those that died of being used twice. */
  liveOf(userId: number): readonly KeyState[] {
    return this.of(userId).filter(({ isDuplicated }) => !isDuplicated)
  }

  /** All sessions of a user, dead ones too. */
  of(userId: number): readonly KeyState[] {
    return [...(this.#byUser.get(userId) ?? [])]
  }

  #index(state: KeyState): void {
    this.#states.set(state.key.id, state)
    if (state.userId === null) return
    const keys = this.#byUser.get(state.userId) ?? new Set<KeyState>()
    this.#byUser.set(state.userId, keys.add(state))
  }

  #save(state: KeyState): void {
    this.#commit.open()
    this.#rows.save(state)
  }
}

interface Row {
  id: string
  dc_id: number
  key: Buffer
  user_id: number | null
  password_user_id: number | null
  is_duplicated: number
  created_at_ms: number
}

function openRows(db: Database) {
  db.exec(`
    create table if not exists auth_keys (
      id text primary key, dc_id integer not null, key blob not null, user_id integer, password_user_id integer,
      is_duplicated integer not null check (is_duplicated in (0, 1)), created_at_ms integer not null) strict, without rowid`)
  const all = db.prepare<[], Row>('select * from auth_keys')
  const save = db.prepare(`
    insert or replace into auth_keys (id, dc_id, key, user_id, password_user_id, is_duplicated, created_at_ms)
    values (?, ?, ?, ?, ?, ?, ?)`)
  const remove = db.prepare('delete from auth_keys where id = ?')

  return {
    load: (): KeyState[] => all.all().map(toState),
    remove: (id: bigint) => remove.run(id.toString()),
    save({ key, userId, passwordUserId, isDuplicated, createdAtMs }: KeyState): void {
      save.run(key.id.toString(), key.dcId, key.key, userId, passwordUserId, isDuplicated ? 1 : 0, createdAtMs)
    },
  }
}

function toState(row: Row): KeyState {
  return {
    key: { id: BigInt(row.id), key: row.key, dcId: row.dc_id },
    userId: row.user_id,
    passwordUserId: row.password_user_id,
    isDuplicated: row.is_duplicated === 1,
    createdAtMs: row.created_at_ms,
  }
}
