import { Refusal } from '../../base/refusal.ts'
import type { Database } from '../../base/sqlite.ts'
import { openSpine } from '../../store/store.ts'
import { campaignRefusal } from './refusals.ts'
import { openCampaigns } from './store.ts'

/** "Nothing" would be said of a typing error too. @throws Refusal */
export function requireCampaign(db: Database, id: number): void {
  if (openCampaigns(db, openSpine(db)).campaign({ id, ownerId: null }) === undefined) {
    throw campaignRefusal({ type: 'not-found' }, id)
  }
}

/** @throws Refusal */
export function requireOwner(db: Database, id: number): void {
  if (db.prepare<[number], object>('select id from users where id = ?').get(id) === undefined) {
    throw new Refusal(`there is no user ${id}: add them with \`karvon users add --id ${id} --days 30\``)
  }
}
