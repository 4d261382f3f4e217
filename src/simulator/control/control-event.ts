import type { Member, Message, WorldEvent } from '../world/model.ts'
import type { Peer } from '../world/peer.ts'

/** What `/events` tells. A `ledger` or `rule` is a hint that something new is there to be asked for, once a turn at most. */
export type ControlEvent =
  | { readonly type: 'message'; readonly message: Message }
  | { readonly type: 'edited'; readonly message: Message }
  | { readonly type: 'deleted'; readonly box: Peer; readonly to: Peer; readonly ids: readonly number[] }
  | {
      readonly type: 'member'
      readonly chat: Peer
      readonly userId: number
      readonly before: Member
      readonly after: Member
      readonly byId: number
    }
  | { readonly type: 'blocked'; readonly userId: number; readonly targetId: number; readonly isBlocked: boolean }
  | {
      readonly type: 'button'
      readonly callbackId: string
      readonly userId: number
      readonly botId: number
      readonly to: Peer
      readonly messageId: number
      readonly data: string
    }
  | {
      readonly type: 'answered'
      readonly callbackId: string
      readonly botId: number
      readonly text: string
      readonly isAlert: boolean
      readonly url: string | null
    }
  | { readonly type: 'ledger'; readonly seq: number }
  | { readonly type: 'rule'; readonly ruleId: number }
  /** Every second: for what has no event of its own, such as the end of a wait. */
  | { readonly type: 'tick'; readonly nowMs: number }

export type ControlEventType = ControlEvent['type']

export const controlEventTypes = [
  'message',
  'edited',
  'deleted',
  'member',
  'blocked',
  'button',
  'answered',
  'ledger',
  'rule',
  'tick',
] as const satisfies readonly ControlEventType[]

/** The world's event as others may read it: without the boxes that it entered. */
export function controlEventOf(event: WorldEvent): ControlEvent {
  switch (event.type) {
    case 'message':
    case 'edited':
      return { type: event.type, message: event.message }
    case 'deleted':
      return { type: 'deleted', box: event.box, to: event.to, ids: event.ids }
    case 'member': {
      const { chat, userId, before, after, byId } = event
      return { type: 'member', chat: chat.peer, userId, before, after, byId }
    }
    case 'blocked':
      return event
    case 'button': {
      const { id, userId, botId, message, data } = event.callback
      return { type: 'button', callbackId: id, userId, botId, to: message.to, messageId: message.id, data }
    }
    case 'answered':
      return { type: 'answered', ...event.answer }
  }
}
