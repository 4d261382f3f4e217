import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { SimulatorClient } from '../../src/simulator/client.ts'
import type { ReadyLine } from '../../src/simulator/main.ts'
import { program } from './program.ts'

export interface SimulatorProcess {
  readonly ready: ReadyLine
  readonly client: SimulatorClient
  readonly pid: number
  /** SIGKILL; resolves when the process is gone. */
  readonly kill9: () => Promise<void>
  /** Starts again with the same folder and the same ports. */
  readonly restart: () => Promise<SimulatorProcess>
  /** SIGTERM, and the folder is removed. @returns the exit code */
  readonly stop: () => Promise<number | null>
}

export interface SimulatorProcessOptions {
  readonly world?: 'demo' | 'empty'
  readonly seed?: number
  readonly dataDir?: string
  readonly ports?: { readonly port: number; readonly apiPort: number; readonly controlPort: number }
}

/** The real `karvon simulator`, in a process of its own. Knows no test runner: the caller stops it. */
export async function startSimulator(options: SimulatorProcessOptions = {}): Promise<SimulatorProcess> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'karvon-simulator-'))
  const { port, apiPort, controlPort } = options.ports ?? { port: 0, apiPort: 0, controlPort: 0 }
  const ports = ['--port', `${port}`, '--api-port', `${apiPort}`, '--control-port', `${controlPort}`]
  const world = ['--world', options.world ?? 'empty', '--seed', `${options.seed ?? 1}`, '--data', dataDir]
  const child = spawn(process.execPath, [program, 'simulator', ...ports, ...world, '--log-level', 'error'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit') as Promise<[number | null]>
  const ready = await readyLine(child.stdout, ended)
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    return (await ended)[0]
  }
  return {
    ready,
    client: new SimulatorClient(`http://127.0.0.1:${ready.controlPort}`),
    pid: child.pid ?? 0,
    kill9: async () => void (await end('SIGKILL')),
    restart: () => startSimulator({ ...options, dataDir, ports: ready }),
    stop: async () => {
      const code = await end('SIGTERM')
      rmSync(dataDir, { recursive: true, force: true })
      return code
    },
  }
}

async function readyLine(stdout: NodeJS.ReadableStream, ended: Promise<[number | null]>): Promise<ReadyLine> {
  const line = once(createInterface(stdout), 'line') as Promise<[string]>
  const first = await Promise.race([line, ended])
  if (typeof first[0] !== 'string')
    throw new Error(`the simulator ended with exit code ${first[0]} before it was ready`)
  return JSON.parse(first[0]) as ReadyLine
}
