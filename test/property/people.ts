import type { Random } from '../../src/base/random.ts'
import type { CampaignAnswer, NewTarget, RetryAnswer, RetryArgs } from '../../src/features/campaigns/verbs.ts'
import type { KeepLatest } from '../../src/store/store.ts'
import type { SweepCursor } from '../../src/store/sweeps.ts'
import { groupAt, minuteMs } from '../support/scheduling.ts'
import type { VirtualEngine } from './engine.ts'
import type { ScriptedTelegram } from './scripted-telegram.ts'

const limits = { intervalMinMs: minuteMs }

interface Known {
  readonly id: number
  /** The first word of its texts. */
  readonly label: string
  readonly isOnce: boolean
}

interface Size {
  readonly accounts: number
  readonly groups: number
}

/** The owner, who does by chance whatever a person can do, and a log of it. */
export class People {
  readonly log: string[] = []
  /** What was to be said once in each group. */
  readonly saidOnce = new Set<string>()
  readonly #random: Random
  readonly #telegram: ScriptedTelegram
  readonly #size: Size
  readonly #campaigns: Known[] = []
  #texts = 0

  constructor(random: Random, telegram: ScriptedTelegram, size: Size) {
    this.#random = random
    this.#telegram = telegram
    this.#size = size
  }

  act(engine: VirtualEngine): void {
    const campaign = this.#campaigns.length === 0 ? undefined : this.#random.pick(this.#campaigns)
    if (campaign === undefined || (this.#campaigns.length < 4 && this.#random.next() < 0.12))
      return this.#create(engine)
    const words = [
      ...Array<() => void>(3).fill(() => this.#start(engine, campaign)),
      ...Array<() => void>(3).fill(() => this.#pause(engine, campaign)),
      ...Array<() => void>(3).fill(() => this.#resume(engine, campaign)),
      ...Array<() => void>(2).fill(() => this.#stop(engine, campaign)),
      ...Array<() => void>(2).fill(() => this.#retry(engine, campaign)),
      ...Array<() => void>(2).fill(() => this.#undo(engine, campaign)),
      () => this.#editText(engine, campaign),
      () => this.#editInterval(engine, campaign),
      () => this.#editGroups(engine, campaign),
      () => this.#ownText(engine, campaign),
      () => this.#addGroups(engine, campaign),
      () => this.#account(engine),
      () => this.#access(engine),
      () => this.#telegramChanges(),
    ]
    this.#random.pick(words)()
  }

  /** Wants nothing more but that what goes on comes to its end: whatever stands in its way is taken out of it. */
  rest(engine: VirtualEngine): void {
    const nowMs = Date.now()
    this.#telegram.isCalm = true
    this.#telegram.slowModes.clear()
    engine.db.exec(`
      update accounts set state = 'active' where state = 'needs-login';
      update users set access_until_ms = null`)
    engine.tell((verbs) => {
      for (let id = 1; id <= this.#size.accounts; id++) verbs.resumeAccount({ id, ownerId: 1, nowMs })
      verbs.wakeLimited(nowMs)
    })
    for (const { id, label, isOnce } of this.#campaigns) {
      this.#telegram.quiet.delete(label)
      engine.tell((verbs) => {
        if (!isOnce) verbs.editCampaign({ id, ownerId: 1, change: { everyMs: null }, limits, nowMs })
        verbs.resumeCampaign({ id, ownerId: 1, nowMs })
      })
    }
  }

  #create(engine: VirtualEngine): void {
    const number = this.#campaigns.length + 1
    const label = `c${number}`
    const isOnce = this.#random.next() < 0.4
    const text = this.#text(label, isOnce)
    const keepLatest = this.#random.pick<KeepLatest>(['off', 'off', 'delete', 'edit'])
    const answer = engine.tell((verbs) =>
      verbs.createCampaign({
        uuid: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
        ownerId: 1,
        name: null,
        content: { text, entities: [] },
        everyMs: isOnce ? null : this.#interval(),
        misfire: this.#random.pick(['run-once', 'skip', 'ask'] as const),
        keepLatest,
        targets: this.#targets(label, isOnce),
        isStarted: this.#random.next() < 0.6,
        limits,
        nowMs: Date.now(),
      }),
    )
    this.#note(`create ${label} once=${isOnce} ${keepLatest}`, answer)
    if ('campaign' in answer) this.#campaigns.push({ id: answer.campaign.id, label, isOnce })
  }

  #start(engine: VirtualEngine, { id, label, isOnce }: Known): void {
    const nowMs = Date.now()
    const answer = engine.tell((verbs) => {
      const started = verbs.startCampaign({ id, ownerId: 1, limits, nowMs })
      // What was said once is said: another start says something else.
      if ('campaign' in started && isOnce) this.#renew(engine, { id, label, isOnce })
      return started
    })
    this.#note(`start ${label}`, answer)
    if ('campaign' in answer) this.#telegram.quiet.delete(label)
  }

  /** The next round, which has not begun, says a new text everywhere. */
  #renew(engine: VirtualEngine, { id, label, isOnce }: Known): void {
    const content = { text: this.#text(label, isOnce), entities: [] }
    engine.tell((verbs) => {
      verbs.editCampaign({ id, ownerId: 1, change: { content }, limits, nowMs: Date.now() })
      for (const group of verbs.campaignGroups({ id, ownerId: 1, after: null, limit: 100 })) {
        if (group.contentId === null) continue
        const own = { text: this.#text(label, isOnce), entities: [] }
        verbs.setOwnText({ id, ownerId: 1, ...placeOf(group), content: own, nowMs: Date.now() })
      }
    })
  }

  #pause(engine: VirtualEngine, { id, label }: Known): void {
    const answer = engine.tell((verbs) => verbs.pauseCampaign({ id, ownerId: 1, reason: 'asked', nowMs: Date.now() }))
    this.#note(`pause ${label}`, answer)
    if ('campaign' in answer) this.#telegram.quiet.set(label, new Map())
  }

  #resume(engine: VirtualEngine, { id, label }: Known): void {
    const missed = this.#random.pick([undefined, 'run', 'skip'] as const)
    const given = missed === undefined ? {} : { missed }
    const answer = engine.tell((verbs) => verbs.resumeCampaign({ id, ownerId: 1, ...given, nowMs: Date.now() }))
    this.#note(`resume ${label} ${missed}`, answer)
    if ('campaign' in answer) this.#telegram.quiet.delete(label)
  }

  #stop(engine: VirtualEngine, { id, label }: Known): void {
    const answer = engine.tell((verbs) => verbs.stopCampaign({ id, ownerId: 1, reason: 'asked', nowMs: Date.now() }))
    this.#note(`stop ${label}`, answer)
    if ('campaign' in answer) this.#telegram.quiet.set(label, new Map())
  }

  #retry(engine: VirtualEngine, { id, label }: Known): void {
    let after: SweepCursor | null = null
    for (;;) {
      const args: RetryArgs = { id, ownerId: 1, after, limit: 2, nowMs: Date.now() }
      const answer: RetryAnswer = engine.tell((verbs) => verbs.retryFailed(args))
      this.#note(`retry ${label}`, answer)
      if ('problem' in answer) return
      engine.hint(answer.accounts.map((account) => account.id))
      if (answer.after === null) return
      after = answer.after
    }
  }

  #undo(engine: VirtualEngine, { id, label }: Known): void {
    const runs = engine.tell((verbs) => verbs.campaignReport({ id, ownerId: 1, runs: 5 }))?.runs ?? []
    if (runs.length === 0) return
    const { id: runId } = this.#random.pick(runs)
    const what = this.#random.pick(['delete', 'edit'] as const)
    const uuid = `undo ${this.log.length}`
    const content = what === 'edit' ? { text: `${label} corrected`, entities: [] } : null
    const answer = engine.tell((verbs) =>
      verbs.undoRound({ runId, ownerId: 1, uuid, what, content, nowMs: Date.now() }),
    )
    this.#note(`undo ${what} of run ${runId}`, answer)
    if ('undo' in answer && this.#random.next() < 0.3) {
      engine.tell((verbs) => verbs.stopUndo({ id: answer.undo.id, ownerId: 1 }))
    }
  }

  #editText(engine: VirtualEngine, { id, label, isOnce }: Known): void {
    const content = { text: this.#text(label, isOnce), entities: [] }
    this.#edit(engine, id, `edit text of ${label}`, { content })
  }

  #editInterval(engine: VirtualEngine, { id, label, isOnce }: Known): void {
    if (!isOnce) this.#edit(engine, id, `edit interval of ${label}`, { everyMs: this.#interval() })
  }

  #editGroups(engine: VirtualEngine, { id, label, isOnce }: Known): void {
    this.#edit(engine, id, `edit groups of ${label}`, { targets: this.#targets(label, isOnce) })
  }

  #edit(engine: VirtualEngine, id: number, what: string, change: Parameters<EditOf>[0]['change']): void {
    const answer = engine.tell((verbs) => verbs.editCampaign({ id, ownerId: 1, change, limits, nowMs: Date.now() }))
    this.#note(what, answer)
  }

