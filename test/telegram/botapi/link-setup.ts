import { onTestFinished } from 'vitest'
import { systemClock } from '../../../src/base/clock.ts'
import { Secret } from '../../../src/base/secret.ts'
import { openClassifier } from '../../../src/delivery/classify.ts'
import { parsePeer } from '../../../src/delivery/peer.ts'
import type { Peer } from '../../../src/delivery/peer.ts'
import type { Rule } from '../../../src/simulator/faults/rule.ts'
import { BotApiAdapter } from '../../../src/telegram/botapi/adapter.ts'
import type { BotApiDeps } from '../../../src/telegram/botapi/adapter.ts'
import { openGate } from '../../../src/telegram/connect-gate.ts'
import type { LinkOptions, OutgoingMessage, TelegramLink } from '../../../src/telegram/contract.ts'
import { errorRows } from '../../delivery/error-rows.ts'
import { setup } from '../../simulator/botapi/setup.ts'
import type { BotApiOptions } from '../../support/bot-api.ts'

export const noAbort = new AbortController().signal

/** The product's adapter, pointed at this Bot API. */
export function botAdapterTo(apiRoot: string, deps: Partial<BotApiDeps> = {}): BotApiAdapter {
  const classify = openClassifier(errorRows, () => {})
  return new BotApiAdapter({ apiRoot, gate: openGate, classify, clock: systemClock, ...deps })
}

/** A Bot API that misbehaves by rule, and a bot with a link: Aziz has started it, Malika has not, and it is in a group with both. */
export async function openBotLink(
  options: { deps?: Partial<BotApiDeps>; told?: LinkOptions; botApi?: BotApiOptions } = {},
) {
  const botApi = await setup(options.botApi)
  const adapter = botAdapterTo(botApi.apiRoot, options.deps)
  const token = new Secret(botApi.bot.bot?.token ?? '')
  const link = adapter.open({ session: token, proxy: undefined }, options.told)
  onTestFinished(() => link.close())
  return {
    ...botApi,
    adapter,
    token,
    link,
    /** The next requests to send meet this. */
    break: (rule: Rule) => void botApi.rules.add({ method: 'sendMessage', times: 1, ...rule }),
    send: (message: Partial<OutgoingMessage> & { readonly peer?: number } = {}, signal = noAbort) =>
      sendBy(link, { peer: botApi.aziz.id, ...message }, signal),
    texts: (peer = botApi.bot.id) =>
      botApi.world.messages
        .history(botApi.aziz.id, peer, { limit: 100 })
        .filter(({ action, fromId }) => action === null && fromId === botApi.bot.id)
        .map(({ text }) => text),
    sends: () => botApi.ledger().filter(({ method }) => method === 'sendMessage'),
  }
}

export function sendBy(
  link: TelegramLink,
  { peer, ...message }: Partial<OutgoingMessage> & { readonly peer: number },
  signal: AbortSignal = noAbort,
) {
  const to = { peer: peerOf(peer), accessHash: null }
  return link.send({ to, topicId: null, text: 'salom', entities: [], randomId: '77', ...message }, signal)
}

function peerOf(id: number): Peer {
  const peer = parsePeer(id)
  if (peer === undefined) throw new Error(`${id} is no peer`)
  return peer
}
