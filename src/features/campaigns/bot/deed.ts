import { createHash } from 'node:crypto'
import type { Visit } from '../../../bot/screen.ts'
import type { CampaignBotDeps } from './deps.ts'

/** Of this press: one that is given again after a crash does nothing anew. @param what is made, and of what: `undo 31` */
export function uuidOfDeed({ random }: Pick<CampaignBotDeps, 'random'>, what: string, { deed, person }: Visit): string {
  if (deed === undefined) return Buffer.from(random.bytes(16)).toString('hex')
  return createHash('sha256').update(`${what} ${person.id} ${deed}`).digest('hex').slice(0, 32)
}
