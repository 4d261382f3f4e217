import { mkdirSync, readFileSync, readdirSync, statSync, utimesSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openLog } from '../../src/base/log.ts'
import { EventFile, LogFiles } from '../../src/ops/log-files.ts'
import type { LogFilesDeps } from '../../src/ops/log-files.ts'
import { canaries } from '../base/canaries.ts'
import { temporaryFolder } from '../support/world.ts'

describe('the log’s files', () => {
  it('take lines of JSON, for their owner only', () => {
    const { files, folder } = setup()
    const log = openLog('info', files)

    log.info({ shard: 1 }, 'works')

    const path = join(folder, 'karvon-2026-05-01.log')
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ shard: 1, msg: 'works' })
    expect([statSync(path).mode & 0o777, statSync(folder).mode & 0o777]).toEqual([0o600, 0o700])
  })

  it('begin a new one each day and when one is full, and go on in the last after a restart', () => {
    const { files, folder, clock, open } = setup({ bytesMax: 10 })

    files.write('12345\n')
    files.write('67890\n')
    files.write('part 1\n')
    clock.at = may(2)
    files.write('next day\n')
    open().write('after a restart\n')

    expect(contents(folder)).toEqual({
      'karvon-2026-05-01.log': '12345\n67890\n',
      'karvon-2026-05-01.1.log': 'part 1\n',
      'karvon-2026-05-02.log': 'next day\nafter a restart\n',
    })
  })

  it('are deleted when their time is over, and other files are not', () => {
    const { folder, open } = setup({ retentionDays: 7 })
    mkdirSync(folder)
    const names = ['karvon-2026-04-23.log', 'karvon-2026-04-23.2.log', 'karvon-2026-04-24.log', 'notes-2020-01-01.log']
    for (const name of names) writeFileSync(join(folder, name), 'old\n')

    open().write('new\n')

    expect(readdirSync(folder).toSorted()).toEqual([
      'karvon-2026-04-24.log',
      'karvon-2026-05-01.log',
      'notes-2020-01-01.log',
    ])
  })

  it('lose lines while the disk is full, whole ones, and say how many with the next that fits', () => {
    let room = 20
    const { files, folder } = setup({
      write(fd, bytes, offset) {
        if (room === 0) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' })
        const written = writeSync(fd, bytes, offset, Math.min(room, bytes.length - offset))
        room -= written
        return written
      },
    })

    files.write('{"n":1}\n')
    files.write('{"n":2,"torn":"in the middle"}\n')
    files.write('{"n":3}\n')
    room = 1000
    files.write('{"n":4}\n')

    const lines = contents(folder)['karvon-2026-05-01.log']?.trimEnd().split('\n') ?? []
    expect(lines).toHaveLength(4)
    expect([lines[0], lines[3]]).toEqual(['{"n":1}', '{"n":4}'])
    expect(JSON.parse(lines[2] ?? '')).toMatchObject({ level: 40, count: 2 })
    expect(files.dropped).toBe(2)
  })

  it('survive a folder that cannot be made, and begin when it can', () => {
    const parent = join(temporaryFolder(), 'taken')
    writeFileSync(parent, 'a file where the folder should be')
    const { files } = setup({ folder: join(parent, 'logs') })

    files.write('{"n":1}\n')

    expect(files.dropped).toBe(1)
  })
})

describe('the file of events', () => {
  it('has an event a line, with its instant and name, and no secret', () => {
    const { events, folder } = setup()
    const [{ value, mustNotShow } = { value: '', mustNotShow: '-' }] = canaries

    events.write({ name: 'shard_ended', shard: 1, reason: value, restarts: 2 })

    const text = readFileSync(join(folder, 'events.jsonl'), 'utf8')
    expect(JSON.parse(text)).toEqual({
      time: '2026-05-01T10:20:30.000Z',
      event: 'shard_ended',
      shard: 1,
      reason: '[bot token]',
      restarts: 2,
    })
    expect(text).not.toContain(mustNotShow)
  })

  it('puts a day aside, and a full file, and keeps its name for the newest', () => {
    const { events, folder, clock } = setup({ bytesMax: 60 })
    const write = (rows: number) => events.write({ name: 'pruned', table: 'attempts', rows })

    write(1)
    write(2)
    clock.at = may(2)
    utimesSync(join(folder, 'events.jsonl'), may(1) / 1000, may(1) / 1000)
    write(3)

    const rows = Object.fromEntries(
      Object.entries(contents(folder)).map(([name, text]) => [name, /"rows":(\d)/.exec(text)?.[1]]),
    )
    expect(rows['events.jsonl']).toBe('3')
    expect(Object.keys(rows)).toHaveLength(3)
  })

  it('goes on in its file after a restart on the same day', () => {
    const { events, folder, openEvents } = setup()
    events.write({ name: 'pruned', table: 'attempts', rows: 1 })
    utimesSync(join(folder, 'events.jsonl'), may(1) / 1000, may(1) / 1000)

    openEvents().write({ name: 'pruned', table: 'attempts', rows: 2 })

    expect(readdirSync(folder)).toEqual(['events.jsonl'])
    expect(readFileSync(join(folder, 'events.jsonl'), 'utf8').trimEnd().split('\n')).toHaveLength(2)
  })
})

const may = (day: number) => Date.UTC(2026, 4, day, 10, 20, 30)

function setup(change: Partial<LogFilesDeps> = {}) {
  const folder = change.folder ?? join(temporaryFolder(), 'logs')
  const clock = { at: may(1), nowMs: () => clock.at }
  const deps = { clock, retentionDays: 7, ...change, folder }
  const open = () => closing(new LogFiles(deps))
  const openEvents = () => closing(new EventFile(deps))
  return { folder, clock, open, openEvents, files: open(), events: openEvents() }
}

function closing<T extends { close(): void }>(files: T): T {
  onTestFinished(() => files.close())
  return files
}

function contents(folder: string): Record<string, string> {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}
