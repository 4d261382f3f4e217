import { badRequest } from '../world/refusal.ts'

/** https://core.telegram.org/bots/api#setchattitle and #setchatdescription; for MTProto Telegram documents the errors only. */
const titleMax = 128
const aboutMax = 255

/** @throws Refusal CHAT_TITLE_EMPTY, also for one that is too long: Telegram has no other name for a title that it does not take. */
export function checkTitle(title: string): void {
  if (title.trim() === '' || title.length > titleMax) throw badRequest('CHAT_TITLE_EMPTY')
}

/** @throws Refusal CHAT_ABOUT_TOO_LONG */
export function checkAbout(about: string): void {
  if (about.length > aboutMax) throw badRequest('CHAT_ABOUT_TOO_LONG')
}
