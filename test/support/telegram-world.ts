import { onTestFinished } from 'vitest'
import type { ShiftableClock } from '../../src/base/clock.ts'
import { openLog } from '../../src/base/log.ts'
import type { Logger } from '../../src/base/log.ts'
import { systemRandom } from '../../src/base/random.ts'
import type { Dc } from '../../src/simulator/dcs.ts'
import type { Faults } from '../../src/simulator/faults/faults.ts'
import { RuleBook } from '../../src/simulator/faults/rule-book.ts'
import type { RuleView } from '../../src/simulator/faults/rule-book.ts'
import { parseRule } from '../../src/simulator/faults/rule.ts'
import type { Rule } from '../../src/simulator/faults/rule.ts'
import { LedgerReader } from '../../src/simulator/ledger/ledger-reader.ts'
import { openLedger } from '../../src/simulator/ledger/ledger.ts'
import { openMtprotoSurface } from '../../src/simulator/mtproto/surface.ts'
import type { MtprotoSurface } from '../../src/simulator/mtproto/surface.ts'
import { createServerKeyPem, ServerKey } from '../../src/simulator/mtproto/wire/crypto/server-key.ts'
import type { World } from '../../src/simulator/world/world.ts'
import { openTestWorld } from './world.ts'
import type { TestWorld } from './world.ts'

export interface StartOptions {
  readonly seed?: number
  /** Instead of the rule book, for tests of one decision. */
  readonly faults?: Faults
  /** Another one than the silent one, to see what the server says. */
  readonly log?: Logger
  /** Instead of the usual three. */
  readonly dcs?: readonly Dc[]
}

/** A simulated Telegram with an empty world, serving MTProto on loopback. */
export interface TestTelegram extends MtprotoSurface {
  readonly world: World
  readonly clock: ShiftableClock
  readonly port: number
  /** What clients must be told to trust. */
  readonly publicKeyPem: string
  readonly files: TestWorld
  readonly rules: RuleBook
  readonly judge: LedgerReader
  /** The same way in as the control API: a rule that it would refuse is a mistake of the test. */
  addRule(rule: Rule): RuleView
  stop(): Promise<void>
  /** Stops, and starts again on the same port with the same files, as after a crash. */
  restart(): Promise<TestTelegram>
}

/** Stopped by itself when the test ends. */
export function startMtproto(options: StartOptions = {}): Promise<TestTelegram> {
  return start(options, openTestWorld({ seed: options.seed ?? 1 }), 0)
}

async function start(options: StartOptions, files: TestWorld, wantedPort: number): Promise<TestTelegram> {
  const { world, db, commit, clock } = files
  const privatePem = await serverKeyPem()
  const rules = new RuleBook({ db, commit, clock, seed: options.seed ?? 1 })
  const surface = openMtprotoSurface({
    world,
    db,
    commit,
    faults: options.faults ?? rules,
    ledger: openLedger(db, commit),
    clock,
    random: systemRandom,
    log: options.log ?? openLog('silent'),
    privatePem,
    filesDir: files.folder,
    port: wantedPort,
    dcs: options.dcs,
  })
  await surface.server.start()
  const { port } = surface.server
  const stop = () => surface.server.stop()
  onTestFinished(stop)
  const restart = async () => {
    await stop()
    return start(options, files.reopen(), port)
  }
  const { publicPem } = new ServerKey(privatePem)
  const judge = new LedgerReader(db, commit)
  const addRule = (input: Rule) => rules.add(checked(input))
  return { ...surface, world, clock, port, publicKeyPem: publicPem, files, rules, judge, addRule, stop, restart }
}

function checked(input: Rule): Rule {
  const parsed = parseRule(input)
  if ('problems' in parsed) throw new Error(parsed.problems.join('; '))
  return parsed.rule
}

let pem: Promise<string> | undefined

/** One for all tests of a file: making one takes longer than most of them. */
function serverKeyPem(): Promise<string> {
  pem ??= createServerKeyPem()
  return pem
}
