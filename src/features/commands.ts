import type { CliCommand } from '../cli/command.ts'
import type { FeatureContext } from './feature.ts'

/** Loads the code of one command. */
export type LoadCommand = () => Promise<CliCommand>

/** The commands of what features own, by their names, in the order of the help. */
export function featureCommands(context: () => Promise<FeatureContext>): Readonly<Record<string, LoadCommand>> {
  return {
    async accounts() {
      const { groupsCommand } = await import('./groups/groups-command.ts')
      const { accountsCommand } = await import('./accounts/commands.ts')
      return accountsCommand(await context(), [groupsCommand(await context())])
    },
    proxies: async () => (await import('./accounts/proxies/commands.ts')).proxiesCommand(await context()),
    campaigns: async () => (await import('./campaigns/commands.ts')).campaignsCommand(await context()),
    capacity: async () => (await import('./campaigns/fit/command.ts')).capacityCommand(await context()),
    users: async () => (await import('./admin/commands.ts')).usersCommand(await context()),
    audit: async () => (await import('./admin/audit-command.ts')).auditCommand(await context()),
    replay: async () => (await import('./campaigns/replay-command.ts')).replayCommand(await context()),
  }
}
