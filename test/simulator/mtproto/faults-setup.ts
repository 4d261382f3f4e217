import bigInt from 'big-integer'
import { Api } from 'telegram'
import type { TelegramClient } from 'telegram'
import type { Rule } from '../../../src/simulator/faults/rule.ts'
import { inputFor, sessionOf } from '../../support/chatting.ts'
import { connectGramjs } from '../../support/gramjs-client.ts'
import type { GramjsOptions } from '../../support/gramjs.ts'
import { startMtproto } from '../../support/telegram-world.ts'
import type { TestTelegram } from '../../support/telegram-world.ts'

/** A line of the ledger in short: what was done to a send, what came back. */
interface Try {
  readonly applied: boolean
  readonly answered: boolean
  readonly error: string | null
  readonly messageId: number | null
}

/** Somebody in a group of their own, with an unmodified client. */
export async function startSending(options: Partial<GramjsOptions> = {}) {
  const telegram = await startMtproto()
  const { world } = telegram
  const user = world.users.create({ firstName: 'Aziz' })
  const group = world.chats.create({ kind: 'supergroup', title: 'Toshkent', creatorId: user.id })
  const peer = inputFor(telegram, user, group.peer)
  const session = sessionOf(telegram, user)
  const client = await connectGramjs({ port: telegram.port, session, ...options })

  /** @returns the id of the message that the answer tells of. */
  const sendBy = async (by: TelegramClient, randomId: number, message = 'salom'): Promise<number> => {
    const request = new Api.messages.SendMessage({ peer, message, randomId: bigInt(randomId) })
    return idIn(await by.invoke(request))
  }
  return {
    telegram,
    user,
    group,
    session,
    client,
    sendBy,
    send: (randomId: number, message?: string) => sendBy(client, randomId, message),
    /** The next send, and no other one, meets this. */
    addRule: (rule: Rule) => telegram.addRule({ method: 'messages.sendMessage', times: 1, ...rule }),
    tries: () => triesOf(telegram, user.id),
    /** What a person would see in the group. */
    texts: () => world.messages.history(user.id, group.peer, { limit: 100 }).flatMap(({ text }) => text || []),
  }
}

export function triesOf({ judge }: TestTelegram, account: number): Try[] {
  const { lines } = judge.page({ account, method: 'messages.sendMessage' })
  return lines.map(({ applied, answered, error, messageId }) => ({ applied, answered, error, messageId }))
}

/** Resolves when a rule has done something to a request. */
export function nextHit({ rules }: TestTelegram): Promise<void> {
  return new Promise((resolve) => rules.listen(() => resolve()))
}

/** Whether a promise is still open after everything else that was on its way has come. */
export async function isOpen(promise: Promise<unknown>, graceMs = 150): Promise<boolean> {
  const open = Symbol('open')
  const first = await Promise.race([promise, new Promise((resolve) => setTimeout(resolve, graceMs, open))])
  return first === open
}

function idIn(answer: Api.TypeUpdates): number {
  const updates = (answer as Api.Updates).updates
  return updates.find((update) => update instanceof Api.UpdateMessageID)?.id ?? 0
}
