import { editDistance } from '../../../base/edit-distance.ts'
import type { Content } from '../../../delivery/message.ts'
import { parsePeer } from '../../../delivery/peer.ts'
import type { KeepLatest } from '../../../store/store.ts'
import { longNameMax, nameProblem, textProblem } from '../campaign.ts'
import { problemInWords } from '../refusals.ts'
import { keepLatestShape } from '../latest-shape.ts'
import { parseHtml } from './html.ts'
import { readMedia } from './media-field.ts'
import type { FileNode, Placed } from './node.ts'
import { whenFields } from './when-fields.ts'

/** What may stand under one name in a file. */
export interface Field<Value> {
  /** For whoever wrote a name that there is not. */
  readonly about: string
  /** @returns undefined for what is wrong there; it is noted */
  read(node: FileNode): Value | undefined
}

type Table = Readonly<Record<string, Field<unknown>>>

/** What was written under the names of a table, with its lines. What was wrong, or is not there, is left out. */
export type Written<Fields extends Table> = {
  readonly [Name in keyof Fields]?: Fields[Name] extends Field<infer Value> ? Placed<Value> : never
}

/** What a campaign may have in a file: a new thing is an entry here, and a line in `campaignOf` (campaign-file.ts) that takes it. */
export const campaignFields = {
  name: { about: 'how to call it', read: readName },
  owner: { about: 'whose it is', read: readId },
  account: { about: 'who sends it: an id or "@name", or several', read: readAccounts },
  text: { about: 'what it says, as HTML', read: readText },
  media: { about: 'a file below which the text stands, or several', read: readMedia },
  'keep-latest': { about: 'what becomes of the older message in a group: off, delete or edit', read: readKeepLatest },
  ...whenFields,
  groups: { about: 'all, or a list', read: readGroups },
} satisfies Table

/** What one group of the list may have, instead of standing there alone. */
const groupFields = {
  group: { about: 'an id, "@name" or title', read: readGroupName },
  topic: { about: 'the id of a forum’s topic', read: readId },
  account: { about: 'who writes there', read: readAccount },
  text: { about: 'said there instead of the campaign’s, as HTML', read: readText },
} satisfies Table

export type AccountName = { readonly id: number } | { readonly username: string }
export type GroupName = { readonly peer: number } | { readonly username: string } | { readonly title: string }

export interface WrittenGroup {
  readonly line: number
  /** All that stands there could be read. */
  readonly isWhole: boolean
  readonly group: GroupName
  readonly topic?: Placed<number>
  readonly account?: Placed<AccountName>
  readonly text?: Placed<Content>
}

/** What stands under the names of the table. @param what `a campaign`, for the list of its names */
export function readTable<const Fields extends Table>(node: FileNode, fields: Fields, what: string): Written<Fields> {
  const entries = node.entries()
  const names = Object.keys(fields)
  if (entries === undefined) {
    node.wrong(`${what} is a table of names and values: ${names.join(', ')}`)
    return {}
  }
  const found = entries.flatMap(({ name, line, value }) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (field === undefined) {
      const meant = nearestName(name, names)
      const help = meant === undefined ? `it has ${names.join(', ')}` : `did you mean ${meant}?`
      value.wrong(`${what} has no '${name.slice(0, 40)}': ${help}`, line)
      return []
    }
    if (value.isEmpty) {
      value.wrong(`'${name}' is empty: give ${field.about}, or leave it out`, line)
      return []
    }
    const read = field.read(value)
    return read === undefined ? [] : [[name, { value: read, line: value.line }] as const]
  })
  // Each value comes from the field of its name.
  return Object.fromEntries(found) as Written<Fields>
}

/** The name that was meant by one that is written a little otherwise, or in capitals. @returns itself where it is one of them */
export function nearestName(written: string, names: readonly string[]): string | undefined {
  const word = written.slice(0, 40).trim().toLowerCase()
  const [best] = names
    .map((name) => ({ name, slips: editDistance(word, name) }))
    .toSorted((one, other) => one.slips - other.slips)
  // Of two letters one in place is half of the word.
  return best !== undefined && best.slips <= Math.min(2, best.name.length / 2) ? best.name : undefined
}

