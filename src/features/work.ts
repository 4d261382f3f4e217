import type { Work } from '../shard/work.ts'
import { checkWork } from './accounts/check/work.ts'
import { noteReach } from './admin/announce/work.ts'
import { sendWork } from './campaigns/work.ts'
import { groupWorks } from './groups/work.ts'

/** Every kind of work that a shard can do. */
export const works: readonly Work<unknown>[] = [noteReach(sendWork), checkWork, ...groupWorks()]
