import { createHash } from 'node:crypto'
import type { TlObject } from '../wire/tl/object.ts'
import { tlDate } from './date.ts'

type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json }

const dayMs = 24 * 3_600_000

/**
 * For help.getAppConfig: limits by the names that Telegram gives them (https://core.telegram.org/api/config#client-configuration),
 * with the figures that this world keeps. @param frozenAtMs now, for an account that is frozen.
 */
export function appConfig(frozenAtMs: number | null): { readonly [key: string]: Json } {
  if (frozenAtMs === null) return limits
  // Whole days, otherwise the answer and its hash would change with every call.
  const sinceMs = Math.floor(frozenAtMs / dayMs) * dayMs
  return {
    ...limits,
    freeze_since_date: tlDate(sinceMs),
    freeze_until_date: tlDate(sinceMs + 7 * dayMs),
    freeze_appeal_url: 'https://t.me/spambot',
  }
}

/** Differs when the configuration does: clients send it back to hear that nothing changed. */
export function hashOfConfig(config: Json): number {
  return createHash('sha256').update(JSON.stringify(config)).digest().readInt32LE(0)
}

export function tlJson(value: Json): TlObject {
  if (typeof value === 'string') return { _: 'jsonString', value }
  if (typeof value === 'number') return { _: 'jsonNumber', value }
  if (typeof value === 'boolean') return { _: 'jsonBool', value }
  if (Array.isArray(value)) return { _: 'jsonArray', value: (value as readonly Json[]).map(tlJson) }
  const fields = Object.entries(value).map(([key, field]) => ({ _: 'jsonObjectValue', key, value: tlJson(field) }))
  return { _: 'jsonObject', value: fields }
}

const limits = {
  test: true,
  caption_length_limit_default: 1024,
  caption_length_limit_premium: 2048,
  channels_limit_default: 500,
  channels_limit_premium: 1000,
  channels_public_limit_default: 10,
  channels_public_limit_premium: 20,
  dialog_filters_enabled: true,
  dialog_filters_limit_default: 10,
  dialog_filters_limit_premium: 20,
  dialog_filters_chats_limit_default: 100,
  dialog_filters_chats_limit_premium: 200,
  dialogs_pinned_limit_default: 5,
  dialogs_pinned_limit_premium: 10,
  dialogs_folder_pinned_limit_default: 100,
  dialogs_folder_pinned_limit_premium: 200,
  about_length_limit_default: 70,
  about_length_limit_premium: 140,
  // Parts of 512 KiB: about 2 and 4 GB.
  upload_max_fileparts_default: 4000,
  upload_max_fileparts_premium: 8000,
  forum_upgrade_participants_min: 0,
  topics_pinned_limit: 5,
  stars_paid_messages_available: true,
  stars_paid_message_amount_max: 10_000,
} as const
