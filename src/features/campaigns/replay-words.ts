import { counted } from '../../cli/output.ts'
import type { Replayable } from './replays.ts'

/** What a replay found, and did. */
export interface Replayed {
  readonly isDryRun: boolean
  readonly found: Replayable
  /** Messages that had failed, and are tried again. */
  readonly revived: number
  /** Messages that may have arrived, and are asked for again. */
  readonly resent: number
}

export interface Chosen {
  readonly failed?: true
  readonly uncertain?: true
  readonly campaign?: number
}

/** In the same words whether it is done or only told. Without a choice it is both. */
export function replayInWords({ failed, uncertain, campaign }: Chosen, replayed: Replayed): string {
  const [hasFailed, hasUncertain] = [failed === true || uncertain !== true, uncertain === true || failed !== true]
  const { found } = replayed
  const left = (hasFailed ? found.failed.left : 0) + (hasUncertain ? found.uncertain.left : 0)
  const lines = [
    ...(hasFailed ? ofFailed(replayed, campaign) : []),
    ...(hasUncertain ? ofUncertain(replayed) : []),
    ...(left > 0
      ? [`${counted(left, 'message')} of rounds that are stopped, paused or superseded: left as they are.`]
      : []),
  ]
  if (lines.length > 0) return lines.join('\n')
  if (hasFailed && hasUncertain) return 'No message failed, and none may have arrived.'
  return hasFailed ? 'No message failed.' : 'No message is in doubt.'
}

function ofFailed({ isDryRun, found: { failed }, revived }: Replayed, campaign: number | undefined): string[] {
  if (failed.count === 0) return []
  if (!isDryRun) return [`${counted(revived, 'message')} that failed: will be tried again.`]
  const way = campaign === undefined ? 'karvon replay --failed' : `karvon campaigns retry ${campaign}`
  const reasons = failed.reasons.map(({ reason, count }) => `${count} ${reason}`).join(', ')
  return [`${counted(failed.count, 'message')} that failed (${reasons}): \`${way}\` tries ${them(failed.count)} again.`]
}

function ofUncertain({ isDryRun, found: { uncertain }, resent }: Replayed): string[] {
  const { ofUsers, ofBots } = uncertain
  const lines: string[] = []
  if (!isDryRun && ofUsers + resent > 0)
    lines.push(`${counted(resent, 'message')} that may have arrived: asked for again.`)
  if (isDryRun && ofUsers > 0) {
    lines.push(
      `${counted(ofUsers, 'message')} that may have arrived: \`karvon replay --uncertain\` asks for ${them(ofUsers)} again, under the same id, so that none arrives twice.`,
    )
  }
  if (ofBots > Math.max(0, resent - ofUsers)) {
    lines.push(
      `${counted(ofBots, 'message')} of bots that may have arrived: only with --accept-duplicates, because a bot's repeat is a second message.`,
    )
  }
  return lines
}

function them(count: number): string {
  return count === 1 ? 'it' : 'them'
}
