import { figure } from '../../../bot/figures.ts'
import { bold, lines } from '../../../bot/rich-text.ts'
import type { Rich } from '../../../bot/rich-text.ts'
import { button } from '../../../bot/screen.ts'
import type { Button, View, Visit } from '../../../bot/screen.ts'
import { shownName } from '../../../bot/shown-name.ts'
import { texts as common } from '../../../bot/texts.ts'
import type { FoundFolder } from '../found.ts'
import { pageOf, unfit } from '../list.ts'
import type { ListedGroup, Page } from '../list.ts'
import type { AccountView, KnownGroups } from '../verbs.ts'
import { pageSize } from './place.ts'
import type { ListPlace } from './place.ts'
import { choiceIn, texts } from './texts.ts'
import { reasonIn } from './trouble-texts.ts'
import { troubleIn } from './trouble.ts'
import type { Trouble } from './trouble.ts'

export interface ShownList {
  readonly account: AccountView
  readonly known: KnownGroups
  readonly all: readonly ListedGroup[]
  /** Those that search and folder leave. */
  readonly shown: readonly ListedGroup[]
  readonly folder: FoundFolder | undefined
  readonly place: ListPlace
}

/** Of a title on a button, beside a reason or not. */
const [titleMax, titleMaxWithReason] = [36, 22]

export function wordView({ language }: Visit, text: Rich): View {
  return { text, rows: [[button(common.home[language], 'home')]] }
}

/** The same for an account of somebody else's and for one that never was. */
export function goneView(visit: Visit): View {
  return wordView(visit, texts.gone[visit.language])
}

export function noAccountsView(visit: Visit): View {
  return wordView(visit, texts.noAccounts[visit.language])
}

export function accountsView({ language }: Visit, accounts: readonly AccountView[], wanted: number): View {
  const page = pageOf(accounts, wanted, pageSize)
  const turns = page.count === 1 ? [] : pagerRow(page, (number) => ['accountsPage', number])
  return {
    text: texts.chooseAccount[language],
    rows: [
      ...page.items.map(({ id, name }) => [button(shownName(name), 'account', id)]),
      turns,
      [button(common.home[language], 'home')],
    ],
  }
}

export function progressView(
  { language }: Visit,
  { name }: AccountView,
  { readAtMs }: KnownGroups,
  progress: { readonly done: number; readonly total: number } | undefined,
): View {
  const isCounted = progress !== undefined && progress.total > 0
  return {
    text: lines(
      texts.reading[language](shownName(name)),
      isCounted && bold(texts.progress[language](progress.done, progress.total)),
      '',
      texts.takesLong[language],
    ),
    rows: [
      readAtMs === null ? [] : [button(texts.showKnown[language], 'known')],
      [button(texts.refresh[language], 'refresh'), button(common.home[language], 'home')],
    ],
  }
}

export function listView(visit: Visit, list: ShownList, trouble: Trouble | undefined): View {
  const { language } = visit
  const page = pageOf(list.shown, list.place.page, pageSize)
  const unfitCount = unfit(list.all).length
  const isFiltered = list.place.query !== '' || list.place.folder !== null || list.place.isChosenOnly
  return {
    text: textOf(visit, list, page, unfitCount, trouble),
    rows: [
      ...page.items.map((group) => [
        button(labelOf(visit, group), 'pick', group.peer, group.chosen.length > 0 ? 'no' : 'yes'),
      ]),
      page.count === 1
        ? []
        : [
            button('◀️', 'before'),
            button(`${figure(language, page.number + 1)} / ${figure(language, page.count)}`, 'where'),
            button('▶️', 'after'),
          ],
      list.shown.length === 0 ? [] : [button(texts.all[language], 'all'), button(texts.none[language], 'none')],
      [isFiltered ? button(texts.clear[language], 'clear') : button(texts.onlyChosen[language], 'onlyChosen')],
      [button(texts.folders[language], 'folders'), button(texts.byLink[language], 'link')],
      unfitCount === 0 ? [] : [button(texts.tidy[language](unfitCount), 'tidy')],
      [button(texts.refresh[language], 'refresh'), button(texts.done[language], 'done')],
      [button(common.back[language], 'accounts'), button(common.home[language], 'home')],
    ],
  }
}

function textOf(
  visit: Visit,
  { account, known, all, shown, folder, place }: ShownList,
  page: Page<ListedGroup>,
  unfitCount: number,
  trouble: Trouble | undefined,
): Rich {
  const { language, nowMs } = visit
  const { readAtMs, figures } = known
  const open = all.filter(({ mayPost }) => mayPost).length
  return lines(
    bold(`👥 ${shownName(account.name)}`),
    texts.chosen[language](choiceIn(language, figures)),
    texts.inAll[language](all.length, open),
    readAtMs === null ? texts.neverRead[language] : texts.readAgo[language](nowMs - readAtMs),
    troubleIn(visit, trouble),
    unfitCount > 0 && texts.unfit[language](unfitCount),
    folder !== undefined && texts.inFolder[language](shownName(folder.title), shown.length),
    place.query !== '' && texts.found[language](shownName(place.query), shown.length),
    '',
    all.length === 0 && texts.noGroups[language],
    all.length > 0 && shown.length === 0 && texts.nothingFound[language],
    page.items.some(({ hasTwin }) => hasTwin) && texts.twins[language],
    page.items.some(({ isElsewhere }) => isElsewhere) && texts.elsewhere[language],
    all.length > 0 && texts.writeToSearch[language],
  )
}

/** `✅ Title`, `▫️ ≈ Title`, `🚫 Title · only admins write`, `💬 Title (2)`. */
function labelOf({ language }: Visit, group: ListedGroup): string {
  const { title, chosen, mayPost, whyNot, isForum, hasTwin, isElsewhere, refusedWith } = group
  const marks = `${hasTwin ? '≈ ' : ''}${isElsewhere ? '👤 ' : ''}`
  const reason = mayPost ? refusedWith : (whyNot ?? '')
  if (reason !== null) {
    const sign = chosen.length > 0 ? '⚠️' : '🚫'
    return `${sign} ${marks}${shownName(title, titleMaxWithReason)} · ${reasonIn(language, reason)}`
  }
  const sign = chosen.length > 0 ? '✅' : '▫️'
  const count = chosen.length > 0 ? ` (${chosen.length})` : ''
  return `${sign} ${marks}${isForum ? '💬 ' : ''}${shownName(title, titleMax)}${isForum ? count : ''}`
}

/** Before, where one is, and after, for a list whose page stands in the button. */
export function pagerRow<Item>(
  { number, count }: Page<Item>,
  action: (page: number) => readonly [name: string, page: number],
): Button[] {
  const to = (label: string, page: number) => button(label, ...action(Math.min(Math.max(0, page), count - 1)))
  return [to('◀️', number - 1), to(`${number + 1} / ${count}`, number), to('▶️', number + 1)]
}
