import type { Methods } from '../method.ts'
import { accountMethods } from './account.ts'
import { authMethods } from './auth.ts'
import { changeMethods } from './changes.ts'
import { channelMethods } from './channels.ts'
import { chatMethods } from './chats.ts'
import { dialogMethods } from './dialogs.ts'
import { fileMethods } from './files.ts'
import { folderMethods } from './folders.ts'
import { forumMethods } from './forum.ts'
import { forwardMethods } from './forward.ts'
import { helpMethods } from './help.ts'
import { historyMethods } from './history.ts'
import { inviteMethods } from './invites.ts'
import { mediaMethods } from './media.ts'
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
  ...changeMethods,
  ...channelMethods,
  ...chatMethods,
  ...dialogMethods,
  ...fileMethods,
  ...folderMethods,
  ...forumMethods,
  ...forwardMethods,
  ...historyMethods,
  ...inviteMethods,
  ...mediaMethods,
  ...participantMethods,
  ...readingMethods,
  ...resolveMethods,
  ...sendMethods,
  ...updateMethods,
}
