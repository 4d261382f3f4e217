import type { User } from './model.ts'
import { Refusal } from './refusal.ts'

/** @throws Refusal in Telegram's words for an account that may not change anything. */
export function checkMayAct({ status }: User): void {
  if (status === 'frozen') throw new Refusal(420, 'FROZEN_METHOD_INVALID')
  if (status === 'deactivated') throw new Refusal(401, 'USER_DEACTIVATED')
  if (status === 'banned') throw new Refusal(401, 'USER_DEACTIVATED_BAN')
}
