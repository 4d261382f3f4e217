import type { Logger } from '../../base/log.ts'
import type { GroupCommit } from '../world/group-commit.ts'
import type { Chat, WorldEvent } from '../world/model.ts'
import type { Peer } from '../world/peer.ts'
import { isPresent } from '../world/rights.ts'
import type { World } from '../world/world.ts'
import type { Online } from './online.ts'
import { tlHappened } from './view/update.ts'
import type { Session } from './wire/contract.ts'

export interface PusherDeps {
  readonly world: World
  readonly online: Online
  readonly commit: GroupCommit
  readonly log: Logger
}

/**
 * From now on tells the clients that are connected what happens, once it is on disk: nobody may hear of a message that a kill
 * could still take back. Those who are away catch up by pts.
 */
export function pushEvents(deps: PusherDeps): void {
  const pusher = new Pusher(deps)
  deps.world.events.listen((event) => pusher.note(event))
}

class Pusher {
  readonly #deps: PusherDeps

  constructor(deps: PusherDeps) {
    this.#deps = deps
  }

  note(event: WorldEvent): void {
    // Who is concerned is settled now, because by then somebody may have left; what they are told is built only if they are online.
    const pushes: { readonly userId: number; readonly sessions: readonly Session[] }[] = []
    for (const userId of this.#concerned(event)) {
      const sessions = [...this.#deps.online.listeners(userId)]
      if (sessions.length > 0) pushes.push({ userId, sessions })
    }
    if (pushes.length === 0) return
    this.#deps.commit.whenDurable(() => {
      for (const { userId, sessions } of pushes) this.#push(event, userId, sessions)
    })
  }

  #push(event: WorldEvent, userId: number, sessions: readonly Session[]): void {
    try {
      const updates = tlHappened(this.#deps.world, [event], userId)
      for (const session of sessions) session.push(updates)
    } catch (error) {
      // It runs among the answers of the turn, which must go out whatever happens here.
      this.#deps.log.error({ err: error, event: event.type }, 'a push could not be sent')
    }
  }

  *#concerned(event: WorldEvent): Generator<number> {
    switch (event.type) {
      case 'message':
      case 'edited':
        yield* this.#readers(event.message.box, event.pts)
        return
      case 'deleted':
        yield* this.#readers(event.box, event.pts)
        return
      case 'member':
        yield event.userId
        if (event.chat.kind === 'basic') yield* this.#others(event.chat, event.userId)
        return
      default:
    }
  }

  /** Private chats and basic groups: whose box it entered. Channels: who is in them. */
  *#readers(box: Peer, pts: ReadonlyMap<Peer, number>): Generator<number> {
    if (box === 0) yield* pts.keys()
    else yield* this.#present(box)
  }

  *#others(chat: Chat, userId: number): Generator<number> {
    for (const id of this.#present(chat.peer)) if (id !== userId) yield id
  }

  /** Walks whichever is shorter: the members, or everybody who is online. */
  *#present(peer: Peer): Generator<number> {
    const { online, world } = this.#deps
    if (world.chats.presentCount(peer) <= online.keyCount) {
      for (const member of world.chats.present(peer)) yield member.userId
      return
    }
    for (const userId of online.users()) if (isPresent(world.chats.member(peer, userId))) yield userId
  }
}
