import type { Language } from '../../../../src/bot/language.ts'
import { pressed, startBotHere, written } from '../../../support/bot-in-process.ts'

export const aziz = { id: 1001, first_name: 'Aziz' }
const firstPeer = -1_000_000_000_001

/**
 * The bot in this process, with somebody whose account is in groups and sends 6 messages a minute, on the way to a campaign: it is
 * Saturday, 17:00 in Tashkent.
 */
export async function openCampaigns({
  language = 'en',
  groups = 1,
}: { readonly language?: Language; readonly groups?: number } = {}) {
  const bot = await startBotHere()
  await bot.person(aziz.id, aziz.first_name)
  bot.db.exec(`
    update users set language = '${language}', time_zone = 'Asia/Tashkent', is_time_zone_chosen = 1 where id = ${aziz.id};
    insert into accounts
      (id, owner_id, kind, telegram_id, name, session, device, partition, state, cap_per_minute, created_at_ms)
    values (7, ${aziz.id}, 'user', 7, 'Aziz', '', '{}', 1, 'active', 6, 1)`)
  for (let index = 0; index < groups; index++) {
    bot.db.exec(`
      insert into peers (account_id, peer, kind, title, may_post, is_forum, seen_at_ms)
      values (7, ${firstPeer - index}, 'supergroup', '${index === 0 ? 'Alpha' : `Group ${index}`}', 1, 0, 1)`)
  }
  /** A second after the last one, as a person does. */
  const take = async (update: Readonly<Record<string, unknown>>) => {
    bot.clock.at += 1_000
    await bot.take(update)
  }
  const here = async () => {
    const { screen, version } = (await bot.store.conversation(aziz.id)) ?? {}
    return { screen, version: version ?? 0 }
  }
  const press = async (...words: readonly (string | number)[]) => {
    await take(pressed(aziz, [`s${(await here()).version.toString(36)}`, ...words].join('.')))
    return seen()
  }
  const shown = () => bot.telegram.calls.filter(({ method }) => /^(editMessageText|sendMessage)$/.test(method))
  const seen = () => {
    const last = shown().findLast(({ payload }) => payload['reply_markup'] !== undefined)
    if (last === undefined) throw new Error('nothing was shown')
    const { inline_keyboard: rows } = last.payload['reply_markup'] as { inline_keyboard: { text: string }[][] }
    return { text: String(last.payload['text']), buttons: rows.flat().map(({ text }) => text) }
  }
  const says = async (text: string) => {
    await take(written(aziz, text))
    return seen()
  }
  /** What was said above the screen. */
  const heard = (text: string) => shown().some(({ payload }) => String(payload['text']).includes(text))
  const toasts = () =>
    bot.telegram.calls
      .filter(({ method }) => method === 'answerCallbackQuery')
      .flatMap(({ payload }) => (typeof payload['text'] === 'string' ? [payload['text']] : []))
  /** What the screen remembers. */
  const draft = async () => (await bot.store.conversation(aziz.id))?.draft ?? ''
  await take(written(aziz, '/start'))
  const compose = async () => {
    await press('to', 'campaigns/list')
    await press('write')
    await says('Toshkent – Samarqand')
    return press('all', 7)
  }
  const campaign = async () =>
    (await bot.store.campaigns({ ownerId: aziz.id, isArchived: false, before: null, limit: 1 }))[0]
  return { ...bot, here, press, seen, says, heard, toasts, draft, compose, campaign }
}
