import { controlBotKey, installationId } from '../../access/installation.ts'
import type { Database } from '../../base/sqlite.ts'
import type { AccountState } from '../../store/store.ts'

/** The verbs of the control bot's own account. Each is one transaction. */
export interface OwnBotVerbs {
  /** The row of the installation as an owner. It is nobody: it has no access, is in no list of people, and is never written to. */
  keepInstallation(): void
  /** The account through which the control bot's token sends; undefined until the control bot has reached Telegram once. */
  controlBot(): OwnBot | undefined
}

export interface OwnBot {
  readonly id: number
  readonly telegramId: number
  readonly partition: number
  readonly state: AccountState
  readonly reason: string | null
}

export function openOwnBot(db: Database): OwnBotVerbs {
  // Before everybody else, so that lists by age pass it over.
  const insert = db.prepare(`
    insert into users (id, name, time_zone, role, state, access_until_ms, created_at_ms)
    values (?, 'Karvon', 'Asia/Tashkent', 'user', 'active', null, -1)
    on conflict (id) do nothing`)
  const bot = db.prepare<[string], OwnBot>(`
    select a.id, a.telegram_id as telegramId, a.partition, a.state, a.state_reason as reason
    from settings s join accounts a on a.id = cast(s.value as integer)
    where s.key = ? and a.kind = 'bot'`)
  return {
    keepInstallation: () => void insert.run(installationId),
    controlBot: () => bot.get(controlBotKey),
  }
}
