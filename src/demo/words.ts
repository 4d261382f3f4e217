import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { paint, table } from '../cli/output.ts'
import type { Terminal } from '../cli/terminal.ts'
import { demoSize } from '../simulator/worlds/demo.ts'
import type { DeliverOptions } from './deliver.ts'
import { ownerId } from './senders.ts'
import { isWell } from './verdict.ts'
import type { Verdict } from './verdict.ts'

export function welcome({ accounts, groups, kills, isForgetful }: DeliverOptions, data: string): string {
  const forgetful = isForgetful
    ? '\nThis Telegram forgets what it was sent: repeats become second messages, and the verdict has to say so.'
    : ''
  return `
Karvon on a simulated Telegram: ${accounts} accounts write to ${groups} of its ${demoSize.groups} groups, at 60 messages a minute
each, through flood waits, slow modes and bans, and the engine is killed ${kills} times. Nothing here reaches the real Telegram.${forgetful}
Everything is kept in ${data}; delete that folder to begin anew.

`
}

export function verdictInWords(terminal: Terminal, verdict: Verdict, tookMs: number): string {
  const { planned, once, twice, refused, banned, lost } = verdict
  const words = Object.entries(refused).map(([error, count]) => `${count} ${error}`)
  const refusals = Object.values(refused).reduce((sum, count) => sum + count, 0)
  const rows: (readonly [string, number, string])[] = [
    ['planned', planned, ''],
    ['delivered once', once, ''],
    ['refused', refusals, words.length === 0 ? '' : `Telegram said no for good: ${words.join(', ')}`],
    ['account banned', banned, banned === 0 ? '' : 'they wait until somebody signs in again'],
    ['lost', lost, ''],
    ['twice', twice, ''],
  ]
  const end = isWell(verdict)
    ? paint(terminal, 'green', 'Nothing was lost, and nothing was sent twice.')
    : paint(terminal, 'red', once === 0 ? 'Nothing arrived at all.' : 'This must not happen.')
  const seconds = (tookMs / 1_000).toFixed(1)
  return `\nThe verdict of the simulated Telegram's own books, after ${seconds} s\n\n${table(terminal, ['', 'messages', ''], rows)}\n\n${end}\n`
}

export function whatToTry(folder: string, page: string): string {
  const karvon = folder.startsWith(root) ? 'npx karvon' : join(root, 'bin/karvon.js')
  return `
It stays up for you to look around; Ctrl-C ends everything.

  The chats, as a phone shows them: ${page}
  The command line:

    cd ${relative(process.cwd(), folder)}
    ${karvon} status
    ${karvon} accounts list
    ${karvon} campaigns list
    ${karvon} campaigns create --owner ${ownerId} --account ID --groups all --text "Salom" --every 1m --start
    ${karvon} accounts login --owner ${ownerId}          any phone 99966XYYYY; its code is XXXXX
`
}

// The same path from src and from dist.
const root = fileURLToPath(new URL('../..', import.meta.url))
