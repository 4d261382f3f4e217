import { relative } from '../../cli/output.ts'
import type { RunState } from '../../store/runs.ts'
import { nextCampaignState } from './campaign.ts'
import type { CampaignState, CampaignWord } from './campaign.ts'
import { stopInWords } from './round/words.ts'
import type { Campaign } from './verbs.ts'

/** The state of a campaign or of a round, with its reason where the state alone does not say it. */
export function stateInWords({ state, reason }: { state: CampaignState | RunState; reason: string | null }): string {
  // Whoever asked for it knows.
  if (reason === null || reason === 'asked') return state
  return `${state} (${reasons[reason] ?? refusalInWords(state, reason)})`
}

/** With the name, under which Telegram's documentation has it. */
function refusalInWords(state: CampaignState | RunState, reason: string): string {
  const words = state === 'stopped' ? stopInWords(reason) : undefined
  return words === undefined ? reason : `${reason}, ${words}`
}

/** What is no reason of ours is what Telegram said. */
const reasons: Readonly<Record<string, string>> = {
  missed: 'a round was missed: resume or stop it',
  'access-ended': 'its owner has no access any more',
  'no-groups': 'its last account was deleted, and no group is left: make a new one with another account',
  superseded: 'the next round took its place',
  'quiet-hours': 'quiet hours: it goes on by itself',
  'plan-ended': 'the end of its plan has come',
}

/** When its next round begins. @returns undefined when none does by itself */
export function nextInWords({ state, nextAtMs }: Pick<Campaign, 'state' | 'nextAtMs'>, nowMs: number) {
  if (state !== 'running' || nextAtMs === null) return undefined
  return nextAtMs <= nowMs ? 'now' : relative(nextAtMs, nowMs)
}

/** Why a campaign does not know a word in its state, and what helps. @param name `campaign 4`, or `the campaign` */
export function wrongStateInWords(
  name: string,
  id: number | undefined,
  state: CampaignState,
  word: CampaignWord | 'retry' | 'archive' | 'now',
): string {
  const command = (right: CampaignWord) => `\`karvon campaigns ${right} ${id ?? 'ID'}\``
  if (word === 'archive') return `${name} is ${state}: ${command('stop')} first, so that nothing is sent out of sight`
  if (state === aims[word]) return `${name} is ${state} already`
  if (state === 'paused') return `${name} is paused: ${command('resume')} lets it go on`
  const is = {
    draft: 'has not been started',
    running: 'is running',
    stopped: 'is stopped',
    finished: 'has finished',
  }[state]
  if (word === 'resume' && nextCampaignState(state, 'start') !== undefined) {
    return `${name} ${is}: ${command('start')} ${state === 'draft' ? 'begins it' : 'begins it anew'}`
  }
  if (word === 'now') return `${name} ${is}: ${command('start')} begins it`
  return `${name} ${is}: there is nothing to ${word}`
}

/** Where each word would bring it. */
export const aims: Readonly<Record<CampaignWord | 'retry' | 'now', CampaignState | undefined>> = {
  start: 'running',
  pause: 'paused',
  resume: 'running',
  stop: 'stopped',
  retry: undefined,
  now: undefined,
}
