import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { dataPaths } from '../../../src/base/data-folder.ts'
import type { AllVerbs } from '../../../src/features/store.ts'
import { withVerbs } from '../../fault/engine/installation.ts'
import type { BotProduct } from '../../support/bot-product.ts'
import type { Person } from '../../support/person.ts'
import { program } from '../../support/program.ts'

export interface Sender {
  readonly id: number
  /** At Telegram. */
  readonly userId: number
}

/** What tests of groups do with a product: people with access and accounts, and groups that these are in. */
export function groupsOf(product: BotProduct) {
  const { world } = product.client

  const karvon = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)(process.execPath, [program, ...args], { cwd: product.folder })
    return stdout
  }

  const addAccount = async (ownerId: number, firstName = 'Sender'): Promise<Sender> => {
    const user = await world.makeUser({ firstName })
    const [session] = await world.makeSessions([user.id])
    const given = ['--owner', String(ownerId), '--session', session?.gramjs ?? '', '--json']
    const kept = JSON.parse(await karvon('accounts', 'import', ...given)) as { account: { id: number } }
    return { id: kept.account.id, userId: user.id }
  }

  /** To the first screen, and not to one that stands there from before. */
  const home = async (person: Person): Promise<void> => {
    const { messageId } = await person.screen()
    await person.starts()
    const isNew = async () => (await person.screen()).messageId > messageId
    await product.client.until('the first screen', isNew, { on: ['message', 'tick'] })
  }

  return {
    karvon,
    addAccount,
    /** Somebody with access and one account, at the first screen. */
    async owner(language: string): Promise<{ person: Person; account: Sender }> {
      const person = await product.person()
      await person.starts()
      await person.presses(language)
      await person.presses(/· \d\d:\d\d$/)
      await karvon('users', 'add', '--id', String(person.id), '--days', '30')
      await person.sees(/^(Ruxsat berildi!|Доступ открыт!|You are in!)/)
      const account = await addAccount(person.id)
      await home(person)
      return { person, account }
    },
    home,
    /** Groups of the account's own. */
    makeGroups: ({ userId }: Sender, titles: readonly string[], more: object = {}) =>
      world.makeChats(titles.map((title) => ({ kind: 'supergroup', title, creatorId: userId, ...more }))),
    /** Groups of somebody else's that the account is in. */
    async makeForeign({ userId }: Sender, titles: readonly string[], more: object = {}) {
      const { id: creatorId } = await world.makeUser({ firstName: 'Creator' })
      return world.makeChats(
        titles.map((title) => ({ kind: 'supergroup', title, creatorId, memberIds: [userId], ...more })),
      )
    },
    /** Something that took place before, which Telegram cannot be made to do in a test. */
    before: (work: (verbs: AllVerbs) => void) =>
      withVerbs(dataPaths(join(product.folder, 'data')).database, (verbs) => work(verbs)),
  }
}
