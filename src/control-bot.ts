import { ControlBot } from './bot/control-bot.ts'
import { FileSource } from './bot/file-source.ts'
import type { Logger } from './base/log.ts'
import { Secret } from './base/secret.ts'
import type { Config } from './config.ts'
import type { EngineAlert } from './delivery/service-alert.ts'
import { TokenCount } from './delivery/token-count.ts'
import { keepOwnBot } from './features/accounts/own-bot.ts'
import type { Account } from './features/accounts/verbs.ts'
import { botPlugs, onOutsider } from './features/bot.ts'
import type { BotDeps, ControlDeps } from './features/feature.ts'
import type { AllVerbs } from './features/store.ts'

interface Given extends ControlDeps<AllVerbs> {
  readonly log: Logger
  readonly onAlert: (alert: EngineAlert) => void
  /** Where its account counts what it sends, and so does the bot. */
  readonly sends: SharedArrayBuffer
}

/** Builds the bot through which people use Karvon, with what every feature shows in it. */
export function openControlBot(config: Config, given: Given): ControlBot {
  const superAdminIds = config.SUPER_ADMIN_IDS ?? []
  const { store, keyring, clock, log } = given
  const token = new Secret(config.TG_BOT_TOKEN ?? '')
  const files = new FileSource(token, config.TG_API_ROOT)
  const deps: BotDeps<AllVerbs> = { ...given, superAdminIds, hint: () => bot.hint(), files }
  let own: Account | undefined
  const bot: ControlBot = new ControlBot({
    token,
    apiRoot: config.TG_API_ROOT,
    superAdminIds,
    allowanceClock: config.TEST_MODE ? { nowMs: () => testThumb * clock.nowMs() } : clock,
    plugs: (catalogue) => botPlugs(deps, catalogue),
    onOutsider: onOutsider(deps),
    onTrouble: given.onAlert,
    async onKnown({ id }) {
      own = await keepOwnBot(given, token, id)
    },
    tokenWaits: {
      freeAtMs: async () =>
        own === undefined ? null : store.tokenWait({ telegramId: own.telegramId, nowMs: clock.nowMs() }),
      async note(untilMs, reason) {
        if (own === undefined) return
        await store.noteTokenWait({ telegramId: own.telegramId, untilMs, reason })
        given.shards.hint([own])
      },
    },
    sends: new TokenCount(given.sends, 'control-bot'),
    store,
    keyring,
    clock,
    log,
  })
  given.shards.subscribe((event) => {
    if (event.name === 'access_changed') bot.roleChanged(event.userId)
  })
  return bot
}

/** How much faster than a person a test presses buttons. */
const testThumb = 20
