import type { PeopleVerbs } from '../../../../access/verbs.ts'
import type { BotVerbs } from '../../../../bot/verbs.ts'
import type { BotDeps } from '../../../feature.ts'
import type { AnnouncementVerbs } from '../../announce/verbs.ts'

export type AnnounceDeps = BotDeps<PeopleVerbs & BotVerbs & AnnouncementVerbs>
