import { createHmac } from 'node:crypto'

/** What makes a message the same message, whatever becomes of our rows. */
export interface NaturalKey {
  /** A uuid, because a campaign's number is used again after an older backup is restored. */
  readonly campaignUuid: string
  readonly plannedAtMs: number
  readonly accountId: number
  readonly peer: number
  /** 0 where the chat has no topics. */
  readonly topic: number
}

/**
 * The key as one text, which is also the attempt's `idempotency_key`. All but the first part are whole numbers, so two different keys
 * never give the same text.
 */
export function naturalKey({ campaignUuid, plannedAtMs, accountId, peer, topic }: NaturalKey): string {
  return [campaignUuid, plannedAtMs, accountId, peer, topic].join('|')
}

/**
 * The `random_id` of one part of a message: signed, 64 bits, as decimal text. Telegram answers a repeat of it by the same account to
 * the same peer with the first message, for ever (https://core.telegram.org/api/updates#updatemessageid-updates). Derived, not drawn:
 * even after the row is lost a repeat carries the same id.
 * @param secret of this installation. It is never rotated, because what is in flight would then be sent twice.
 */
export function randomIdOf(secret: Buffer, key: string, part: number): string {
  const digest = createHmac('sha256', secret).update(`${key}|${part}`).digest()
  const id = digest.readBigInt64BE(0)
  // 0 means "no id" to GramJS, which then draws one.
  return id === 0n ? '1' : String(id)
}
