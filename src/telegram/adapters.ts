import type { AccountKind } from '../delivery/attempt.ts'
import type { AccountCredentials, LinkOptions, TelegramAdapter, TelegramLink } from './contract.ts'

/** Each account's way to Telegram by its kind: people over MTProto, bots over the Bot API. */
export class AdapterByKind implements TelegramAdapter {
  readonly #adapters: Readonly<Record<AccountKind, TelegramAdapter>>

  constructor(adapters: Readonly<Record<AccountKind, TelegramAdapter>>) {
    this.#adapters = adapters
  }

  open(account: AccountCredentials, options?: LinkOptions): TelegramLink {
    return this.#adapters[account.kind].open(account, options)
  }
}
