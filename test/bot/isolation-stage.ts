import { onTestFinished } from 'vitest'
import { openDatabase } from '../../src/base/sqlite.ts'
import { installationId } from '../../src/access/installation.ts'
import { callbackData } from '../../src/bot/callback-data.ts'
import type { Pressed } from '../../src/bot/callback-data.ts'
import { pressed, startBotHere, written } from '../support/bot-in-process.ts'
import { openFront } from './isolation-front.ts'
import { idsOfOne, portOf } from './isolation-things.ts'

/** What came of something that somebody did. */
export interface Seen {
  /** What the bot asked Telegram for, without what is new each time, and with every id that was given called ID. */
  readonly answer: string
  /** On which screen they stand now. */
  readonly screen: string
  /** To whom the bot wrote. */
  readonly told: readonly unknown[]
  /** Rows that are not theirs and have changed: `accounts {…}`. */
  readonly othersRows: readonly string[]
  /** Tables with rows of theirs that have changed. */
  readonly ownTables: readonly string[]
}

export interface Place {
  readonly screen: string
  readonly draft: unknown
}

type Row = Readonly<Record<string, unknown>>
/** Tables, each with its rows as JSON. */
type Dump = readonly { readonly name: string; readonly text: string }[]

interface Changed {
  readonly name: string
  readonly before: readonly Row[]
  readonly after: readonly Row[]
  readonly rows: readonly Row[]
}

export type Stage = Awaited<ReturnType<typeof openStage>>

/** What every update changes. */
const passing = new Set(['inbox', 'migrations'])

/**
 * The bot in this process with what people have in its store. Whatever somebody does, the store is afterwards as it was before, so that two
 * deeds can be compared.
 */
export async function openStage() {
  const bot = await startBotHere()
  // Nobody pulls the plug here, and there are thousands of deeds.
  bot.db.pragma('synchronous = off')
  // A connection of its own: nothing of what is put back is to take anything along, and nothing prepared is to be prepared again.
  const db = openDatabase(bot.db.name)
  onTestFinished(() => void db.close())
  db.pragma('foreign_keys = off')
  db.pragma('synchronous = off')
  const front = openFront(bot)
  const tables = db
    .prepare<[], { name: string }>(`select name from sqlite_master where type = 'table'`)
    .all()
    .flatMap(({ name }) => (passing.has(name) ? [] : [name]))
  const columnsOf = (table: string) =>
    db
      .prepare<[], { name: string }>(`select name from pragma_table_info('${table}')`)
      .all()
      .map(({ name }) => name)
  // All in one statement, and as text: most of it is as it was, and need not be looked at.
  const read = db.prepare<[], { name: string; text: string }>(
    tables
      .map((table) => {
        const parts = columnsOf(table).map((column) => `'${column}', ${column}`)
        return `select '${table}' as name, json_group_array(json_object(${parts.join(', ')})) as text from ${table}`
      })
      .join(' union all '),
  )
  const dump = (): Dump => read.all()
  let kept = dump()
  let version = 1000

  const restore = db.transaction((changed: readonly Changed[]) => {
    for (const { name, before } of changed) {
      db.exec(`delete from ${name}`)
      for (const row of before) {
        const columns = Object.keys(row).map((column) => `@${column}`)
        db.prepare(`insert into ${name} values (${columns.join(', ')})`).run(row)
      }
    }
  })

  const stand = (personId: number, { screen, draft }: Place) => {
    // Far above all before: nothing that goes on for an earlier screen is shown over this one.
    version += 1000
    db.prepare(
      `insert or replace into conversations (user_id, screen, draft, version, message_id, has_keyboard, updated_at_ms)
      values (?, ?, ?, ?, 4000, 0, 1)`,
    ).run(personId, screen, JSON.stringify(draft), version)
  }

  /** @param given ids that stand in it */
  const seen = async (
    personId: number,
    place: Place | undefined,
    updates: () => readonly Row[],
    given: readonly number[],
  ): Promise<Seen> => {
    if (place !== undefined) stand(personId, place)
    const asked = await front.take(updates())
    const tables = changesBetween(kept, dump())
    const conversations = tables.find(({ name }) => name === 'conversations')
    const conversation = conversations?.after.find((row) => row['user_id'] === personId)
    restore(tables)
    const changed = tables.flatMap(({ name, rows }) => (name === 'ids' ? [] : rows.map((row) => ({ name, row }))))
    return {
      answer: asked.map((call) => plain(JSON.stringify(call), version, given)).join('\n'),
      screen: String(conversation?.['screen']),
      told: [...new Set(asked.flatMap(({ payload }) => ('chat_id' in payload ? [payload['chat_id']] : [])))],
      othersRows: changed.flatMap(({ name, row }) =>
        isOf(personId, name, row) ? [] : [`${name} ${JSON.stringify(row)}`],
      ),
      ownTables: [...new Set(changed.flatMap(({ name, row }) => (isOf(personId, name, row) ? [name] : [])))],
    }
  }

  return {
    bot,
    screens: bot.plugs.flatMap(({ screens = [] }) => screens),
    /** What the bot failed over. */
    failures: front.failures,
    /** What is there now is what there is before every deed. */
    keep() {
      kept = dump()
    },
    presses: (id: number, place: Place, action: string, args: readonly (number | string)[], given: readonly number[]) =>
      seen(id, place, () => [press(id, { type: 'screen', version, action, args: args.map(String) })], given),
    pressesNotice: (
      id: number,
      notice: number,
      action: string,
      args: readonly (number | string)[],
      given: readonly number[],
    ) => seen(id, undefined, () => [press(id, { type: 'notice', id: notice, action, args: args.map(String) })], given),
    writes: (id: number, place: Place | undefined, text: string, given: readonly number[]) =>
      seen(id, place, () => [written({ id }, text, { message_id: 1 })], given),
    /** Updates of any kind, with the data of the buttons that stand there. */
    takes: (id: number, place: Place, updates: (dataOf: (action: string) => string) => readonly Row[]) =>
      seen(id, place, () => updates((action) => callbackData({ type: 'screen', version, action, args: [] })), []),
  }
}

