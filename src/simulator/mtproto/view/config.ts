import type { Dc } from '../../dcs.ts'
import type { TlObject } from '../wire/tl/object.ts'
import { tlDate } from './date.ts'

export interface ConfigInput {
  readonly nowMs: number
  /** Where it is asked. */
  readonly dcId: number
  readonly dcs: readonly Dc[]
  readonly port: number
}

const hourSeconds = 3600
const daySeconds = 24 * hourSeconds
const forever = 2_147_483_647

/** For help.getConfig: where the DCs are and what is allowed. Figures without a comment only matter to apps with a screen. */
export function tlConfig({ nowMs, dcId, dcs, port }: ConfigInput): TlObject {
  return {
    _: 'config',
    date: tlDate(nowMs),
    expires: tlDate(nowMs) + hourSeconds,
    // Clients treat a test Telegram with care; this one is as little the real one.
    testMode: true,
    thisDc: dcId,
    dcOptions: dcs.map(({ id, address }) => ({ _: 'dcOption', thisPortOnly: true, id, ipAddress: address, port })),
    dcTxtDomainName: '',
    // Members of a basic group, of a supergroup; messages in one forward.
    chatSizeMax: 200,
    megagroupSizeMax: 200_000,
    forwardedCountMax: 100,
    // https://core.telegram.org/bots/api: text after entity parsing, captions.
    messageLengthMax: 4096,
    captionLengthMax: 1024,
    // Own messages may be edited for two days and deleted for ever.
    editTimeLimit: 2 * daySeconds,
    revokeTimeLimit: forever,
    revokePmTimeLimit: forever,
    revokePmInbox: true,
    meUrlPrefix: 'https://t.me/',
    webfileDcId: dcId,
    ...screenFigures,
  }
}

const screenFigures = {
  onlineUpdatePeriodMs: 210_000,
  offlineBlurTimeoutMs: 5_000,
  offlineIdleTimeoutMs: 30_000,
  onlineCloudTimeoutMs: 300_000,
  notifyCloudDelayMs: 30_000,
  notifyDefaultDelayMs: 1_500,
  pushChatPeriodMs: 60_000,
  pushChatLimit: 2,
  ratingEDecay: 2_419_200,
  stickersRecentLimit: 200,
  channelsReadMediaPeriod: 7 * daySeconds,
  callReceiveTimeoutMs: 20_000,
  callRingTimeoutMs: 90_000,
  callConnectTimeoutMs: 30_000,
  callPacketTimeoutMs: 10_000,
} as const
