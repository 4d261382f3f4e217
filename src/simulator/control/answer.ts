import type { Context } from 'hono'
import type { Logger } from '../../base/log.ts'
import { Refusal } from '../world/refusal.ts'
import { BadInput } from './bad-input.ts'

/** `{"ok":true,"data":…}`; nothing to say is null. */
export function answer(c: Context, data: unknown): Response {
  return c.json({ ok: true, data: data ?? null })
}

/** `{"ok":false,"error":"one line"}`. What the world refuses is 409, with the name that Telegram gives it. */
export function answerError(c: Context, error: Error, log: Logger): Response {
  if (error instanceof BadInput) return c.json({ ok: false, error: error.message }, error.status)
  if (error instanceof Refusal) return c.json({ ok: false, error: `Telegram refuses: ${error.message}` }, 409)
  log.error({ err: error, path: c.req.path }, 'a control request failed')
  return c.json({ ok: false, error: `the simulator failed: ${error.message.split('\n')[0]}` }, 500)
}
