import { readFileSync, statSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { Refusal, exitCodes } from './refusal.ts'

export type Variables = Readonly<Record<string, string | undefined>>

/**
 * The variables of the process, over those of a `.env` file. They are read here instead of being handed in by pm2, because
 * `pm2 save` writes every variable that it knows in clear to a file of its own.
 * @throws Refusal when others than the file's owner may read it
 */
export function readEnvironment(path: string, own: Variables = process.env): Variables {
  const problem = envFileProblem(path)
  if (problem !== undefined) throw new Refusal(problem, exitCodes.config)
  const text = textOf(path)
  if (text === undefined) return own
  return { ...parseEnv(text), ...own }
}

/** The names that stand in a `.env` file, also without a value, sorted; none where there is no file. @throws Refusal when it cannot be read */
export function namesInEnvFile(path: string): readonly string[] {
  return Object.keys(parseEnv(textOf(path) ?? ''))
}

/** What is wrong with the rights of this file, and the command that mends it; undefined for a good one or none. */
export function envFileProblem(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined || (stat.mode & 0o077) === 0) return undefined
  return `${path} holds secrets and others may read it: run \`chmod 600 ${path}\``
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    throw new Refusal(`${path} cannot be read (${code}): check its owner and rights`, exitCodes.config, {
      cause: error,
    })
  }
}
