import type { Message } from '../../../../src/simulator/world/model.ts'
import { startBotProduct } from '../../../support/bot-product.ts'
import type { BotProduct } from '../../../support/bot-product.ts'
import type { Person, Seen } from '../../../support/person.ts'
import { connected } from '../../accounts/bot/setup.ts'
import { groupsOf } from '../../groups/setup.ts'

/** A product in which a round of a few groups is through at once. */
export function startSendingProduct(): Promise<BotProduct> {
  return startBotProduct({ settings: { TELEGRAM_PER_ACCOUNT_MPM: '600', TELEGRAM_PER_ACCOUNT_MIN_DELAY_MS: '100' } })
}

/** What tests of campaigns in the bot do with a product. */
export function campaignsOf(product: BotProduct) {
  const the = groupsOf(product)
  return {
    ...the,
    /** An account in these groups, which it knows. */
    async sender(ownerId: number, titles: readonly string[]) {
      const account = await connected(product, ownerId, 'Aziz')
      const groups = await the.makeForeign(account, titles)
      await the.karvon('accounts', 'groups', String(account.id), '--refresh')
      return { account, groups }
    },
    /** From any screen to where it is asked how often, with all groups of the only account. */
    async writesNew(person: Person, text: string): Promise<void> {
      await person.presses('📨 Campaigns')
      await person.presses('✏️ New one')
      await person.writes(text)
      await person.presses(/all \d+ groups?$/)
    },
    /** What an account has written there and what stands, the oldest first. */
    async written(peer: number, userId: number): Promise<Message[]> {
      const messages = await product.client.people.messages(userId, peer, { limit: 50 })
      return messages.filter(({ fromId, action }) => fromId === userId && action === null).toReversed()
    },
    /** What stands among the newest messages of the bot: below a screen a digest of what was sent may have come. */
    finds(person: Person, words: string): Promise<Seen> {
      const ask = async () => (await person.history()).slice(0, 3).find(({ text }) => text.includes(words)) ?? false
      return product.client.until(`${words} to be found`, ask, { timeoutMs: 60_000, on: ['message', 'edited', 'tick'] })
    },
    /** The next round of the person's campaigns is due now. */
    nextRound(person: Person): void {
      product.write(`update campaigns set next_at_ms = 1000 * unixepoch() where owner_id = ${person.id}`)
    },
  }
}
