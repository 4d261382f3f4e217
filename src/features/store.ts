import { people as peopleTables } from '../access/migrations/0004-people.ts'
import { access as accessTables } from '../access/migrations/0007-access.ts'
import { deeds } from '../access/migrations/0014-deeds.ts'
import { openPeople } from '../access/store.ts'
import type { AccessVerbs, PeopleVerbs } from '../access/verbs.ts'
import type { Database } from '../base/sqlite.ts'
import { bot as botTables } from '../bot/migrations/0005-bot.ts'
import { openBotTables } from '../bot/store.ts'
import type { BotVerbs } from '../bot/verbs.ts'
import type { Migration } from '../store/migrate.ts'
import { spine as spineTables } from '../store/migrations/0001-spine.ts'
import { limitsInRow } from '../store/migrations/0003-limits-in-row.ts'
import { sentByQuarter } from '../store/migrations/0012-sent-by-quarter.ts'
import { otherWork } from '../store/migrations/0013-other-work.ts'
import { changes as standingTables } from '../store/migrations/0016-changes.ts'
import { rights } from '../store/migrations/0019-rights.ts'
import { takenAway } from '../store/migrations/0021-taken-away.ts'
import { openSpine, openVerbs } from '../store/store.ts'
import type { Verbs } from '../store/store.ts'
import { openOwnBot } from './accounts/own-bot-store.ts'
import type { OwnBotVerbs } from './accounts/own-bot-store.ts'
import { openCare } from './accounts/care-store.ts'
import type { CareVerbs } from './accounts/care-verbs.ts'
import { openLogins } from './accounts/logins-store.ts'
import type { LoginVerbs } from './accounts/logins-verbs.ts'
import { logins as loginTables } from './accounts/migrations/0006-logins.ts'
import { accountCare } from './accounts/migrations/0011-accounts.ts'
import { openProxies } from './accounts/proxies/store.ts'
import type { ProxyVerbs } from './accounts/proxies/verbs.ts'
import { openAccountBook } from './accounts/store.ts'
import type { AccountVerbs } from './accounts/verbs.ts'
import { openAnnouncements } from './admin/announce/store.ts'
import type { AnnouncementVerbs } from './admin/announce/verbs.ts'
import { announcements as announcementTables } from './admin/migrations/0010-announcements.ts'
import { openUsers } from './admin/store.ts'
import type { StatisticsVerbs, UserVerbs } from './admin/verbs.ts'
import { openChanges } from './campaigns/changes/store.ts'
import type { ChangeVerbs } from './campaigns/changes/verbs.ts'
import { openDryRun } from './campaigns/dry-run/store.ts'
import type { DryRunVerbs } from './campaigns/dry-run/verbs.ts'
import { openFailing } from './campaigns/failing/store.ts'
import type { FailingVerbs } from './campaigns/failing/verbs.ts'
import { openFit } from './campaigns/fit/store.ts'
import type { FitVerbs } from './campaigns/fit/verbs.ts'
import { campaigns } from './campaigns/migrations/0002-campaigns.ts'
import { when } from './campaigns/migrations/0015-when.ts'
import { undos as undoTables } from './campaigns/migrations/0016-undos.ts'
import { campaignChanges } from './campaigns/migrations/0018-campaign-changes.ts'
import { openOwnerWide } from './campaigns/owner-wide.ts'
import type { OwnerWideVerbs } from './campaigns/owner-wide.ts'
import { openReplays } from './campaigns/replays.ts'
import type { ReplayVerbs } from './campaigns/replays.ts'
import { stopEmptied } from './campaigns/emptied.ts'
import { openCampaigns } from './campaigns/store.ts'
import { openRights } from './campaigns/rights/store.ts'
import type { RightsVerbs } from './campaigns/rights/verbs.ts'
import { openRoundBook } from './campaigns/round/store.ts'
import type { RoundVerbs } from './campaigns/round/verbs.ts'
import { openTestSends } from './campaigns/test-send/store.ts'
import type { TestSendVerbs } from './campaigns/test-send/verbs.ts'
import { openUndos } from './campaigns/undo/store.ts'
import type { UndoVerbs } from './campaigns/undo/verbs.ts'
import type { CampaignVerbs } from './campaigns/verbs.ts'
import { openWhen } from './campaigns/when/store.ts'
import type { WhenVerbs } from './campaigns/when/verbs.ts'
import { groups as groupTables } from './groups/migrations/0008-groups.ts'
import { openGroupBook } from './groups/store.ts'
import type { GroupVerbs } from './groups/verbs.ts'
import { media as mediaTables } from './media/migrations/0017-media.ts'
import { unusedFiles } from './media/migrations/0020-unused-files.ts'
import { openMedia } from './media/store.ts'
import type { MediaVerbs } from './media/verbs.ts'
import { news as newsTables } from './notices/migrations/0009-news.ts'
import { openNews } from './notices/store.ts'
import type { NewsVerbs } from './notices/verbs.ts'

