import { openKeyring } from './base/keyring.ts'
import { Refusal } from './base/refusal.ts'
import type { DoctorCommandDeps } from './cli/commands/doctor.ts'
import { judgeNames } from './config-names.ts'
import { BadConfig, readConfig, readPart } from './config.ts'
import type { Environment } from './config.ts'
import { telegramDcs } from './ops/doctor-network.ts'
import type { ConfiguredTelegram } from './ops/doctor-network.ts'
import { otherTelegramNames, otherTelegramOf } from './thread-settings.ts'

/** What the operator has configured: the environment with `.env` in it, and the names that stand in the file. */
export interface Given {
  readonly environment: Environment
  readonly fileNames: readonly string[]
}

/** What `karvon doctor` needs of a configuration that may be broken. */
export function examineConfig(given: () => Given): ReturnType<DoctorCommandDeps['examineConfig']> {
  const problems: string[] = []
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      problems.push(...(error instanceof BadConfig ? error.problems : [error.message]))
      return undefined
    }
  }
  const { environment, fileNames } = attempt(given) ?? { environment: process.env, fileNames: [] }
  const { notices = [] } = attempt(() => readConfig(environment, undefined, fileNames)) ?? {}
  const other = quietly(() => readPart(environment, otherTelegramNames))
  if (other !== undefined) attempt(() => otherTelegramOf(other))
  const keys = quietly(() => readPart(environment, ['SESSION_SECRET_KEY']).SESSION_SECRET_KEY)
  const keyring = keys === undefined ? undefined : openKeyring(keys)
  return { problems, notices, keyring, telegram: telegramOf(environment, fileNames) }
}

function telegramOf(environment: Environment, fileNames: readonly string[]): ConfiguredTelegram {
  try {
    const { TG_DC_ADDRESS: other } = readPart(environment, ['TG_API_ID', 'TG_DC_ADDRESS'])
    // One of them may have been meant for the address.
    const { problems } = judgeNames(fileNames)
    if (problems.length > 0) throw new BadConfig(problems)
    const [host = '', port] = other?.split(':') ?? []
    return other === undefined ? telegramDcs : [{ name: 'TG_DC_ADDRESS', host, port: Number(port) }]
  } catch (error) {
    if (!(error instanceof BadConfig)) throw error
    return { unknownBecause: error.problems.join('; ') }
  }
}

/** Undefined where it cannot be read: that is among the problems already. */
function quietly<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
