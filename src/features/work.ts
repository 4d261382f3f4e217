import type { Keyring } from '../base/keyring.ts'
import type { Work } from '../shard/work.ts'
import { checkWork } from './accounts/check/work.ts'
import { noteReach } from './admin/announce/work.ts'
import { keepLatest } from './campaigns/keep-latest.ts'
import { changeWorks } from './campaigns/undo/work.ts'
import { sendWork } from './campaigns/work.ts'
import { groupWorks } from './groups/work.ts'
import { uploadWork } from './media/work.ts'

/** Every kind of work that a shard can do. */
export function worksWith(keyring: Keyring): readonly Work<unknown>[] {
  return [noteReach(keepLatest(sendWork)), ...changeWorks, checkWork, uploadWork, ...groupWorks(keyring)]
}
