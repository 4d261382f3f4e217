import type { EngineEvent } from '../../delivery/events.ts'
import type { AccountState } from '../../store/store.ts'
import type { ControlDeps } from '../feature.ts'
import { dialogsKind, foldersKind, resolveKind, topicsKind } from './kinds.ts'
import type { SealedChat } from './sealed-chat.ts'
import type { Found, GroupVerbs, OfAccount, ReadOf, ReadState } from './verbs.ts'

export type ReadDeps = Pick<
  ControlDeps<Pick<GroupVerbs, 'askRead' | 'readState'>>,
  'store' | 'clock' | 'shards' | 'settings'
>

export interface WantedRead extends ReadOf {
  readonly peer: number | null
  readonly payload: string
}

/** The reading of an account's whole list. */
export function wantedList(of: OfAccount): WantedRead {
  return { ...of, kind: dialogsKind, subject: '', peer: null, payload: '{}' }
}

export function wantedTopics(of: OfAccount, peer: number): WantedRead {
  return { ...of, kind: topicsKind, subject: String(peer), peer, payload: '{}' }
}

export function wantedFolders(of: OfAccount): WantedRead {
  return { ...of, kind: foldersKind, subject: '', peer: null, payload: '{}' }
}

/** What stands behind a link. An invitation is sealed in the row of the work until that is done; what it is found by is its digest. */
export function wantedLink(of: OfAccount, chat: SealedChat): WantedRead {
  const subject = chat.type === 'name' ? chat.username : `+${chat.digest}`
  return { ...of, kind: resolveKind, subject, peer: null, payload: JSON.stringify(chat) }
}

/** What came of it. Beside all but the first, what was found earlier is still there to be shown. */
export type ReadEnd =
  | { readonly type: 'read'; readonly found: Found }
  /** Telegram asks for a wait, or was not reached; the shard goes on by itself at that time. */
  | { readonly type: 'waiting'; readonly untilMs: number; readonly reason: string | null }
  /** It begins anew only after that time. */
  | { readonly type: 'failed'; readonly reason: string; readonly untilMs: number }
  | { readonly type: 'unusable'; readonly state: AccountState }
  | { readonly type: 'bot' }
  | { readonly type: 'not-found' }

export interface Watching {
  /** Longer waits end the watching; the reading goes on. */
  readonly waitMaxMs: number
  onProgress?(done: number, total: number): void
}

/** Hints save polling; this is what a lost one costs. */
const lookEveryMs = 1_000

/**
 * Has an account's shard read something, at the account's pace, and waits until it stands in the store. Whoever asks while it is being
 * read waits for the same reading; soon after one, its result is the answer.
 */
export async function readNow(deps: ReadDeps, wanted: WantedRead, watching: Watching): Promise<ReadEnd> {
  const { store, clock, shards, settings } = deps
  const { refreshMinMs, cooldownMs } = settings.groupReads
  const answer = await store.askRead({ ...wanted, refreshMinMs, cooldownMs, nowMs: clock.nowMs() })
  if (answer.type === 'not-found' || answer.type === 'bot' || answer.type === 'unusable') return answer
  if (answer.type === 'cooling') return { type: 'failed', reason: answer.reason, untilMs: answer.untilMs }
  if (answer.type === 'asked') {
    shards.hint([{ id: wanted.accountId, partition: answer.partition }])
    return watch(deps, wanted, answer.attemptId, watching)
  }
  const state = await store.readState(wanted)
  return state === undefined ? { type: 'not-found' } : (endOf(deps, state, watching) ?? { type: 'not-found' })
}

async function watch(deps: ReadDeps, of: ReadOf, attemptId: number, watching: Watching): Promise<ReadEnd> {
  const { store, shards } = deps
  const bell = openBell()
  const unsubscribe = shards.subscribe((event) => {
    if (!isAbout(event, attemptId)) return
    if (event.name === 'work_progress') watching.onProgress?.(event.done, event.total)
    else bell.ring()
  })
  try {
    for (;;) {
      const heard = bell.heard()
      const state = await store.readState(of)
      if (state === undefined) return { type: 'not-found' }
      const end = endOf(deps, state, watching)
      if (end !== undefined) return end
      await heard
    }
  } finally {
    unsubscribe()
    bell.ring()
  }
}

/** @returns undefined while it goes on */
function endOf({ clock, settings }: ReadDeps, state: ReadState, { waitMaxMs }: Watching): ReadEnd | undefined {
  const { accountState, last, found } = state
  if (last === null) return { type: 'failed', reason: 'it was pruned', untilMs: clock.nowMs() }
  if (last.state === 'sent' && found !== null) return { type: 'read', found }
  if (last.state === 'pending' || last.state === 'in-flight') {
    if (accountState !== 'active') return { type: 'unusable', state: accountState }
    const isLong = last.state === 'pending' && last.dueAtMs - clock.nowMs() > waitMaxMs
    return isLong ? { type: 'waiting', untilMs: last.dueAtMs, reason: last.reason } : undefined
  }
  const untilMs = clock.nowMs() + settings.groupReads.cooldownMs
  return { type: 'failed', reason: last.reason ?? last.state, untilMs }
}

function isAbout(event: EngineEvent, attemptId: number): event is EngineEvent & { readonly attemptId: number } {
  return 'attemptId' in event && event.attemptId === attemptId
}

/** Heard when it rings, and after a while anyway. */
function openBell() {
  let ring: () => void = () => {}
  return {
    ring: () => ring(),
    heard: () =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, lookEveryMs)
        ring = () => {
          clearTimeout(timer)
          resolve()
        }
      }),
  }
}