function readName(node: FileNode): string | undefined {
  const name = node.text()?.trim()
  if (name === undefined || nameProblem(name) !== undefined)
    return node.wrong(`a name has 1 to ${longNameMax} characters, in one line`)
  return name
}

function readKeepLatest(node: FileNode): KeepLatest | undefined {
  const how = node.text()?.trim() ?? ''
  const known = keepLatestShape.options.find((one) => one === how)
  return known ?? node.wrong(`${shown(how)} is no such choice: give off, delete or edit`)
}

function readId(node: FileNode): number | undefined {
  const text = node.text() ?? ''
  if (!/^\d{1,15}$/.test(text) || Number(text) < 1) return node.wrong(`${shown(text)} is no id: give a number from 1`)
  return Number(text)
}

/** A text that Telegram would refuse is wrong in its first line. */
function readText(node: FileNode): Content | undefined {
  const source = node.text()
  if (source === undefined)
    return node.wrong(`a text is words: write them behind the name, or in lines of their own after '|'`)
  const { content, mistakes } = parseHtml(source)
  for (const { at, text } of mistakes) node.wrong(text, node.lineAt(at))
  if (mistakes.length > 0) return undefined
  const problem = textProblem(content)
  return problem === undefined ? content : node.wrong(problemInWords(problem))
}

/** One that cannot be read stands there as undefined: the others are looked at nevertheless. */
function readAccounts(node: FileNode): readonly Placed<AccountName | undefined>[] | undefined {
  const items = node.list() ?? [node]
  if (items.length === 0) return node.wrong('the list is empty: give an id or "@name"')
  return items.map((item) => item.placed(readAccount(item)))
}

function readAccount(node: FileNode): AccountName | undefined {
  const text = node.text()?.trim() ?? ''
  const username = usernameIn(text)
  if (username !== undefined) return { username }
  if (!/^\d{1,15}$/.test(text) || Number(text) < 1)
    return node.wrong(`${shown(text)} is no account: give its id or "@name"`)
  return { id: Number(text) }
}

/** Those that can be read: of the others it is noted that they cannot. */
function readGroups(node: FileNode): 'all' | readonly WrittenGroup[] | undefined {
  if (node.text()?.trim() === 'all') return 'all'
  const items = node.list()
  if (items === undefined) return node.wrong('groups are all, or a list: one in each line, with - in front')
  if (items.length === 0) return node.wrong('the list is empty: give a group, or all')
  return items.flatMap((item) => readGroup(item) ?? [])
}

function readGroup(node: FileNode): WrittenGroup | undefined {
  if (node.entries() === undefined) {
    const group = readGroupName(node)
    return group === undefined ? undefined : { line: node.line, isWhole: true, group }
  }
  const { group, ...rest } = readTable(node, groupFields, 'a group')
  const isWhole = node.entries()?.length === Object.keys(rest).length + 1
  if (group !== undefined) return { line: group.line, isWhole, group: group.value, ...rest }
  const isNamed = node.entries()?.some(({ name }) => name === 'group') === true
  return isNamed ? undefined : node.wrong('which group? Give its id, "@name" or title under group')
}

function readGroupName(node: FileNode): GroupName | undefined {
  const text = node.text()?.trim() ?? ''
  if (text === '') return node.wrong('a group is an id, "@name" or title')
  const username = usernameIn(text)
  if (username !== undefined) return { username }
  if (!/^-?\d+$/.test(text)) return { title: text }
  const peer = parsePeer(text)
  return peer === undefined || peer > 0
    ? node.wrong(`${text} is no id of a group: they are as -1001234567890`)
    : { peer }
}

/** `@name`, or as a link: `t.me/name`. In small letters, because Telegram makes no difference. */
function usernameIn(text: string): string | undefined {
  return /^(?:@|(?:https?:\/\/)?t\.me\/)([a-z]\w{2,31})$/i.exec(text)?.[1]?.toLowerCase()
}

function shown(text: string): string {
  return text === '' ? 'this' : `'${text.slice(0, 40)}'`
}
