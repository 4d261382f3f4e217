import type { CliCommand } from '../cli/command.ts'
import { proxiesCommand } from './accounts/proxies/commands.ts'
import { accountsCommand } from './accounts/commands.ts'
import { auditCommand } from './admin/audit-command.ts'
import { usersCommand } from './admin/commands.ts'
import { campaignsCommand } from './campaigns/commands.ts'
import { capacityCommand } from './campaigns/fit/command.ts'
import { replayCommand } from './campaigns/replay-command.ts'
import type { FeatureContext } from './feature.ts'
import { groupsCommand } from './groups/groups-command.ts'

/** The commands of what features own. */
export function featureCommands(context: FeatureContext): readonly CliCommand[] {
  return [
    accountsCommand(context, [groupsCommand(context)]),
    proxiesCommand(context),
    campaignsCommand(context),
    capacityCommand(context),
    usersCommand(context),
    auditCommand(context),
    replayCommand(context),
  ]
}