/** The whole schema: the spine's tables, then those of each feature, numbered in one row because one may refer to another. */
export const migrations: readonly Migration[] = [
  spineTables,
  campaigns,
  limitsInRow,
  peopleTables,
  botTables,
  loginTables,
  accessTables,
  groupTables,
  newsTables,
  announcementTables,
  accountCare,
  sentByQuarter,
  otherWork,
  deeds,
  when,
  standingTables,
  undoTables,
  campaignChanges,
  mediaTables,
  rights,
  unusedFiles,
  takenAway,
]

/** Everything that the store's thread can be asked. */
export type AllVerbs = Verbs &
  PeopleVerbs &
  AccessVerbs &
  BotVerbs &
  AccountVerbs &
  LoginVerbs &
  CareVerbs &
  ProxyVerbs &
  UserVerbs &
  StatisticsVerbs &
  CampaignVerbs &
  WhenVerbs &
  FitVerbs &
  OwnerWideVerbs &
  ChangeVerbs &
  DryRunVerbs &
  NewsVerbs &
  ReplayVerbs &
  GroupVerbs &
  OwnBotVerbs &
  AnnouncementVerbs &
  UndoVerbs &
  RoundVerbs &
  RightsVerbs &
  TestSendVerbs &
  MediaVerbs &
  FailingVerbs

/**
 * The spine's verbs with those of every feature, on one connection and in the same transactions.
 * @throws when two of them have one name: the later would silently answer for the earlier
 */
export function openAllVerbs(db: Database): AllVerbs {
  const spine = openSpine(db)
  const ofSpine = openVerbs(db, spine)
  const bot = openBotTables(db, spine.ids)
  const campaigning = openCampaigns(db, spine)
  const people = openPeople(db, spine.ids, bot)
  const failing = openFailing(db)
  const news = openNews(db, bot, failing)
  const onLeft = stopEmptied(campaigning, (stopped, nowMs) => news.addNews([{ kind: 'stopped', ...stopped }], nowMs))
  const ofFeatures = [
    people,
    bot,
    openAccountBook(db, spine),
    openLogins(db, spine.ids),
    openCare(db, spine, onLeft),
    openProxies(db, spine),
    openUsers(db),
    campaigning,
    openOwnerWide(db, campaigning),
    openReplays(db, spine),
    openGroupBook(db, spine),
    news,
    openOwnBot(db),
    openAnnouncements(db, spine, { audit: people.audit, notify: bot.notify }),
    openChanges(db, spine),
    openUndos(db, spine),
    openDryRun(db, spine),
    openRoundBook(db, spine),
    openWhen(db, spine),
    openMedia(db, spine),
    openFit(db),
    openRights(db, spine),
    openTestSends(db, spine),
    failing,
  ] as const
  const [, , accounts, logins, care, proxies, users, , ownerWide, replays, groups, , ownBot, ...more] = ofFeatures
  const [announcements, changes, undos, dryRuns, rounds, whens, media, fits, rightsBook, testSends] = more
  refuseTwins([ofSpine, ...ofFeatures])
  return {
    ...ofSpine,
    ...people,
    ...bot,
    ...accounts,
    ...logins,
    ...care,
    ...proxies,
    ...users,
    ...campaigning,
    ...whens,
    ...fits,
    ...ownerWide,
    ...replays,
    ...groups,
    ...news,
    ...ownBot,
    ...announcements,
    ...changes,
    ...undos,
    ...dryRuns,
    ...rounds,
    ...media,
    ...rightsBook,
    ...testSends,
    ...failing,
  }
}

function refuseTwins(tables: readonly object[]): void {
  const names = tables.flatMap((table) => Object.keys(table))
  const twin = names.find((name, index) => names.indexOf(name) !== index)
  if (twin !== undefined) throw new Error(`two verbs of the store are called ${twin}: rename the feature's`)
}
