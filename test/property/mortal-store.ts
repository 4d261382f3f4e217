import type { Database } from '../../src/base/sqlite.ts'
import type { AllVerbs } from '../../src/features/store.ts'
import type { StorePort, VerbTable } from '../../src/store/store.ts'

/** Of a process or a thread. What is over answers nobody, and nobody answers it. */
export interface Life {
  isOver: boolean
}

/** The process dies with a commit of its store: just before it, or when it stands and nobody has heard of it. */
export interface Death {
  readonly atCommit: number
  readonly when: 'before' | 'after'
}

interface Call {
  readonly verb: string
  readonly args: readonly unknown[]
  readonly life: Life
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/**
 * The real verbs as a supervisor's store thread gives them: what is called in one turn is one transaction, and nobody is answered before
 * it is committed. The process that has it can die at any commit.
 */
export class MortalStore {
  readonly #commitAll: (calls: readonly Call[]) => Answer[]
  readonly #die: () => void
  #death: Death | undefined
  #commits = 0
  #queue: Call[] = []

  constructor(db: Database, verbs: AllVerbs, die: () => void) {
    const table = verbs as unknown as VerbTable
    const run = db.transaction(({ verb, args }: Call) => table[verb]?.(...args))
    this.#commitAll = db.transaction((calls: readonly Call[]) =>
      calls.map((call) => attempt(() => run(call))),
    ).immediate
    this.#die = die
  }

  dieAt(death: Death): void {
    this.#death = { ...death, atCommit: this.#commits + death.atCommit }
  }

  /** The port of one thread. */
  connect(life: Life): StorePort<AllVerbs> {
    const call = (verb: string, args: readonly unknown[]) =>
      new Promise((resolve, reject) => {
        if (life.isOver) return
        if (this.#queue.length === 0) queueMicrotask(() => this.#commit())
        this.#queue.push({ verb, args, life, resolve, reject })
      })
    return new Proxy({} as StorePort<AllVerbs>, {
      get(_, verb) {
        if (typeof verb !== 'string' || verb === 'then') return undefined
        return (...args: unknown[]) => call(verb, args)
      },
    })
  }

  #commit(): void {
    const calls = this.#queue.filter(({ life }) => !life.isOver)
    this.#queue = []
    if (calls.length === 0) return
    this.#commits++
    const death = this.#death?.atCommit === this.#commits ? this.#death.when : undefined
    if (death === 'before') return this.#die()
    const answers = this.#commitAll(calls)
    if (death === 'after') return this.#die()
    for (const [place, { resolve, reject }] of calls.entries()) {
      const answer = answers[place]
      if (answer !== undefined && 'error' in answer) reject(answer.error)
      else resolve(answer?.value)
    }
  }
}

type Answer = { readonly value: unknown } | { readonly error: unknown }

function attempt(work: () => unknown): Answer {
  try {
    return { value: work() }
  } catch (error) {
    return { error }
  }
}
