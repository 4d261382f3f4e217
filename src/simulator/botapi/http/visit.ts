import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '../../../base/log.ts'
import type { FaultAction, Faults } from '../../faults/faults.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import { hashOf } from '../../ledger/text-hash.ts'
import type { GroupCommit } from '../../world/group-commit.ts'
import type { User } from '../../world/model.ts'
import { Refusal } from '../../world/refusal.ts'
import { BotError, badRequest } from '../bot-error.ts'
import type { BotCall, LedgerNote, Parts } from '../call.ts'
import { errorOfRule, sentenceFor } from '../error-sentences.ts'
import { ParseFailure } from '../formatting/formatted-text.ts'
import type { NamedMethod } from '../methods/all.ts'
import { namedPeer } from '../place.ts'
import type { Args } from './args.ts'
import { isRude } from './rude.ts'
import type { RudeAction } from './rude.ts'

export interface VisitDeps {
  readonly parts: Parts
  readonly faults: Faults
  readonly ledger: Ledger
  readonly commit: GroupCommit
  readonly log: Logger
  /** Aborts when the server stops. */
  readonly stopping: AbortSignal
}

/** What becomes of a request: an answer, or something rude. */
export type Settled = { readonly result: unknown } | { readonly error: BotError } | { readonly rude: RudeAction }

export interface Visit {
  readonly bot: User
  readonly method: NamedMethod
  /** An error when the body could not be read. */
  readonly args: Args | BotError
  readonly gone: AbortSignal
}

/** Asks for news only, many times a minute: lines about it would bury those that matter. */
const unrecorded = 'getUpdates'

/**
 * Every request to a method takes this way: what does the control API want to happen to it, the method, the ledger; and it
 * resolves once all of it is on disk.
 */
export async function settle(deps: VisitDeps, visit: Visit): Promise<Settled> {
  const { parts, faults } = deps
  const chat = visit.args instanceof BotError ? null : namedPeer({ world: parts.world, args: visit.args })
  const { bot, method } = visit
  const nowMs = parts.world.clock.nowMs()
  const { delayMs, action } = faults.decide({ surface: 'botapi', account: bot.id, method: method.name, chat, nowMs })
  if (delayMs > 0) await sleep(delayMs, undefined, { signal: deps.stopping })

  const notes: LedgerNote[] = []
  const settled = await meet(action, () => run(deps, visit, notes))
  record(deps, visit, settled, notes, chat)
  await new Promise<void>((resolve) => deps.commit.whenDurable(resolve))
  return settled
}

/** Lets the fault come before the method, or take the place of its answer. */
async function meet(action: FaultAction | undefined, act: () => Promise<Settled>): Promise<Settled> {
  const fault = action === undefined ? undefined : faultOf(action)
  if (fault !== undefined && action !== undefined && 'when' in action && action.when === 'before') return fault
  const settled = await act()
  // A request that was refused on its own account did not apply anything that could be lost.
  return fault !== undefined && 'result' in settled ? fault : settled
}

function faultOf(action: FaultAction): Settled | undefined {
  if (action.type === 'error') return { error: errorOfRule(action) }
  return isRude(action) ? { rude: action } : undefined
}

async function run({ parts, log }: VisitDeps, visit: Visit, notes: LedgerNote[]): Promise<Settled> {
  const { bot, method, args, gone } = visit
  if (args instanceof BotError) return { error: args }
  const { world, fileIds } = parts
  const call: BotCall = {
    bot,
    args,
    parts,
    world,
    view: { world, fileIds, botId: bot.id },
    gone,
    note: (note) => void notes.push(note),
  }
  try {
    return { result: await method.run(call) }
  } catch (error) {
    return { error: errorOf(error, method.name, log) }
  }
}

function errorOf(error: unknown, method: string, log: Logger): BotError {
  if (error instanceof BotError) return error
  if (error instanceof Refusal) return sentenceFor(error.message)
  if (error instanceof ParseFailure) return badRequest(error.message)
  log.error({ err: error, method }, 'a method failed')
  return new BotError(500, 'Internal Server Error')
}

function record(
  { parts, ledger }: VisitDeps,
  visit: Visit,
  settled: Settled,
  notes: LedgerNote[],
  chat: number | null,
): void {
  const { bot, method, args } = visit
  if (method.name === unrecorded) return
  const common = {
    atMs: parts.world.clock.nowMs(),
    account: bot.id,
    isBot: true,
    method: method.name,
    randomId: null,
    answered: !('rude' in settled),
    error: 'error' in settled ? settled.error.message : 'rude' in settled ? settled.rude.type : null,
  }
  if (notes.length === 0) {
    const text = args instanceof BotError ? '' : args.text('text') || args.text('caption')
    ledger.append({ ...common, chat, textHash: hashOf(text), messageId: null, applied: false })
  }
  for (const { chat: to, text, messageId, applied } of notes)
    ledger.append({ ...common, chat: to, textHash: hashOf(text), messageId, applied })
}
