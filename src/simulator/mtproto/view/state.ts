import type { World } from '../../world/world.ts'
import type { TlObject } from '../wire/tl/object.ts'
import { tlDate } from './date.ts'

/** Updates that carry no pts are not numbered here, so that the number of the last one never moves. */
export const lastSeq = 1

/**
 * Where an account's box stands, or stood after the event with that pts. Secret chats (qts) do not exist; the unread count,
 * which no client shows from here, is not counted.
 */
export function tlState(world: World, userId: number, pts: number = world.boxes.pts(userId)): TlObject {
  return { _: 'updates.state', pts, qts: 0, date: tlDate(world.clock.nowMs()), seq: lastSeq, unreadCount: 0 }
}
