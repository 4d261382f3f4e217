import type { Methods } from '../method.ts'
import { accountMethods } from './account.ts'
import { authMethods } from './auth.ts'
import { channelMethods } from './channels.ts'
import { chatMethods } from './chats.ts'
import { dialogMethods } from './dialogs.ts'
import { folderMethods } from './folders.ts'
import { forumMethods } from './forum.ts'
import { forwardMethods } from './forward.ts'
import { helpMethods } from './help.ts'
import { historyMethods } from './history.ts'
import { inviteMethods } from './invites.ts'
import { participantMethods } from './participants.ts'
import { passwordMethods } from './password.ts'
import { readingMethods } from './reading.ts'
import { resolveMethods } from './resolve.ts'
import { sendMethods } from './send.ts'
import { sessionMethods } from './sessions.ts'
import { updateMethods } from './updates.ts'
import { userMethods } from './users.ts'

/** Every method that the simulated Telegram answers. Another one is another table in a file of its own, and a line here. */
export const allMethods: Methods = {
  ...authMethods,
  ...sessionMethods,
  ...passwordMethods,
  ...accountMethods,
  ...helpMethods,
  ...userMethods,
  ...channelMethods,
  ...chatMethods,
  ...dialogMethods,
  ...folderMethods,
  ...forumMethods,
  ...forwardMethods,
  ...historyMethods,
  ...inviteMethods,
  ...participantMethods,
  ...readingMethods,
  ...resolveMethods,
  ...sendMethods,
  ...updateMethods,
}
