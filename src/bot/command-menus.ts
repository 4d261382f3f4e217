import type { Api } from 'grammy'
import type { BotCommand } from 'grammy/types'
import { z } from 'zod'
import { accessOf, mayUse } from '../access/people.ts'
import type { Access } from '../access/people.ts'
import type { PeopleVerbs } from '../access/verbs.ts'
import type { Clock } from '../base/clock.ts'
import type { Logger } from '../base/log.ts'
import type { StorePort, Verbs } from '../store/store.ts'
import { languages } from './language.ts'
import type { Language } from './language.ts'
import type { Command } from './screen.ts'

export interface CommandMenusDeps {
  readonly api: Api
  readonly store: Pick<StorePort<PeopleVerbs & Verbs>, 'person' | 'admins' | 'setting' | 'saveSetting'>
  readonly commands: readonly Command[]
  readonly superAdminIds: readonly number[]
  readonly clock: Clock
  readonly log: Logger
}

const setting = 'admin-menus'
const kept = z.array(z.tuple([z.int(), z.enum(languages)]))

/**
 * Which commands Telegram's apps list: in each language, and all of them in an admin's own chat for as long as they are one. Telegram
 * does not say whose chat has a list, so that is kept: whoever loses the role while the bot is away loses the list at its next start.
 */
export class CommandMenus {
  readonly #deps: CommandMenusDeps
  readonly #listed: readonly Command[]
  /**
   * In which language an admin's chat has the list; null while Telegram takes none, because they have not opened the chat yet. Undefined
   * until it was read: whatever changes before that is told with everything.
   */
  #told: Map<number, Language | null> | undefined
  #work: Promise<void> = Promise.resolve()

  constructor(deps: CommandMenusDeps) {
    this.#deps = deps
    this.#listed = deps.commands.filter(({ isHidden = false }) => !isHidden)
  }

  /** Tells Telegram all of it anew: this version may have other commands than the last one. Never rejects. */
  begin(): Promise<void> {
    return this.#inTurn(async () => {
      const { api, store } = this.#deps
      const told = new Map<number, Language | null>(kept.parse(JSON.parse((await store.setting(setting)) ?? '[]')))
      this.#told = told
      const forAll = (language: Language) => this.#shown('active', language)
      await api.setMyCommands(forAll('en'))
      for (const language of languages) await api.setMyCommands(forAll(language), { language_code: language })
      const admins = (await store.admins()).map(({ id }) => id)
      for (const id of new Set([...admins, ...told.keys()])) await this.#settle(id, true)
    })
  }

  /** Their role has changed, or may have. Never rejects. */
  changed(personId: number): Promise<void> {
    return this.#inTurn(() => this.#settle(personId))
  }

  /** They have done something: have opened the chat, perhaps, or have chosen another language. */
  async seen(personId: number): Promise<void> {
    if (this.#told?.has(personId) === true || this.#deps.superAdminIds.includes(personId)) await this.changed(personId)
  }

  /** Resolves when nothing of it is under way. */
  idle(): Promise<void> {
    return this.#work
  }

  /** One after another, so that a role that is given and taken at once ends as it stands. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(work).catch((error: unknown) => {
      this.#deps.log.warn(
        { err: error },
        'Telegram was not told the commands of the bot; its apps list those of before',
      )
    })
    return this.#work
  }

  async #settle(id: number, isAnew = false): Promise<void> {
    const { api, store, clock } = this.#deps
    const told = this.#told
    if (told === undefined) return
    const person = await store.person(id)
    const isAdmin = person !== undefined && accessOf(person, clock.nowMs()) === 'admin'
    const wanted = isAdmin ? (person.language ?? 'en') : undefined
    if (!isAnew && told.get(id) === wanted) return
    const scope = { type: 'chat', chat_id: id } as const
    // Where Telegram refuses, as in a chat that is not there, the others still get theirs; it is tried again at what comes next.
    if (wanted === undefined) {
      if (await api.deleteMyCommands({ scope }).catch(() => false)) told.delete(id)
    } else {
      const isTold = await api.setMyCommands(this.#shown('admin', wanted), { scope }).catch(() => false)
      told.set(id, isTold ? wanted : null)
    }
    const all = [...told].filter(([, language]) => language !== null)
    await store.saveSetting(setting, JSON.stringify(all), clock.nowMs())
  }

  #shown(access: Access, language: Language): BotCommand[] {
    return this.#listed
      .filter(({ audience }) => mayUse(access, audience))
      .map(({ name, about }) => ({ command: name, description: about[language] }))
  }
}
