import { Api } from 'grammy'
import type { Update } from 'grammy/types'
import { pino } from 'pino'
import { Allowance } from '../../src/bot/allowance.ts'
import { Catalogue } from '../../src/bot/catalogue.ts'
import { Dialogue } from '../../src/bot/dialogue.ts'
import { Messenger } from '../../src/bot/messenger.ts'
import { Notifier } from '../../src/bot/notifier.ts'
import { Reception } from '../../src/bot/reception.ts'
import { Turns } from '../../src/bot/turns.ts'
import { botToken } from '../support/bot-in-process.ts'
import type { BotHere } from '../support/bot-in-process.ts'
import { answerTo } from '../support/scripted-bot-api.ts'
import type { BotCall } from '../support/scripted-bot-api.ts'

/** Turns of the event loop in which nothing happens, after which nothing more comes: there is no network to wait for. */
const quietTurns = 5

/**
 * The bot from its reception on, with the screens of a bot that serves, and without polls and HTTP: thousands of deeds take seconds. What
 * stands before it, the inbox and the polling, knows nothing of screens.
 */
export function openFront({ store, clock, plugs }: BotHere) {
  const log = pino({ level: 'silent' })
  const [calls, failures]: [BotCall[], unknown[]] = [[], []]
  let messageId = 5000
  const api = new Api(botToken)
  api.config.use((_, method, payload) => {
    const call: BotCall = { method, payload: JSON.parse(JSON.stringify(payload)) as BotCall['payload'] }
    calls.push(call)
    return Promise.resolve(answerTo(call, (messageId += 1)) as never)
  })
  const messenger = new Messenger(api)
  const catalogue = new Catalogue(plugs)
  const turns = new Turns({ onError: (error) => failures.push(error) })
  const inTurn = (personId: number, work: () => Promise<void>) => turns.add(personId, work)
  const dialogue = new Dialogue({ store, messenger, catalogue, clock, log, inTurn })
  let thumbMs = 0
  const reception = new Reception({
    store,
    messenger,
    dialogue,
    notifier: new Notifier({ store, messenger, catalogue, dialogue, clock, log }),
    // Nobody here is too fast.
    allowance: new Allowance({ nowMs: () => (thumbMs += 10_000) }),
    refusals: turns,
    superAdminIds: [],
    onOutsider: async ({ id }) => void (await store.requestAccess({ id, nowMs: clock.nowMs() })),
    clock,
  })
  const settled = async () => {
    for (let [quiet, before] = [0, -1]; quiet < quietTurns; quiet += 1) {
      await turns.idle()
      await new Promise((resolve) => setImmediate(resolve))
      if (calls.length !== before) quiet = 0
      before = calls.length
    }
  }
  return {
    failures,
    /** Gives these, one after another. @returns what the bot asked of Telegram until all was done */
    async take(updates: readonly Readonly<Record<string, unknown>>[]): Promise<readonly BotCall[]> {
      calls.length = 0
      for (const [index, given] of updates.entries()) {
        const update: Update = { ...given, update_id: index }
        const personId = reception.admits(update)
        if (personId !== undefined) turns.add(personId, () => reception.receive(update))
      }
      await settled()
      return [...calls]
    },
  }
}