const press = (id: number, data: Pressed) => pressed({ id }, callbackData(data))

/** The tables that are not as they were, with the rows that have gone and come. */
function changesBetween(then: Dump, since: Dump): Changed[] {
  return since.flatMap((now, index) => {
    const was = then[index]
    if (was === undefined || was.text === now.text) return []
    const [before, after] = [JSON.parse(was.text) as Row[], JSON.parse(now.text) as Row[]]
    return [{ name: now.name, before, after, rows: [...missingIn(after, before), ...missingIn(before, after)] }]
  })
}

function missingIn(these: readonly Row[], those: readonly Row[]): Row[] {
  const known = new Set(these.map((row) => JSON.stringify(row)))
  return those.filter((row) => !known.has(JSON.stringify(row)))
}

/** Whether a row is this person's: their things have their number, or one of the next. */
function isOf(personId: number, table: string, row: Row): boolean {
  const isTheirs = (number: unknown) => Number(number) >= personId && Number(number) < personId + idsOfOne
  // What is announced is sent as the installation; the announcement itself is somebody's.
  if (row['owner_id'] === installationId) return true
  if (table === 'users') return isTheirs(row['id'])
  if (table === 'audit') return row['actor'] === `user ${personId}` && isTheirs(String(row['subject']).split(' ')[1])
  return isTheirs(row['user_id'] ?? row['owner_id'] ?? row['created_by'] ?? row['account_id'] ?? row['campaign_id'])
}

/** Without what is new each time. */
function plain(call: string, version: number, given: readonly number[]): string {
  const text = call
    .replaceAll(/"callback_query_id":"\w+"/g, '')
    .replaceAll(
      /"callback_data":"s([0-9a-z]+)\./g,
      (_, at: string) => `"callback_data":"s+${Number.parseInt(at, 36) - version}.`,
    )
    .replaceAll(/"message_id":(?:[5-9]\d{3}|\d{5,})/g, '"message_id":new')
  // An id may be taken for something else, and be shown as that.
  const shapesOf = (id: number) => [String(id), id.toLocaleString('en'), `:${portOf(id)}`]
  return given.flatMap(shapesOf).reduce((all, shape) => all.replaceAll(shape, 'ID'), text)
}
