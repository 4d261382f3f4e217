import { onTestFinished } from 'vitest'
import { openLog } from '../../src/base/log.ts'
import { systemRandom } from '../../src/base/random.ts'
import { SimulatorClient } from '../../src/simulator/client.ts'
import { ControlServer } from '../../src/simulator/control/server.ts'
import { RuleBook } from '../../src/simulator/faults/rule-book.ts'
import { openLedger } from '../../src/simulator/ledger/ledger.ts'
import type { Ledger } from '../../src/simulator/ledger/ledger.ts'
import { LedgerReader } from '../../src/simulator/ledger/ledger-reader.ts'
import { openMtprotoSurface } from '../../src/simulator/mtproto/surface.ts'
import type { MtprotoSurface } from '../../src/simulator/mtproto/surface.ts'
import { createServerKeyPem } from '../../src/simulator/mtproto/wire/crypto/server-key.ts'
import { openTestWorld } from './world.ts'
import type { TestWorld } from './world.ts'

export interface TestControl {
  readonly url: string
  readonly client: SimulatorClient
  readonly files: TestWorld
  readonly rules: RuleBook
  readonly ledger: Ledger
  readonly mtproto: MtprotoSurface
  /** What the Bot API was told last. */
  readonly botLimits: () => boolean | undefined
  stop(): Promise<void>
  /** Stops, and starts again with the same files. */
  restart(): Promise<TestControl>
}

/** The control API over HTTP, with MTProto beside it, in this process. Stopped by itself when the test ends. */
export async function startControl(files: TestWorld = openTestWorld()): Promise<TestControl> {
  const { world, db, commit, clock } = files
  const ledger = openLedger(db, commit)
  const rules = new RuleBook({ db, commit, clock, seed: 1 })
  const log = openLog('silent')
  const mtproto = openMtprotoSurface({
    world,
    db,
    commit,
    faults: rules,
    ledger,
    clock,
    random: systemRandom,
    log,
    privatePem: await serverKeyPem(),
    filesDir: files.folder,
    port: 0,
  })
  let limits: boolean | undefined
  const control = new ControlServer({
    world,
    commit,
    keys: mtproto.keys,
    codes: mtproto.signIn.codes,
    passwords: mtproto.signIn.passwords,
    rules,
    ledger,
    judge: new LedgerReader(db, commit),
    mtproto: mtproto.server,
    botApi: { setLimits: (on) => (limits = on) },
    clock,
    random: systemRandom,
    log,
    port: 0,
  })
  await mtproto.server.start()
  await control.start()
  const stop = async (): Promise<void> => {
    await control.stop()
    await mtproto.server.stop()
  }
  onTestFinished(stop)
  const url = `http://127.0.0.1:${control.port}`
  const restart = async (): Promise<TestControl> => {
    await stop()
    return startControl(files.reopen())
  }
  return {
    url,
    client: new SimulatorClient(url),
    files,
    rules,
    ledger,
    mtproto,
    botLimits: () => limits,
    stop,
    restart,
  }
}

let pem: Promise<string> | undefined

/** One for all tests of a file: making one takes longer than most of them. */
function serverKeyPem(): Promise<string> {
  pem ??= createServerKeyPem()
  return pem
}
