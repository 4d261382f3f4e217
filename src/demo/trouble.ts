import type { Random } from '../base/random.ts'
import type { Rule } from '../simulator/faults/rule.ts'
import type { Order } from './orders.ts'

/** What Telegram says when a message can never arrive in that group. */
export const closedErrors: readonly string[] = ['CHAT_WRITE_FORBIDDEN', 'CHANNEL_PRIVATE']

/** What it says when the account is gone, and with it whatever it had still to send. */
export const banErrors: readonly string[] = ['USER_DEACTIVATED_BAN']

/** Of slow groups and of flood waits. The engine adds a second to what Telegram asks: it counts whole ones and may round down. */
export const slowModeSeconds = 5
const floodSeconds = { min: 3, max: 7 }

/** Bad days of a real Telegram: banned accounts, closed groups, flood waits, answers that are lost, and failures of its own. */
export function makeTrouble(orders: readonly Order[], random: Random): Rule[] {
  const accounts = [...new Set(orders.map(({ telegramId }) => telegramId))]
  const groups = [...new Set(orders.flatMap((order) => order.groups))]
  const onSend = (account: number, skip: number) => ({ account, lane: 'send', skip, times: 1 }) as const
  return [
    ...takeOf(accounts, 60, 0).map((account) => ({
      ...onSend(account, 2),
      times: 1000,
      error: 'USER_DEACTIVATED_BAN',
    })),
    ...takeOf(groups, 60, 1).map((chat, index) => ({
      chat,
      lane: 'send' as const,
      error: closedErrors[index % closedErrors.length] ?? '',
    })),
    ...takeOf(accounts, 5, 1).map((account) => ({
      ...onSend(account, random.int(2, 4)),
      floodWait: { seconds: floodSeconds },
    })),
    // Telegram has the message and the connection breaks before it says so: the engine asks again. The first one, because a later one
    // may be refused by a slow mode, and then there is no message whose answer could be lost.
    ...takeOf(accounts, 4, 2).map((account) => ({
      ...onSend(account, 0),
      drop: 'close' as const,
      when: 'after' as const,
    })),
    ...takeOf(accounts, 8, 3).map((account) => ({ ...onSend(account, 2), error: 'INTERDC_2_CALL_ERROR' })),
  ]
}

/** Every so many of them, one at least. */
function takeOf(ids: readonly number[], every: number, from: number): number[] {
  const taken = ids.filter((_, index) => index % every === from)
  return taken.length === 0 ? ids.slice(0, 1) : taken
}
