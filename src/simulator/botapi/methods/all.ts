import type { BotMethod, BotMethods } from '../call.ts'
import { callbackMethods } from './callbacks.ts'
import { chatMethods } from './chats.ts'
import { commandMethods } from './commands.ts'
import { deleteMethods } from './deletes.ts'
import { editMethods } from './edits.ts'
import { fileMethods } from './files.ts'
import { forwardMethods } from './forwards.ts'
import { mediaMethods } from './media.ts'
import { memberMethods } from './members.ts'
import { messageMethods } from './messages.ts'
import { profileMethods } from './profile.ts'
import { topicMethods } from './topics.ts'
import { updateMethods } from './updates.ts'

const tables: readonly BotMethods[] = [
  updateMethods,
  profileMethods,
  commandMethods,
  messageMethods,
  mediaMethods,
  forwardMethods,
  editMethods,
  deleteMethods,
  callbackMethods,
  chatMethods,
  memberMethods,
  topicMethods,
  fileMethods,
]

export interface NamedMethod {
  readonly name: string
  readonly run: BotMethod
}

/** "All methods in the Bot API are case-insensitive": by the name in small letters. */
export const allMethods: ReadonlyMap<string, NamedMethod> = new Map(
  tables.flatMap(Object.entries<BotMethod>).map(([name, run]) => [name.toLowerCase(), { name, run }] as const),
)
