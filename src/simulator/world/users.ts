import { createHmac } from 'node:crypto'
import type { BotProfile, User } from './model.ts'
import type { Peer } from './peer.ts'
import { badRequest } from './refusal.ts'
import type { WorldStore } from './world-store.ts'

export interface NewUser {
  readonly id?: number
  readonly firstName: string
  readonly lastName?: string
  readonly username?: string | null
  readonly phone?: string | null
  readonly dcId?: number
  readonly languageCode?: string
  readonly premium?: boolean
  readonly bot?: BotProfile | null
}

/** Ids that are made up: the next that is free from here on. As large as today's, and one sees whether it is a bot. */
const firstIds = { person: 5_000_000_001, bot: 7_000_000_001 } as const

const accessHashesMax = 20_000

/** Everybody who exists: people, accounts and bots. */
export class Users {
  readonly #store: WorldStore
  readonly #secret: string
  readonly #byId = new Map<number, User>()
  readonly #byPhone = new Map<string, User>()
  readonly #byUsername = new Map<string, User>()
  readonly #byToken = new Map<string, User>()
  readonly #accessHashes = new Map<string, bigint>()
  readonly #nextIds: Record<keyof typeof firstIds, number> = { ...firstIds }

  constructor(store: WorldStore, secret: string) {
    this.#store = store
    this.#secret = secret
    for (const user of store.loadUsers()) this.#index(user)
  }

  /** @throws Refusal USERNAME_OCCUPIED, PHONE_NUMBER_OCCUPIED or USER_ID_INVALID (the id is taken). */
  create(input: NewUser): User {
    if (input.id !== undefined && this.#byId.has(input.id)) throw badRequest('USER_ID_INVALID')
    if (input.phone != null && this.#byPhone.has(input.phone)) throw badRequest('PHONE_NUMBER_OCCUPIED')
    if (input.username != null && this.#byUsername.has(input.username.toLowerCase()))
      throw badRequest('USERNAME_OCCUPIED')
    const user: User = {
      id: input.id ?? this.#freeId(input.bot == null ? 'person' : 'bot'),
      firstName: input.firstName,
      lastName: input.lastName ?? '',
      username: input.username ?? null,
      phone: input.phone ?? null,
      dcId: input.dcId ?? 2,
      languageCode: input.languageCode ?? 'uz',
      premium: input.premium ?? false,
      status: 'active',
      hasSignedIn: false,
      password: null,
      bot: input.bot ?? null,
      folders: [],
      blocked: [],
    }
    this.#index(user)
    this.#store.saveUser(user)
    return user
  }

  /** Changes fields in place and writes them. Names, phone and token stay what they are indexed by. */
  update(user: User, changes: Partial<Omit<User, 'id' | 'phone' | 'username' | 'bot'>>): void {
    Object.assign(user, changes)
    this.#store.saveUser(user)
  }

  find(id: number): User | undefined {
    return this.#byId.get(id)
  }

  /** For ids that our own rows hold: a missing one is a broken world, not bad input. */
  get(id: number): User {
    const user = this.#byId.get(id)
    if (user === undefined) throw new Error(`user ${id} is not in the world`)
    return user
  }

  byPhone(phone: string): User | undefined {
    return this.#byPhone.get(phone.replace(/\D/g, ''))
  }

  byUsername(username: string): User | undefined {
    return this.#byUsername.get(username.replace(/^@/, '').toLowerCase())
  }

  byToken(token: string): User | undefined {
    return this.#byToken.get(token)
  }

  all(): IterableIterator<User> {
    return this.#byId.values()
  }

  bots(): IterableIterator<User> {
    return this.#byToken.values()
  }

  /**
   * The proof that `viewer` may address `peer`: derived, so that it differs per viewer and needs no row. Signed 64-bit, never 0.
   */
  accessHash(viewerId: number, peer: Peer): bigint {
    const pair = `${viewerId}|${peer}`
    const known = this.#accessHashes.get(pair)
    if (known !== undefined) return known
    const derived = createHmac('sha256', this.#secret).update(pair).digest().readBigInt64LE(0)
    const hash = derived === 0n ? 1n : derived
    // Every answer to a send needs two of them. Forgetting all at once is simple, and deriving them anew is cheap.
    if (this.#accessHashes.size >= accessHashesMax) this.#accessHashes.clear()
    this.#accessHashes.set(pair, hash)
    return hash
  }

  #index(user: User): void {
    this.#byId.set(user.id, user)
    if (user.phone !== null) this.#byPhone.set(user.phone, user)
    if (user.username !== null) this.#byUsername.set(user.username.toLowerCase(), user)
    if (user.bot !== null) this.#byToken.set(user.bot.token, user)
  }

  /** Somebody may hold an id of their own choice, such as a bot by its token: that one is passed over and moves no other. */
  #freeId(kind: keyof typeof firstIds): number {
    while (this.#byId.has(this.#nextIds[kind])) this.#nextIds[kind]++
    return this.#nextIds[kind]
  }
}
