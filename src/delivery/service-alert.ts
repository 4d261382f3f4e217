/**
 * Trouble of the whole installation, for whoever operates it: a value, because the log says it in English and the bot in the language of
 * each admin. `shard` is its number as `karvon shards` shows it, `reason` what its thread ended with.
 */
export type EngineAlert =
  | { readonly type: 'unplanned-stop'; readonly startedAtMs: number }
  | {
      readonly type: 'storm-began'
      readonly accounts: number
      readonly active: number
      readonly longestWaitMs: number
      /** Of the turns of the other accounts, so many go. */
      readonly share: number
    }
  | {
      readonly type: 'storm-ended'
      readonly waits: number
      readonly lastedMs: number
      readonly longestWaitMs: number
    }
  | { readonly type: 'shard-restarts'; readonly shard: number; readonly count: number; readonly reason: string }
  | { readonly type: 'update-given-up'; readonly personId: number }
  | { readonly type: 'token-shared' }
  | { readonly type: 'token-ours-again'; readonly lastedMs: number }

/** Also what Telegram says that concerns more than one message. `row`: a name of the table of errors. */
export type ServiceAlert = EngineAlert | { readonly type: 'telegram-error'; readonly row: string }

/** For the log: what is so, and what to do next. */
export function alertInWords(alert: EngineAlert): string {
  switch (alert.type) {
    case 'unplanned-stop':
      return (
        `the last stop was not planned: the engine that was started at ${new Date(alert.startedAtMs).toISOString()} ended by itself or ` +
        'was killed. What was on its way is settled now; `karvon logs` shows what came before.'
      )
    case 'storm-began':
      return (
        `Telegram slows this installation, not one account: ${alert.accounts} of ${alert.active} accounts that sent within the last ` +
        `minute were told to wait, the longest for ${seconds(alert.longestWaitMs)} s. They wait; of the turns of the others one in ` +
        `${Math.round(1 / alert.share)} goes, and more as it stays quiet. Nothing is lost, and nothing has to be done now. If it comes ` +
        'back, look whether another program uses this address or TG_API_ID, and lower TELEGRAM_PER_ACCOUNT_MPM: from the next start on ' +
        'no account sends faster.'
      )
    case 'storm-ended':
      return (
        `Telegram slows this installation no more: ${alert.waits} flood waits within ${Math.ceil(alert.lastedMs / 60_000)} min, the ` +
        `longest of ${seconds(alert.longestWaitMs)} s. All accounts send at their own pace.`
      )
    case 'shard-restarts':
      return (
        `shard ${alert.shard} ended ${alert.count} times within a minute: ${alert.reason}. It is started again and again, with longer ` +
        'pauses; the log has the reason of each end.'
      )
    case 'update-given-up':
      return (
        `what user ${alert.personId} wrote or pressed was given up, because the process ended with it three times; they are asked to ` +
        'try again. `karvon logs` shows how it ended.'
      )
    case 'token-shared':
      return (
        'another program uses TG_BOT_TOKEN, and takes what people write: stop it, or give this one a bot of its own from @BotFather. ' +
        'Campaigns go on.'
      )
    case 'token-ours-again':
      return (
        `no other program uses TG_BOT_TOKEN any more; one did for ${Math.ceil(alert.lastedMs / 60_000)} min, and what people wrote ` +
        'meanwhile may have gone to it.'
      )
    default:
      return alert satisfies never
  }
}

function seconds(ms: number): number {
  return Math.ceil(ms / 1_000)
}
