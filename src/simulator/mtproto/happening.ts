import type { WorldEvent } from '../world/model.ts'
import type { SignedInCall } from './method.ts'
import { tlHappened } from './view/update.ts'
import type { TlObject } from './wire/tl/object.ts'

/**
 * Does what a call asks for. The session that asked is told by the answer, so that it gets no push about it; everybody else,
 * other sessions of the same user included, is pushed to.
 * @returns what happened, in order
 */
export function act(call: SignedInCall, deed: () => void): readonly WorldEvent[] {
  return call.world.events.during(() => call.online.answering(call.request.session, deed))
}

/** The same, as the `updates` that most methods answer with. */
export function happening(call: SignedInCall, deed: () => void): TlObject {
  return tlHappened(call.world, act(call, deed), call.user.id)
}