  #ownText(engine: VirtualEngine, { id, label, isOnce }: Known): void {
    const groups = engine.tell((verbs) => verbs.campaignGroups({ id, ownerId: 1, after: null, limit: 100 }))
    if (groups.length === 0) return
    const place = placeOf(this.#random.pick(groups))
    const content = this.#random.next() < 0.3 ? null : { text: this.#text(label, isOnce), entities: [] }
    const answer = engine.tell((verbs) => verbs.setOwnText({ id, ownerId: 1, ...place, content, nowMs: Date.now() }))
    this.#note(`own text of ${label} in ${place.peer}`, answer)
  }

  #addGroups(engine: VirtualEngine, { id, label, isOnce }: Known): void {
    const targets = this.#targets(label, isOnce)
    this.#note(
      `add groups to ${label}`,
      engine.tell((verbs) => verbs.addTargets({ id, ownerId: 1, targets, nowMs: Date.now() })),
    )
  }

  #account(engine: VirtualEngine): void {
    const id = this.#random.int(1, this.#size.accounts)
    const word = this.#random.pick(['pause', 'resume', 'resume', 'sign in'] as const)
    const nowMs = Date.now()
    if (word === 'pause') engine.tell((verbs) => verbs.pauseAccount({ id, ownerId: 1 }))
    else if (word === 'resume') engine.tell((verbs) => verbs.resumeAccount({ id, ownerId: 1, nowMs }))
    else engine.db.exec(`update accounts set state = 'active' where id = ${id} and state = 'needs-login'`)
    this.#note(`${word} account ${id}`, {})
  }

  #access(engine: VirtualEngine): void {
    const untilMs = this.#random.pick([null, null, Date.now() + 3 * minuteMs])
    engine.db.prepare('update users set access_until_ms = ?').run(untilMs)
    this.#note(`access until ${untilMs}`, {})
  }

  #telegramChanges(): void {
    const peer = groupAt(this.#random.int(0, this.#size.groups - 1))
    this.#telegram.isLineDown = this.#random.next() < 0.3
    this.#telegram.slowModes.set(peer, this.#random.pick([0, 30, 120, 900]))
    this.#note(`slow mode of ${peer} ${this.#telegram.slowModes.get(peer)}, line down ${this.#telegram.isLineDown}`, {})
  }

  #interval(): number {
    return this.#random.int(1, 6) * minuteMs
  }

  /** Some groups, each by one account. */
  #targets(label: string, isOnce: boolean): NewTarget[] {
    const few = this.#random.next()
    return Array.from({ length: this.#size.groups }, (_, index) => groupAt(index)).flatMap((peer) => {
      if (this.#random.next() < few * 0.7) return []
      const own = this.#random.next() < 0.2 ? { content: { text: this.#text(label, isOnce), entities: [] } } : {}
      return { accountId: this.#random.int(1, this.#size.accounts), peer, topic: 0, ...own }
    })
  }

  #text(label: string, isOnce: boolean): string {
    this.#texts++
    const text = `${label} says ${this.#texts}`
    if (isOnce) this.saidOnce.add(text)
    return text
  }

  #note(what: string, answer: CampaignAnswer | object): void {
    const refused = 'problem' in answer ? ` refused: ${JSON.stringify(answer.problem)}` : ''
    this.log.push(`${new Date().toISOString()} ${what}${refused}`)
  }
}

type EditOf = Parameters<Parameters<VirtualEngine['tell']>[0]>[0]['editCampaign']

function placeOf({ accountId, peer, topic }: NewTarget): { accountId: number; peer: number; topic: number } {
  return { accountId, peer, topic }
}
