import type { PeopleVerbs } from '../../../../access/verbs.ts'
import type { BotVerbs } from '../../../../bot/verbs.ts'
import type { Verbs } from '../../../../store/store.ts'
import type { BotDeps } from '../../../feature.ts'
import type { CareVerbs } from '../../care-verbs.ts'
import type { ProxyVerbs } from '../../proxies/verbs.ts'
import type { AccountVerbs } from '../../verbs.ts'

/** What the screens of accounts are built from. */
export type ListDeps = BotDeps<Verbs & PeopleVerbs & BotVerbs & AccountVerbs & CareVerbs & ProxyVerbs>
