import type { Draft } from '../../world/messages.ts'
import { badRequest } from '../../world/refusal.ts'
import { viewablePeerOf } from '../chat-access.ts'
import { findUser, resolveInput } from '../input-peer.ts'
import type { InputPeer } from '../input-peer.ts'
import { writing } from '../method.ts'
import type { Methods, SignedInCall } from '../method.ts'
import { replyPlace } from '../reply.ts'
import { sendAsOf } from '../send-as.ts'
import { sendOnce, tlReadUpTo, tlSent } from '../sent.ts'
import { tlDate } from '../view/date.ts'
import { entitiesOf, tlEntities } from '../view/entities.ts'
import type { Message } from '../../world/model.ts'
import type { TlObject } from '../wire/tl/object.ts'

interface SendMessage {
  readonly silent?: boolean
  readonly peer: InputPeer
  readonly replyTo?: TlObject
  readonly message: string
  readonly randomId: bigint
  readonly entities?: readonly TlObject[]
  readonly scheduleDate?: number
  readonly sendAs?: InputPeer
}

/**
 * Writing text. `reply_markup` of people is passed over, as on Telegram; link previews are never made. Scheduled messages are not
 * simulated: a date is answered SCHEDULE_DATE_INVALID.
 */
export const sendMethods: Methods = {
  'messages.sendMessage': writing<SendMessage>((body, call) => {
    const to = resolveInput(call.world, body.peer, call.user.id)
    const sent = sendOnce(call, to, body.randomId, () => call.world.messages.send(draftOf(body, to, call)))
    const isShort = !sent.isRepeat && sent.message?.box === 0
    return isShort ? tlShortSent(sent.message, sent.pts) : tlSent(call, [sent], tlReadUpTo(call, to, [sent]))
  }),
}

function draftOf(body: SendMessage, to: number, call: SignedInCall): Draft {
  // Before what is looked up there: its refusals would tell which messages stand in a chat that is closed to the asker.
  viewablePeerOf(call, body.peer)
  if (body.scheduleDate !== undefined) throw badRequest('SCHEDULE_DATE_INVALID')
  return {
    fromId: call.user.id,
    to,
    text: body.message,
    entities: entitiesOf(body.entities ?? [], body.message, (input) => findUser(call.world, input, call.user.id)),
    ...replyPlace(call, to, body.replyTo),
    isSilent: body.silent === true,
    sendAs: sendAsOf(call, to, body.sendAs),
  }
}

/** Private chats and basic groups: the sender knows the rest. */
function tlShortSent({ id, atMs, entities }: Message, pts: number): TlObject {
  return {
    _: 'updateShortSentMessage',
    out: true,
    id,
    pts,
    ptsCount: 1,
    date: tlDate(atMs),
    entities: entities.length === 0 ? undefined : tlEntities(entities),
  }
}
