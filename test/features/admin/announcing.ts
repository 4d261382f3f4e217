import { hashOf } from '../../../src/simulator/ledger/text-hash.ts'
import type { BotProduct, BotProductOptions } from '../../support/bot-product.ts'
import type { Person } from '../../support/person.ts'

type World = Parameters<NonNullable<BotProductOptions['before']>>[0]

/** So many people open the bot before the product begins, and nobody answers them: that is not what is tested. @returns their ids */
export async function openBot({ client, botId, token, apiRoot }: World, count: number): Promise<readonly number[]> {
  const users = await client.world.makeUsers(
    Array.from({ length: count }, (_, index) => ({ firstName: `Person ${index}` })),
  )
  const ids = users.map(({ id }) => id)
  for (let from = 0; from < count; from += batch) {
    await Promise.all(ids.slice(from, from + batch).map((id) => client.people.start(id, botId)))
  }
  // From now on Telegram has nothing of theirs to give.
  const ask = async (offset: number) => {
    const response = await fetch(`${apiRoot}/bot${token}/getUpdates?offset=${offset}`)
    return ((await response.json()) as { result: readonly { update_id: number }[] }).result
  }
  const [newest] = await ask(-1)
  if (newest !== undefined) await ask(newest.update_id + 1)
  return ids
}

const batch = 50

/** The same people as the product would know them. */
export function knowThem(product: Pick<BotProduct, 'write'>, ids: readonly number[]): void {
  const rows = ids.map((id) => `(${id}, 'P', 'uz', 'Asia/Tashkent', 1, 'user', 'active', 9000000000000, 0, 1)`)
  product.write(`
    insert into users (id, name, language, time_zone, is_time_zone_chosen, role, state, access_until_ms, created_at_ms,
      is_reachable)
    values ${rows.join(', ')}`)
}

/** From wherever the admin is, by the home screen that is shown now: an earlier one still stands above, and its buttons are old. */
export async function goToAnnouncements({ client, admin }: Pick<BotProduct, 'client' | 'admin'>): Promise<void> {
  const before = (await admin.history())[0]?.messageId ?? 0
  await admin.starts()
  const home = await client.until(
    'the home screen',
    async () =>
      (await admin.history()).find(
        ({ messageId, buttons }) => messageId > before && buttons.includes('📣 Announcement'),
      ),
    { timeoutMs: 60_000, on: ['message', 'tick'] },
  )
  await admin.presses('📣 Announcement', home.messageId)
}

/** Writes a text and waits until it is shown. */
export async function tell(admin: Person, text: string): Promise<void> {
  await admin.sees('Write the text right here.')
  await admin.writes(text)
  await admin.sees('Above is the announcement')
}

/**
 * What the ledger says since the newest run began: how often this text was applied in each chat, and how often the bot was told to wait,
 * but for the chat of the admin, whose taps here come faster than Telegram likes.
 */
export async function judgeAnnouncement({ client, admin, read }: BotProduct, text: string) {
  const [run] = read<{ fromMs: number }>('select created_at_ms as fromMs from runs order by id desc limit 1')
  const fromMs = run?.fromMs ?? 0
  const times = new Map<number, number>()
  const textHash = hashOf(text) ?? ''
  for await (const { chat } of client.ledger.all({ method: 'sendMessage', applied: true, textHash, fromMs })) {
    if (chat !== null) times.set(chat, (times.get(chat) ?? 0) + 1)
  }
  const told: string[] = []
  for await (const { chat, method, error } of client.ledger.all({ fromMs })) {
    if (chat !== admin.id && error?.startsWith('Too Many Requests') === true) told.push(`${method} ${chat}: ${error}`)
  }
  return { times, told }
}
