import type { Command } from 'commander'
import { printable } from '../../../base/printable.ts'
import { parseId } from '../../../cli/arguments.ts'
import { say, withJson } from '../../../cli/output.ts'
import type { FeatureContext } from '../../feature.ts'
import type { TestSend } from './verbs.ts'

interface Flags {
  readonly account?: number
  readonly json?: true
}

/** Adds `karvon campaigns test`: its message, as groups would see it, where only its owner does. */
export function testSendCommand(context: FeatureContext, campaigns: Command): void {
  withJson(campaigns.command('test'))
    .description('sends its message to Saved Messages of an account, just as groups would get it')
    .argument('<id>', 'the campaign', parseId)
    .option('--account <id>', 'who sends it; otherwise the first that sends for the campaign', parseId)
    .addHelpText('after', examples)
    .action(async (id: number, flags: Flags) => {
      const test = await context.make<TestSend>('campaigns.test', { id, accountId: flags.account ?? null })
      say(context.terminal, flags, { test }, () => {
        const name = printable(test.accountName)
        return test.accountKind === 'bot'
          ? `Sent: ${name} wrote it into the chat of its owner, because bots have no Saved Messages.`
          : `Sent: look into Saved Messages of ${name}.`
      })
    })
}

const examples = `
It goes at the pace of the account, in front of what waits, and counts in no round. A text of a group's own is not tested.

Exit codes: 0 sent, 2 refused and nothing was sent, 75 it waits or may have arrived, 78 something must be mended first.

Examples:
  $ karvon campaigns test 12
  $ karvon campaigns test 12 --account 7 --json
`
