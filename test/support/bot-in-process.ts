import { randomBytes } from 'node:crypto'
import { Writable } from 'node:stream'
import { onTestFinished } from 'vitest'
import { openKeyring } from '../../src/base/keyring.ts'
import type { Keyring } from '../../src/base/keyring.ts'
import { openLog } from '../../src/base/log.ts'
import { seededRandom } from '../../src/base/random.ts'
import { Secret } from '../../src/base/secret.ts'
import type { TokenSends } from '../../src/bot/count-sends.ts'
import { ControlBot } from '../../src/bot/control-bot.ts'
import { FileSource } from '../../src/bot/file-source.ts'
import type { BotTrouble } from '../../src/bot/control-bot.ts'
import type { BotPlug } from '../../src/bot/screen.ts'
import { botPlugs, onOutsider } from '../../src/features/bot.ts'
import type { BotDeps } from '../../src/features/feature.ts'
import type { AllVerbs } from '../../src/features/store.ts'
import { startScriptedBotApi } from './scripted-bot-api.ts'
import { openLocalTestStore } from './store.ts'

export const botToken = '1234567890:AAcanaryAAcanaryAAcanaryAAcanaryAAc'

/** The clock of these tests stands still, and so would whoever waits for room. */
const uncounted: TokenSends = { begin: () => 0, end() {}, freeAtMs: () => 0, wait() {}, isChatFull: () => false }

const nobody = () => Promise.reject(new Error('nobody signs in here'))

export interface BotHereOptions {
  readonly keyring?: Keyring
  readonly plugs?: readonly BotPlug[]
  /** For a test of what Telegram allows the token; otherwise nothing is counted. */
  readonly sends?: TokenSends
}

/**
 * The bot with every feature, in this process, on a store of its own and a scripted Bot API: for what no honest app sends and no
 * honest Telegram answers. One admin, 1, has access without end.
 */
export async function startBotHere(options: BotHereOptions = {}) {
  const telegram = await startScriptedBotApi()
  const { store, db } = openLocalTestStore()
  db.exec(`update users set role = 'admin', language = 'en', is_time_zone_chosen = 1 where id = 1`)
  const clock = { at: Date.UTC(2026, 10, 21, 12), nowMs: () => clock.at }
  let logged = ''
  const write = (chunk: Buffer, _: unknown, done: () => void) => {
    logged += chunk.toString()
    done()
  }
  const log = openLog('debug', new Writable({ write }))
  const keyring = options.keyring ?? openKeyring([randomBytes(32)])
  const deps: BotDeps<AllVerbs> = {
    store,
    clock,
    random: seededRandom(1),
    keyring,
    signIns: new Proxy({} as BotDeps<AllVerbs>['signIns'], { get: () => nobody }),
    shards: { areRunning: false, hint: () => {}, vacate: (_, work) => work(), subscribe: () => () => {} },
    settings: {
      version: '0.0.0',
      capPerMinute: 6,
      gapMinMs: 10_000,
      jitterMaxMs: 0,
      intervalMinutesMin: 1,
      isTest: true,
      groupReads: { freshMs: 60_000, refreshMinMs: 60_000, cooldownMs: 60_000 },
    } as BotDeps<AllVerbs>['settings'],
    onEvent: () => {},
    log,
    superAdminIds: [],
    hint: () => bots.at(-1)?.hint(),
    files: new FileSource(new Secret(botToken), telegram.apiRoot),
  }
  const bots: ControlBot[] = []
  const troubles: BotTrouble[] = []
  let plugs: readonly BotPlug[] = []
  const start = async (ring: Keyring = keyring): Promise<ControlBot> => {
    const bot: ControlBot = new ControlBot({
      token: new Secret(botToken),
      apiRoot: telegram.apiRoot,
      store,
      keyring: ring,
      superAdminIds: [],
      plugs(catalogue) {
        plugs = [...botPlugs({ ...deps, keyring: ring }, catalogue), ...(options.plugs ?? [])]
        return plugs
      },
      onOutsider: onOutsider(deps),
      onTrouble: (trouble) => void troubles.push(trouble),
      onKnown: () => Promise.resolve(),
      tokenWaits: { freeAtMs: () => Promise.resolve(null), note: () => Promise.resolve() },
      sends: options.sends ?? uncounted,
      clock,
      log,
    })
    bots.push(bot)
    await bot.start()
    return bot
  }
  const stop = async () => {
    for (const bot of bots.splice(0)) await bot.stop()
  }
  onTestFinished(stop)
  await start()

  const undone = db.prepare<[], { n: number }>(`select count(*) as n from inbox where body <> ''`)
  const settled = async () => {
    for (let quiet = 0; quiet < 10;) {
      await new Promise((resolve) => setImmediate(resolve))
      quiet = telegram.isQuiet() && undone.get()?.n === 0 ? quiet + 1 : 0
    }
  }
  return {
    telegram,
    store,
    db,
    clock,
    keyring,
    start,
    stop,
    /** The one that was started last. */
    running(): ControlBot {
      const bot = bots.at(-1)
      if (bot === undefined) throw new Error('no bot runs')
      return bot
    },
    get plugs() {
      return plugs
    },
    logged: () => logged,
    /** What admins are to know, in order. */
    troubles,
    settled,
    /** Gives these and waits until they are done. */
    async take(...updates: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
      telegram.give(...updates)
      await settled()
    },
    /** Somebody with a language, a time zone and access. */
    async person(id: number, name = `Person ${id}`): Promise<void> {
      const nowMs = clock.nowMs()
      await store.meet({ id, name, username: null, language: 'en', isSuperAdmin: false, nowMs })
      await store.saveTimeZone(id, 'Asia/Tashkent')
      await store.grantAccess({ id, days: 30, name: null, actor: 'cli', nowMs })
      db.exec(`update notices set sent_at_ms = 1 where user_id = ${id}`)
    },
  }
}

export type BotHere = Awaited<ReturnType<typeof startBotHere>>

interface From {
  readonly id: number
  readonly first_name?: string
  readonly is_bot?: boolean
}

/** A text in somebody's own chat with the bot; `more` makes of it what it should not be. */
export function written(from: From, text: string, more: Readonly<Record<string, unknown>> = {}) {
  messages += 1
  const chat = { id: from.id, type: 'private', first_name: 'x' }
  return {
    message: {
      message_id: messages,
      date: 1,
      chat,
      from: { is_bot: false, first_name: 'Aziz', ...from },
      text,
      ...more,
    },
  }
}

let presses = 0
let messages = 0

/** A button in somebody's own chat with the bot. */
export function pressed(from: From, data: string, more: Readonly<Record<string, unknown>> = {}) {
  presses += 1
  const chat = { id: from.id, type: 'private', first_name: 'x' }
  const message = { message_id: 4000, date: 1, chat, from: { id: 77, is_bot: true, first_name: 'Karvon' }, text: 'x' }
  const by = { is_bot: false, first_name: 'Aziz', ...from }
  return { callback_query: { id: `q${presses}`, from: by, chat_instance: '1', message, data, ...more } }
}
