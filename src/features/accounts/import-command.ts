import { readFileSync } from 'node:fs'
import { Option } from 'commander'
import type { Command } from 'commander'
import { Refusal, exitCodes } from '../../base/refusal.ts'
import { whyUnreadable } from '../../base/unreadable.ts'
import { parseId, parsePath } from '../../cli/arguments.ts'
import { say, withBar, withJson } from '../../cli/output.ts'
import { parseSession } from '../../telegram/mtproto/session-string.ts'
import type { FeatureContext } from '../feature.ts'
import { requireOwner, sayKept } from './kept.ts'
import type { KeptLogin } from './logins.ts'
import type { Account } from './verbs.ts'

/** Adds `karvon accounts import`: sessions that were signed in somewhere else. */
export function importCommand(context: FeatureContext, accounts: Command): void {
  withJson(accounts.command('import'))
    .description('takes over sessions of GramJS or Telethon; each is checked by connecting once')
    .requiredOption('--owner <id>', 'whose accounts they become', parseId)
    .addOption(new Option('--session <string>', 'one session string; - reads it from standard input').conflicts('file'))
    .option('--file <path>', 'a file with a session string in each line', parsePath)
    .addHelpText('after', examples)
    .action((flags: ImportFlags) => bringIn(context, flags))
}

interface ImportFlags {
  readonly owner: number
  readonly session?: string
  readonly file?: string
  readonly json?: true
}

const examples = `
A session may be used by one program at a time: sign out nowhere, but stop whatever used it before. Nothing is imported when one of
the lines is no session string. Prefer --file or -: what stands on a command line is seen by everybody on the machine.

Exit codes: 0 all are accounts now, 2 some were refused, 75 try again later.

Examples:
  $ karvon accounts import --owner 1001 --file sessions.txt
  $ karvon accounts import --owner 1001 --session - < session.txt
  $ karvon accounts import --owner 1001 --session 1BQANOTEuMTA4...
`

async function bringIn(context: FeatureContext, flags: ImportFlags): Promise<void> {
  const { terminal } = context
  const sessions = await sessionsIn(context, flags)
  refuseStrangers(sessions)
  requireOwner(context, flags.owner)
  const [only] = sessions
  if (flags.file === undefined && only !== undefined) {
    const kept = await context.change<KeptLogin>('accounts.import', { ownerId: flags.owner, session: only.text })
    sayKept(context, flags, kept)
    return
  }
  const imported: Account[] = []
  const refused: { line: number; reason: string; exitCode: number }[] = []
  await withBar(terminal, 'sessions', async (report) => {
    for (const [index, { line, text }] of sessions.entries()) {
      report({ done: index, total: sessions.length })
      try {
        imported.push(
          (await context.change<KeptLogin>('accounts.import', { ownerId: flags.owner, session: text })).account,
        )
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        refused.push({ line, reason: error.message, exitCode: error.exitCode })
      }
    }
  })
  say(
    terminal,
    flags,
    { imported, refused },
    () => `${imported.length} of ${sessions.length} sessions are accounts now.`,
  )
  if (refused.length > 0) throw someRefused(refused)
}

interface Line {
  readonly line: number
  readonly text: string
}

async function sessionsIn({ terminal }: FeatureContext, { session, file }: ImportFlags): Promise<Line[]> {
  if (session !== undefined) return [{ line: 1, text: session === '-' ? await terminal.readAll() : session }]
  if (file === undefined) throw new Refusal('give --session STRING or --file PATH')
  const lines = readLines(file).flatMap((text, index) => (text.trim() === '' ? [] : [{ line: index + 1, text }]))
  if (lines.length === 0) throw new Refusal(`${file} holds no session: a string in each line`)
  return lines
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n')
  } catch (error) {
    throw new Refusal(`${file} cannot be read (${whyUnreadable(error)}): check its name and rights`)
  }
}

/** All of them before the first is imported. */
function refuseStrangers(sessions: readonly Line[]): void {
  for (const { line, text } of sessions) {
    const parsed = parseSession(text)
    if (parsed.type === 'session') continue
    const where = sessions.length === 1 ? '' : `line ${line}: `
    throw new Refusal(`${where}this is not a session string: ${parsed.reason}`)
  }
}

function someRefused(
  refused: readonly { readonly line: number; readonly reason: string; readonly exitCode: number }[],
): Refusal {
  const text = refused.map(({ line, reason }) => `line ${line}: ${reason}`).join('\nerror: ')
  const isForLater = refused.every(({ exitCode }) => exitCode === exitCodes.temporary)
  return new Refusal(text, isForLater ? exitCodes.temporary : exitCodes.usage)
}
