import type { Clock } from '../../base/clock.ts'
import type { Random } from '../../base/random.ts'
import type { Database } from '../../base/sqlite.ts'
import { Boxes } from './boxes.ts'
import { Chats } from './chats.ts'
import { Dialogs } from './dialogs.ts'
import { WorldEvents } from './events.ts'
import { FileReferences } from './files/file-references.ts'
import { Files } from './files/files.ts'
import type { GroupCommit } from './group-commit.ts'
import { Membership } from './membership.ts'
import { Messages } from './messages.ts'
import { People } from './people.ts'
import { Topics } from './topics.ts'
import { Users } from './users.ts'
import { openWorldStore } from './world-store.ts'
import type { WorldStore } from './world-store.ts'

/**
 * The simulated Telegram as it stands: who exists, who is where, what was said. MTProto, the Bot API, the control API and the page
 * are four ways in; all of them call these verbs, so that what one sends, the others see.
 */
export interface World {
  readonly users: Users
  readonly chats: Chats
  readonly topics: Topics
  readonly membership: Membership
  readonly messages: Messages
  readonly people: People
  readonly dialogs: Dialogs
  readonly boxes: Boxes
  readonly files: Files
  readonly events: WorldEvents
  readonly store: WorldStore
  readonly clock: Clock
  readonly random: Random
}

export interface WorldDeps {
  readonly db: Database
  readonly commit: GroupCommit
  readonly clock: Clock
  readonly random: Random
}

/** Opens the world that stands in `db`, or a new empty one. */
export function openWorld({ db, commit, clock, random }: WorldDeps): World {
  const store = openWorldStore(db, commit)
  const events = new WorldEvents()
  const secret = secretOf(store, random)
  const users = new Users(store, secret)
  const chats = new Chats({ store, events, clock, random })
  const dialogs = new Dialogs(store, chats)
  const boxes = new Boxes(store, users, chats)
  const messages = new Messages({ store, users, chats, dialogs, boxes, events, clock })
  const topics = new Topics({ chats, messages })
  chats.onCreated((chat, memberIds) => {
    messages.open(chat, memberIds)
    if (chat.isForum) topics.openGeneral(chat)
  })
  const membership = new Membership({ users, chats, messages })
  const people = new People({ users, messages, events, random })
  const files = new Files(store, new FileReferences(secret, store, clock))
  return { users, chats, topics, membership, messages, people, dialogs, boxes, files, events, store, clock, random }
}

/** Access hashes are derived from it: it must outlive a restart, or every stored access hash would turn wrong. */
function secretOf(store: WorldStore, random: Random): string {
  const stored = store.meta('secret')
  if (stored !== undefined) return stored
  const secret = random.bytes(32).toString('hex')
  store.saveMeta('secret', secret)
  return secret
}
