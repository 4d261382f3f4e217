import type { Clock } from '../base/clock.ts'
import { Refusal, exitCodes } from '../base/refusal.ts'
import { askSupervisor } from '../cli/control-client.ts'
import { environmentForDemo } from './folder.ts'
import type { DemoFolder } from './folder.ts'
import { startKarvon } from './karvon-process.ts'
import type { KarvonProcess } from './karvon-process.ts'

/** The longest that one step of what the engine is asked takes: a connection to a Telegram that does not answer. */
const silenceMaxMs = 90_000

/** `karvon start --no-bot` in the demo's folder, killed and started again as by a process manager. */
export class DemoEngine {
  /** Rejects when it ends and nobody wanted it to. */
  readonly failed: Promise<never>
  readonly #folder: DemoFolder
  readonly #clock: Clock
  #process: KarvonProcess | undefined
  #fail: (error: Refusal) => void = () => {}

  constructor(folder: DemoFolder, clock: Clock) {
    this.#folder = folder
    this.#clock = clock
    this.failed = new Promise((_, reject) => {
      this.#fail = reject
    })
    this.failed.catch(() => {})
  }

  /** @returns how long it took until every shard worked, in ms */
  async start(): Promise<number> {
    const startedAtMs = this.#clock.nowMs()
    const { folder } = this.#folder
    const started = startKarvon({ args: ['start', '--no-bot'], cwd: folder, env: environmentForDemo() })
    this.#process = started
    void started.ended.then(({ code, signal }) => {
      if (this.#process !== started) return
      const text = `the engine ended by itself (${code ?? signal}): its log is in ${this.#folder.engine.logs}`
      this.#fail(new Refusal(text, exitCodes.internal))
    })
    await started.ready
    return this.#clock.nowMs() - startedAtMs
  }

  /** SIGKILL, in the middle of whatever it does. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  /** Drains it. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM')
  }

  /** Has it do what the command line could have it do. @throws Refusal */
  async ask<Answer>(verb: string, args: unknown): Promise<Answer> {
    const asked = await askSupervisor(this.#folder.engine.folder, { verb, args, silenceMaxMs })
    if (asked === undefined) throw new Refusal('the engine does not listen', exitCodes.temporary)
    return asked.value as Answer
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const running = this.#process
    this.#process = undefined
    await running?.end(signal)
  }
}
