import type { Undo } from './verbs.ts'

/** What became of the messages of a round after they were sent. */
export interface Since {
  readonly changed: number
  readonly takenBack: number
}

/** @param undos those of one round, the newest first */
export function sinceSent(sent: number, undos: readonly Undo[]): Since {
  // Each takes back what stood until then, whereas a second edit changes the same messages once more.
  const takenBack = undos.filter(({ what }) => what === 'delete').reduce((sum, { done }) => sum + done, 0)
  const edited = Math.max(0, ...undos.filter(({ what }) => what === 'edit').map(({ done }) => done))
  return { changed: Math.max(0, Math.min(edited, sent - takenBack)), takenBack: Math.min(sent, takenBack) }
}

/** `4 changed, 2 taken back`; empty where everything stands as it was sent. */
export function sinceInWords({ changed, takenBack }: Since): string {
  const parts = [changed > 0 && `${changed} changed`, takenBack > 0 && `${takenBack} taken back`]
  return parts.filter((part) => part !== false).join(', ')
}
