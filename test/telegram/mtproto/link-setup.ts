import { onTestFinished } from 'vitest'
import { systemClock } from '../../../src/base/clock.ts'
import { Secret } from '../../../src/base/secret.ts'
import { openClassifier } from '../../../src/delivery/classify.ts'
import type { Outcome } from '../../../src/delivery/outcome.ts'
import { parsePeer } from '../../../src/delivery/peer.ts'
import type { Peer } from '../../../src/delivery/peer.ts'
import type { Rule } from '../../../src/simulator/faults/rule.ts'
import { LedgerReader } from '../../../src/simulator/ledger/ledger-reader.ts'
import type { ChatKind, User } from '../../../src/simulator/world/model.ts'
import { openGate } from '../../../src/telegram/connect-gate.ts'
import type { Address, Answer, OutgoingMessage } from '../../../src/telegram/contract.ts'
import { MtprotoAdapter } from '../../../src/telegram/mtproto/adapter.ts'
import type { MtprotoDeps } from '../../../src/telegram/mtproto/adapter.ts'
import type { MtprotoLink } from '../../../src/telegram/mtproto/link.ts'
import { errorRows } from '../../delivery/error-rows.ts'
import { openRules } from '../../simulator/faults/rules-setup.ts'
import { sessionOf } from '../../support/chatting.ts'
import { startMtproto } from '../../support/telegram-world.ts'
import type { TestTelegram } from '../../support/telegram-world.ts'

export const device = { model: 'Karvon', systemVersion: 'test', appVersion: '1.0' }

/** For calls that nobody gives up. */
export const noAbort = new AbortController().signal

/** The product's adapter, pointed at this Telegram. */
export function adapterTo(
  { port, publicKeyPem }: Pick<TestTelegram, 'port' | 'publicKeyPem'>,
  deps: Partial<MtprotoDeps> = {},
): MtprotoAdapter {
  return new MtprotoAdapter({
    application: { apiId: 1, apiHash: new Secret('hash') },
    otherTelegram: { dcId: 2, address: '127.0.0.1', port, publicKeyPem },
    gate: openGate,
    classify: openClassifier(errorRows, () => {}),
    clock: systemClock,
    retryDelayMs: 50,
    ...deps,
  })
}

/**
 * A Telegram that misbehaves by rule, an account in it with a link, and a chat of the given kind to write to. The ledger and the
 * world judge, never what the link believes.
 */
export async function openLink(options: { kind?: ChatKind; deps?: Partial<MtprotoDeps> } = {}) {
  const { add, rules } = openRules()
  const telegram = await startMtproto({ faults: rules })
  const { world } = telegram
  const malika = world.users.create({ firstName: 'Malika', phone: '998900000002' })
  const aziz = world.users.create({ firstName: 'Aziz', phone: '998900000001' })
  const kind = options.kind ?? 'supergroup'
  const chat = world.chats.create({ kind, title: 'Bozor', creatorId: malika.id, memberIds: [aziz.id] })
  const adapter = adapterTo(telegram, options.deps)
  const session = new Secret(sessionOf(telegram, aziz))
  const link = adapter.open({ session, device, proxy: undefined })
  onTestFinished(() => link.close())
  const to = addressFor(telegram, aziz, chat.peer)

  return {
    telegram,
    world,
    rules,
    aziz,
    malika,
    chat,
    adapter,
    session,
    link,
    to,
    /** The next requests meet this; see docs/simulator.md. */
    break: (rule: Rule) => void add(rule),
    /** Resolves when a request has met a rule. */
    heard: () => new Promise<void>((resolve) => rules.listen(() => setImmediate(resolve))),
    send: (message: Partial<OutgoingMessage> = {}, signal = noAbort) => sendTo(link, { to, ...message }, signal),
    ...judge(telegram, chat.peer, aziz.id),
  }
}

export function sendTo(
  link: MtprotoLink,
  message: Partial<OutgoingMessage> & { readonly to: Address },
  signal: AbortSignal = noAbort,
): Promise<Outcome> {
  return link.send({ topicId: null, text: 'salom', entities: [], randomId: '77', ...message }, signal)
}

/** The same again until it is sent, as the engine does: a busy machine may take longer than a short deadline. */
export async function untilSent(send: () => Promise<Outcome>): Promise<Outcome> {
  for (;;) {
    const outcome = await send()
    if (outcome.type === 'sent') return outcome
  }
}

/** Asks until there is an answer, for the same reason. */
export async function answerTo<Value>(ask: () => Promise<Answer<Value>>): Promise<Value> {
  for (;;) {
    const answer = await ask()
    if (answer.type === 'answer') return answer.value
  }
}

/** So that the next call has its whole deadline for itself. */
export async function connected(link: MtprotoLink): Promise<void> {
  await answerTo(() => link.self(noAbort))
}

/** What Telegram received: the texts that stand in the chat, and each request for a message. */
function judge({ world, files }: Pick<TestTelegram, 'world' | 'files'>, peer: number, viewerId: number) {
  const reader = new LedgerReader(files.db, files.commit)
  return {
    texts: () =>
      world.messages
        .history(viewerId, peer, { limit: 100 })
        .filter(({ action }) => action === null)
        .map(({ text }) => text),
    sends: () => reader.page({}).lines.filter(({ method }) => method === 'messages.sendMessage'),
  }
}

/** With the hash that this account has for the peer. */
export function addressFor({ world }: TestTelegram, viewer: User, id: number): Address {
  const peer = parsePeer(id)
  if (peer === undefined) throw new Error(`${id} is no peer`)
  const accessHash = isBasic(peer) ? null : String(world.users.accessHash(viewer.id, id))
  return { peer, accessHash }
}

/** An answer's value. Anything else fails the test. */
export function valueOf<Value>(answer: Answer<Value>): Value {
  if (answer.type !== 'answer') throw new Error(`no answer, but ${JSON.stringify(answer)}`)
  return answer.value
}

function isBasic(peer: Peer): boolean {
  return peer < 0 && peer > -1_000_000_000_000
}
