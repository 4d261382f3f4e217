import { badRequest } from '../../world/refusal.ts'
import { openChannelOf } from '../chat-access.ts'
import { tlDifference } from '../difference.ts'
import type { InputPeer } from '../input-peer.ts'
import { signedIn } from '../method.ts'
import type { Methods, SignedInCall } from '../method.ts'
import { tlDate } from '../view/date.ts'
import { tlDialog } from '../view/dialog.ts'
import { tlMessage } from '../view/message.ts'
import { Peers } from '../view/peers.ts'
import { lastSeq, tlState } from '../view/state.ts'
import type { TlObject } from '../wire/tl/object.ts'
import type { Chat } from '../../world/model.ts'

/** Ours, because Telegram tells no numbers: how many events one answer holds, and from how many on a client must begin anew. */
const sliceMax = 500
const tooLong = 10_000
const channelSliceMax = 100
const channelTooLong = 1000
/** Seconds after which a client that only looks at a channel should ask again. */
const channelTimeout = 30

interface GetChannelDifference {
  readonly channel: InputPeer
  readonly pts: number
  readonly limit: number
}

/** Catching up by pts (https://core.telegram.org/api/updates). */
export const updateMethods: Methods = {
  'updates.getState': signedIn((_body, { world, user }) => tlState(world, user.id)),

  'updates.getDifference': signedIn<{ pts: number }>(({ pts }, call) => {
    const { world, user } = call
    const current = world.boxes.pts(user.id)
    checkPts(pts, current)
    if (pts === current) return { _: 'updates.differenceEmpty', date: tlDate(world.clock.nowMs()), seq: lastSeq }
    if (current - pts > tooLong) return { _: 'updates.differenceTooLong', pts: current }
    const events = world.boxes.after(user.id, pts, sliceMax)
    const body = { ...tlDifference(call, events), newEncryptedMessages: [] }
    const reached = events.at(-1)?.pts ?? current
    return reached === current
      ? { _: 'updates.difference', ...body, state: tlState(world, user.id) }
      : { _: 'updates.differenceSlice', ...body, intermediateState: tlState(world, user.id, reached) }
  }),

  'updates.getChannelDifference': signedIn<GetChannelDifference>(({ channel, pts, limit }, call) => {
    const chat = openChannelOf(call, channel)
    checkPts(pts, chat.pts)
    if (pts === chat.pts) return { _: 'updates.channelDifferenceEmpty', final: true, pts, timeout: channelTimeout }
    if (chat.pts - pts > channelTooLong) return tlTooLong(call, chat)
    const events = call.world.boxes.after(chat.peer, pts, Math.min(Math.max(limit, 1), channelSliceMax))
    const reached = events.at(-1)?.pts ?? chat.pts
    return {
      _: 'updates.channelDifference',
      final: reached === chat.pts,
      pts: reached,
      timeout: channelTimeout,
      ...tlDifference(call, events, [chat.peer]),
    }
  }),
}

/** @throws Refusal PERSISTENT_TIMESTAMP_EMPTY, PERSISTENT_TIMESTAMP_INVALID (a number that no event had yet) */
function checkPts(pts: number, current: number): void {
  if (pts === 0) throw badRequest('PERSISTENT_TIMESTAMP_EMPTY')
  if (pts < 0 || pts > current) throw badRequest('PERSISTENT_TIMESTAMP_INVALID')
}

/** The client forgets what it has of the channel and begins with its newest messages. */
function tlTooLong({ world, user }: SignedInCall, chat: Chat): TlObject {
  const messages = world.messages.history(user.id, chat.peer, { limit: 20 })
  return {
    _: 'updates.channelDifferenceTooLong',
    final: true,
    timeout: channelTimeout,
    dialog: tlDialog(world, world.dialogs.get(user.id, chat.peer), user.id),
    messages: messages.map((message) => tlMessage(world, message, user.id)),
    ...new Peers(world, user.id).add(chat.peer).addMessages(messages).lists(),
  }
}
