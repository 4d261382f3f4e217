import { callbackData } from '../../src/bot/callback-data.ts'
import type { Pressed } from '../../src/bot/callback-data.ts'
import { pressed, startBotHere, written } from '../support/bot-in-process.ts'
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
type Dump = readonly { readonly name: string; readonly rows: readonly Row[]; readonly text: string }[]

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
  let thumbMs = 0
  const bot = await startBotHere({ allowanceClock: { nowMs: () => (thumbMs += 10_000) } })
  const { db, telegram } = bot
  // Nobody pulls the plug here, and there are thousands of deeds.
  db.pragma('synchronous = off')
  const tables = db
    .prepare<[], { name: string }>(`select name from sqlite_master where type = 'table'`)
    .all()
    .flatMap(({ name }) => (passing.has(name) ? [] : [name]))
  const readers = tables.map((name) => ({ name, read: db.prepare<[], Row>(`select * from ${name}`) }))
  const dump = (): Dump =>
    readers.map(({ name, read }) => {
      const rows = read.all()
      return { name, rows, text: JSON.stringify(rows) }
    })
  let kept = dump()
  let version = 1000

  const restore = (changed: readonly Changed[]) => {
    db.pragma('foreign_keys = off')
    for (const { name, before } of changed) {
      db.exec(`delete from ${name}`)
      for (const row of before) {
        db.prepare(
          `insert into ${name} values (${Object.keys(row)
            .map((column) => `@${column}`)
            .join(', ')})`,
        ).run(row)
      }
    }
    db.pragma('foreign_keys = on')
  }

  const stand = (personId: number, { screen, draft }: Place) => {
    // Far above all before: nothing that goes on for an earlier screen is shown over this one.
    version += 1000
    db.prepare(`insert or replace into conversations values (?, ?, ?, ?, 4000, 0, 1)`).run(
      personId,
      screen,
      JSON.stringify(draft),
      version,
    )
  }

  /** @param given ids that stand in it */
  const seen = async (
    personId: number,
    place: Place | undefined,
    updates: () => readonly Row[],
    given: readonly number[],
  ): Promise<Seen> => {
    if (place !== undefined) stand(personId, place)
    const calls = telegram.calls.length
    await bot.take(...updates())
    const tables = changesBetween(kept, dump())
    const conversations = tables.find(({ name }) => name === 'conversations')
    const conversation = conversations?.after.find((row) => row['user_id'] === personId)
    restore(tables)
    const changed = tables.flatMap(({ name, rows }) => (name === 'ids' ? [] : rows.map((row) => ({ name, row }))))
    const asked = telegram.calls.slice(calls)
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
    /** Updates over which the bot failed, in its own words. */
    failures: () =>
      bot
        .logged()
        .split('\n')
        .filter((line) => line.includes('could not be answered')),
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
      seen(id, place, () => [written({ id }, text)], given),
    /** Updates of any kind, with the data of the buttons that stand there. */
    takes: (id: number, place: Place, updates: (dataOf: (action: string) => string) => readonly Row[]) =>
      seen(id, place, () => updates((action) => callbackData({ type: 'screen', version, action, args: [] })), []),
  }
}

const press = (id: number, data: Pressed) => pressed({ id }, callbackData(data))

/** The tables that are not as they were, with the rows that have gone and come. */
function changesBetween(before: Dump, after: Dump): Changed[] {
  return after.flatMap((now, index) => {
    const was = before[index]
    if (was === undefined || was.text === now.text) return []
    const [gone, come] = [missingIn(now.rows, was.rows), missingIn(was.rows, now.rows)]
    return [{ name: now.name, before: was.rows, after: now.rows, rows: [...gone, ...come] }]
  })
}

function missingIn(these: readonly Row[], those: readonly Row[]): Row[] {
  const known = new Set(these.map((row) => JSON.stringify(row)))
  return those.filter((row) => !known.has(JSON.stringify(row)))
}

/** Whether a row is this person's: their things have their number, or one of the next. */
function isOf(personId: number, table: string, row: Row): boolean {
  const isTheirs = (number: unknown) => Number(number) >= personId && Number(number) < personId + idsOfOne
  if (table === 'users') return isTheirs(row['id'])
  if (table === 'audit') return row['actor'] === `user ${personId}` && isTheirs(String(row['subject']).split(' ')[1])
  return isTheirs(row['user_id'] ?? row['owner_id'] ?? row['account_id'] ?? row['created_by'])
}

/** Without what is new each time. */
function plain(call: string, version: number, given: readonly number[]): string {
  const text = call
    .replaceAll(/"callback_query_id":"\w+"/g, '')
    .replaceAll(
      /"callback_data":"s([0-9a-z]+)\./g,
      (_, at: string) => `"callback_data":"s+${Number.parseInt(at, 36) - version}.`,
    )
    .replaceAll(/"message_id":[5-9]\d{3,}/g, '"message_id":new')
  return given.reduce((all, id) => all.replaceAll(String(id), 'ID').replaceAll(`:${portOf(id)}`, ':PORT'), text)
}
