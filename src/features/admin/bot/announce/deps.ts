import type { PeopleVerbs } from '../../../../access/verbs.ts'
import { quoted } from '../../../../bot/rich-text.ts'
import type { Quoted } from '../../../../bot/rich-text.ts'
import type { BotVerbs } from '../../../../bot/verbs.ts'
import type { Content } from '../../../../delivery/message.ts'
import { botEntity } from '../../../../telegram/botapi/entities.ts'
import type { BotDeps } from '../../../feature.ts'
import type { AnnouncementVerbs } from '../../announce/verbs.ts'

export type AnnounceDeps = BotDeps<PeopleVerbs & BotVerbs & AnnouncementVerbs>

/** As everybody will see it. */
export function asSent({ text, entities }: Content): Quoted {
  return quoted(text, entities.map(botEntity))
}
