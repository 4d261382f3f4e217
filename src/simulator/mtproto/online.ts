import type { AuthKeys } from './auth-keys.ts'
import type { Session } from './wire/contract.ts'

/** Who has an open session: where pushes go. */
export class Online {
  readonly #keys: AuthKeys
  readonly #sessions = new Map<bigint, Set<Session>>()
  readonly #listening = new WeakSet<Session>()
  #answered: Session | undefined

  constructor(keys: AuthKeys) {
    this.#keys = keys
  }

  opened(session: Session): void {
    const sessions = this.#sessions.get(session.authKey.id) ?? new Set<Session>()
    this.#sessions.set(session.authKey.id, sessions.add(session))
  }

  closed(session: Session): void {
    const sessions = this.#sessions.get(session.authKey.id)
    sessions?.delete(session)
    if (sessions?.size === 0) this.#sessions.delete(session.authKey.id)
  }

  /** Whether the key has an open session. */
  has(keyId: bigint): boolean {
    return this.#sessions.has(keyId)
  }

  /** The connected sessions of a user that is signed in. */
  *of(userId: number): Generator<Session> {
    for (const state of this.#keys.liveOf(userId)) {
      for (const session of this.#sessions.get(state.key.id) ?? []) if (session.isConnected) yield session
    }
  }

  /** Everybody signed in with a connected session. For chats larger than the number of those who are online. */
  *users(): Generator<number> {
    const seen = new Set<number>()
    for (const [keyId, sessions] of this.#sessions) {
      const userId = this.#keys.state(keyId)?.userId ?? null
      if (userId === null || seen.has(userId)) continue
      seen.add(userId)
      if ([...sessions].some((session) => session.isConnected)) yield userId
    }
  }

  /** How many auth keys have an open session: never less than the number of users online. */
  get keyCount(): number {
    return this.#sessions.size
  }

  /** Telegram pushes to a session from its first call that is not wrapped in invokeWithoutUpdates: file loaders never get any. */
  noteCall(session: Session, withoutUpdates: boolean): void {
    if (!withoutUpdates) this.#listening.add(session)
  }

  /** Where pushes to a user go now: the sessions that want updates, without the one that is being answered. */
  *listeners(userId: number): Generator<Session> {
    for (const session of this.of(userId)) if (session !== this.#answered && this.#listening.has(session)) yield session
  }

  /** While `act` runs, nothing is pushed to `session`: what happens stands in the answer to its call. */
  answering(session: Session, act: () => void): void {
    const outer = this.#answered
    this.#answered = session
    try {
      act()
    } finally {
      this.#answered = outer
    }
  }
}
