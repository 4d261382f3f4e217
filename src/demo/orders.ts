import type { Random } from '../base/random.ts'

/** An account that sends, and where it may write. */
export interface Sender {
  readonly accountId: number
  /** Who it is at Telegram. */
  readonly telegramId: number
  readonly groups: readonly number[]
}

/** One campaign: this account tells these groups this text, once. No other order has the text. */
export interface Order {
  readonly accountId: number
  readonly telegramId: number
  readonly text: string
  readonly groups: readonly number[]
}

export interface OrderOptions {
  readonly groupsMax: number
  /** With a slow mode: they hear two texts of one account, so that it matters. */
  readonly slow: ReadonlySet<number>
  /** Makes the texts of this run its own. */
  readonly run: string
  readonly random: Random
}

/** Every group hears from one of the accounts that may write to it, from the one with the fewest groups. */
export function makeOrders(senders: readonly Sender[], { groupsMax, slow, run, random }: OrderOptions): Order[] {
  const writers = new Map<number, Sender[]>()
  for (const sender of senders) {
    for (const group of sender.groups) writers.set(group, [...(writers.get(group) ?? []), sender])
  }
  // By number, because in the order of their finding the first account would have the first groups for itself.
  const known = [...writers.keys()].toSorted((a, b) => b - a)
  const isSlow = (group: number) => slow.has(group)
  const [slowOnes, others] = [known.filter(isSlow), known.filter((group) => !isSlow(group))]
  // A few slow ones first, as many as in life: what waits for them then does not wait at the very end.
  const slowShare = Math.ceil(groupsMax / 10)
  const inTurn = [...slowOnes.slice(0, slowShare), ...others, ...slowOnes.slice(slowShare)]
  const shares = new Map<Sender, number[]>(senders.map((sender) => [sender, []]))
  const load = (sender: Sender) => shares.get(sender)?.length ?? 0
  for (const group of inTurn.slice(0, groupsMax)) {
    const [first, ...rest] = writers.get(group) ?? []
    if (first === undefined) continue
    const idlest = rest.reduce((best, sender) => (load(sender) < load(best) ? sender : best), first)
    shares.get(idlest)?.push(group)
  }
  return [...shares].flatMap(([{ accountId, telegramId }, groups]) => {
    const order = (round: number, its: readonly number[]): Order[] => {
      const text = `${random.pick(offers)} · ${run}-${accountId}-${round}`
      return its.length === 0 ? [] : [{ accountId, telegramId, text, groups: its }]
    }
    return [
      ...order(1, groups),
      ...order(
        2,
        groups.filter((group) => slow.has(group)),
      ),
    ]
  })
}

const offers = [
  'Toshkent – Samarqand, 4 ta joy bor',
  'Yuk tashish, Buxoro – Toshkent',
  'Сдаётся квартира, Чиланзар',
  'Запчасти в наличии',
  'Ish bor: haydovchilar kerak',
  'Попутчики до Андижана, завтра утром',
] as const
