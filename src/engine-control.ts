import type { Worker } from 'node:worker_threads'
import type { Clock } from './base/clock.ts'
import type { DataPaths } from './base/data-folder.ts'
import type { Random } from './base/random.ts'
import { startThread } from './base/start-thread.ts'
import type { Config } from './config.ts'
import type { EngineEvent } from './delivery/events.ts'
import type { ControlDeps, Shards } from './features/feature.ts'
import { migrations } from './features/store.ts'
import type { AllVerbs } from './features/store.ts'
import type { EventCounters } from './ops/counters.ts'
import type { EventHub } from './ops/event-hub.ts'
import type { FloodWatch } from './ops/flood-watch.ts'
import type { Installation } from './ops/installation.ts'
import { verifyInThread } from './ops/verify-copy.ts'
import type { VerifyStart } from './ops/verify-copy.ts'
import type { StoreHandle } from './store/store-handle.ts'
import type { StorePort } from './store/store.ts'
import type { SupervisorStatus } from './supervisor/control-protocol.ts'
import type { ControlVerb } from './supervisor/control-socket.ts'
import type { Supervisor } from './supervisor/supervisor.ts'
import type { LoginClient } from './telegram/login-client.ts'
import { controlSettingsOf } from './thread-settings.ts'

/** The engine, as far as whoever commands it needs it. */
export interface ControlParts {
  readonly config: Config
  readonly paths: DataPaths
  readonly version: string
  readonly clock: Clock
  readonly random: Random
  /** Somebody asked it to end. */
  onStopAsked(): void
  readonly installation: Installation
  readonly store: StorePort<AllVerbs>
  readonly storeThread: StoreHandle
  readonly supervisor: Supervisor
  readonly signIns: LoginClient
  readonly events: { readonly hub: EventHub; readonly counters: EventCounters; onEvent(event: EngineEvent): void }
  readonly floods: FloodWatch
}

/** What features are given to work with, whoever asks: the command line or the bot. */
export function controlDeps(parts: ControlParts): ControlDeps<AllVerbs> {
  const { config, version, clock, random, store, supervisor, signIns, events, installation } = parts
  const shards: Shards = {
    areRunning: true,
    hint: (accounts) => supervisor.hint(accounts),
    vacate: (partition, work) => supervisor.vacate(partition, work),
    subscribe: (take) => events.hub.subscribe(take),
  }
  const { keyring } = installation
  const settings = controlSettingsOf(config, version)
  return { store, clock, random, keyring, signIns, shards, settings, onEvent: events.onEvent }
}

/**
 * What the command line can ask of a running supervisor. Its code is loaded with the first request: it is a third of what the engine
 * loads, and nothing is sent before all of that.
 */
export function openControl(parts: ControlParts): () => Promise<Record<string, ControlVerb>> {
  const startedAtMs = parts.clock.nowMs()
  let opened: Promise<Record<string, ControlVerb>> | undefined
  return () => (opened ??= loadControl(parts, startedAtMs))
}

async function loadControl(parts: ControlParts, startedAtMs: number): Promise<Record<string, ControlVerb>> {
  const [{ featureControl }, { upkeepVerbs }] = await Promise.all([
    import('./features/control.ts'),
    import('./ops/upkeep-verbs.ts'),
  ])
  const { paths, version, clock, store, storeThread, supervisor, events, onStopAsked } = parts
  const { keyring } = parts.installation
  return {
    ...featureControl(controlDeps(parts)),
    ...upkeepVerbs({
      paths,
      clock,
      store,
      keyring,
      copy: (to, onProgress) => storeThread.copy(to, onProgress),
      verify: (path) => verifyInThread(startVerifying, { path, migrations }),
    }),
    async status(): Promise<SupervisorStatus> {
      const [shards, store] = [supervisor.report(), await storeThread.figures()]
      const { storm: floodStorm } = parts.floods
      return { pid: process.pid, version, startedAtMs, shards, store, floodStorm, events: events.counters.snapshot() }
    },
    stop() {
      onStopAsked()
      return { pid: process.pid }
    },
  }
}

function startVerifying(start: VerifyStart): Worker {
  return startThread('verify-thread', import.meta.url, { workerData: start })
}
