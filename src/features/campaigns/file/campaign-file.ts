import type { Database } from '../../../base/sqlite.ts'
import type { Content } from '../../../delivery/message.ts'
import type { KeepLatest } from '../../../store/store.ts'
import type { CampaignLimits } from '../campaign.ts'
import { problemInWords } from '../refusals.ts'
import { openCaptions } from '../rights/captions.ts'
import type { NewTarget } from '../verbs.ts'
import { zoneOf } from '../when/commands.ts'
import type { When } from '../when/verbs.ts'
import { campaignFields, nearestName, readTable } from './fields.ts'
import type { Written } from './fields.ts'
import type { DiskFile } from './disk-file.ts'
import { resolveContent } from './media-field.ts'
import { FileNode } from './node.ts'
import type { Mistake, Placed } from './node.ts'
import { resolveAccounts, resolveTargets, sayRepeated } from './resolve.ts'
import { resolveWhen } from './when-fields.ts'

/** What a file describes, with the accounts and groups that it means. */
export interface FileCampaign {
  readonly ownerId: number
  /** In the order in which they stand there. */
  readonly accountIds: readonly number[]
  /** Null: made from the text. */
  readonly name: string | null
  /** Its media are places in `files`. */
  readonly content: Content
  readonly files: readonly DiskFile[]
  /** Undefined: it does not say. */
  readonly keepLatest?: KeepLatest
  readonly when: When
  readonly targets: readonly NewTarget[]
}

export interface FileCircumstances {
  readonly limits: CampaignLimits
  readonly nowMs: number
  /** Of the command line. */
  readonly ownerId?: number
  readonly keepLatest?: KeepLatest
  /** What its paths are relative to. */
  readonly folder: string
}

/**
 * Reads a campaign as somebody wrote it down. Everything is looked at, whatever else is wrong, so that one reading names every wrong
 * line. Changes nothing.
 */
export function readCampaignFile(
  source: string,
  db: Database,
  given: FileCircumstances,
): { readonly campaign: FileCampaign } | { readonly mistakes: readonly Mistake[] } {
  const mistakes: Mistake[] = []
  const file = FileNode.open(source, mistakes)
  if (file === undefined) return { mistakes }
  if (file.isEmpty) return { mistakes: [{ line: 1, text: 'the file is empty: see docs/campaign.example.yaml' }] }
  const written = readTable(file, campaignFields, 'a campaign')
  const campaign = campaignOf(file, written, db, given)
  return campaign === undefined || mistakes.length > 0 ? { mistakes: inOrder(mistakes) } : { campaign }
}

function campaignOf(
  file: FileNode,
  written: Written<typeof campaignFields>,
  db: Database,
  { limits, nowMs, ownerId: told, keepLatest: toldLatest, folder }: FileCircumstances,
): FileCampaign | undefined {
  sayMissing(file)
  const wrong = (text: string, line: number): undefined => file.wrong(text, line)
  const { name, text, media, account, groups, owner, 'keep-latest': keepLatest, ...whenWritten } = written
  sayTwice('the owner', owner, told, wrong)
  sayTwice('keep-latest', keepLatest, toldLatest, wrong)

  const said = resolveContent({ text, media }, folder, wrong)
  const accounts = resolveAccounts(db, { written: account, owner, told, wrong })
  const zone = zoneOf(db, accounts?.ownerId ?? owner?.value ?? told ?? 0)
  const standing = new Map(file.entries()?.map(({ name: key, line }) => [key, line]))
  const when = resolveWhen(whenWritten, { limits, zone, nowMs, standing }, wrong)
  const places = { written: groups, content: said?.content ?? null, nowMs, wrong }
  const targets = accounts === undefined ? sayRepeated(places) : resolveTargets(db, { ...accounts, ...places })
  if (accounts === undefined || targets === undefined || said === undefined) return undefined
  // Before its files are put into the library.
  const senders = targets.filter(({ content }) => content == null).map(({ accountId }) => accountId)
  const long = openCaptions(db).longFor(said.content, new Set(senders))
  if (long !== undefined) wrong(problemInWords({ type: 'caption', ...long }), text?.line ?? 1)
  if (when === undefined) return undefined
  return {
    ownerId: accounts.ownerId,
    accountIds: accounts.accounts.map(({ id }) => id),
    name: name?.value ?? null,
    ...said,
    ...(keepLatest === undefined ? {} : { keepLatest: keepLatest.value }),
    when,
    targets,
  }
}

function sayMissing(file: FileNode): void {
  // A name that was mistyped is named already.
  const names = new Set(file.entries()?.map(({ name }) => nearestName(name, Object.keys(campaignFields)) ?? name))
  for (const [name, fix] of Object.entries(required)) {
    const isSaid = names.has(name) || alternatives[name]?.some((other) => names.has(other)) === true
    if (!isSaid) file.wrong(`there is no ${name}: ${fix}`)
  }
}

/** What stands in the file and beside it, and is not the same. */
function sayTwice<Value extends string | number>(
  what: string,
  written: Placed<Value> | undefined,
  told: Value | undefined,
  wrong: (text: string, line: number) => undefined,
): void {
  if (told === undefined || written === undefined || written.value === told) return
  wrong(`${what} is ${written.value} here and ${told} on the command line: leave one of them out`, written.line)
}

const required: Readonly<Record<string, string>> = {
  account: 'who sends it, as account: 7',
  text: 'what it says, as text: Salom',
  every: 'how often, as every: 30m or every: once, or at which times, as at: 9:00, 18:00',
  groups: 'where it goes, as groups: all',
}

/** What may stand there instead. */
const alternatives: Readonly<Record<string, readonly string[]>> = { every: ['at'], text: ['media'] }

function inOrder(mistakes: readonly Mistake[]): Mistake[] {
  return [...mistakes].sort((a, b) => a.line - b.line)
}
