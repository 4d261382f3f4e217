import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { dataPaths } from '../../src/base/data-folder.ts'
import { withVerbs } from '../fault/engine/installation.ts'
import type { SimulatorProcess } from '../support/simulator-process.ts'

export interface BotOfFolder {
  /** Runs a command in the folder. @returns its exit code */
  karvon(...args: readonly string[]): Promise<number | null>
  readonly groups: number
  /** Of the simulated Telegram's choice unless it is given. */
  readonly token?: string
}

/** Where the folder's engine finds the Bot API. */
export function botApiOf({ ready }: SimulatorProcess): Record<string, string> {
  return { TG_API_ROOT: `http://127.0.0.1:${ready.apiPort}` }
}

export const tokenFile = 'token.txt'

/**
 * Makes a bot at the simulated Telegram, adds it by the command line while no engine runs, and tells a campaign of it to run once.
 * @returns its id at Telegram
 */
export async function addBotWithCampaign(
  { client }: SimulatorProcess,
  folder: string,
  { karvon, groups, token }: BotOfFolder,
): Promise<number> {
  const { database } = dataPaths(join(folder, 'data'))
  const named = { firstName: 'Savdo', username: `savdo_${groups}_bot` }
  const bot = await client.world.makeBot(token === undefined ? named : { ...named, token })
  const owner = await client.world.makeUser({ firstName: 'Owner of the groups' })
  const titles = Array.from({ length: groups }, (_, index) => `Group ${index}`)
  const chats = await client.world.makeChats(
    titles.map((title) => ({ kind: 'supergroup', title, creatorId: owner.id, memberIds: [bot.id] })),
  )
  writeFileSync(join(folder, tokenFile), bot.bot?.token ?? '', { mode: 0o600 })
  expect(await karvon('accounts', 'add-bot', '--owner', '1', '--file', tokenFile)).toBe(0)
  withVerbs(database, (verbs, db) => {
    const accountId = db.prepare<[], number>(`select id from accounts where kind = 'bot'`).pluck().get() ?? 0
    const nowMs = Date.now()
    const known = { username: null, accessHash: null, whyNot: null, isForum: false, migratedTo: null }
    const peers = chats.map(({ peer, title }) => ({ ...known, kind: 'supergroup' as const, peer, title }))
    verbs.savePeers({ accountId, peers, nowMs })
    const limits = { intervalMinMs: 1_000 }
    const made = verbs.createCampaign({
      uuid: randomUUID(),
      ownerId: 1,
      name: null,
      content: { text: 'salom', entities: [{ type: 'bold', offset: 0, length: 5 }] },
      everyMs: null,
      targets: chats.map(({ peer }) => ({ accountId, peer, topic: 0 })),
      limits,
      nowMs,
    })
    if ('problem' in made) throw new Error(JSON.stringify(made.problem))
    verbs.startCampaign({ id: made.campaign.id, ownerId: null, limits, nowMs })
  })
  return bot.id
}
