import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { filePartBytes } from '../../../../src/delivery/media.ts'
import { jpeg, png } from '../../../simulator/botapi/images.ts'
import { temporaryFolder } from '../../../support/world.ts'
import { refused, setup } from '../commands-setup.ts'

interface Made {
  readonly campaign: { readonly id: number; readonly keepLatest: string }
}

const megabyte = 1024 * 1024

/** A campaign's file beside these others. */
async function withFiles(text: string, files: Readonly<Record<string, Uint8Array>> = {}) {
  const commands = await setup()
  const path = join(temporaryFolder(), 'campaign.yaml')
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(dirname(path), name)), { recursive: true })
    writeFileSync(join(dirname(path), name), bytes)
  }
  writeFileSync(path, text)
  const library = () =>
    commands.withDatabase((db) =>
      db
        .prepare<[], { id: number; ownerId: number; kind: string; name: string; mime: string; isWhole: number }>(
          'select id, owner_id as ownerId, kind, name, mime, is_whole as isWhole from files order by id',
        )
        .all()
        .map(({ id, ...file }) => {
          const parts = db.prepare<[number], Buffer>('select bytes from file_parts where file_id = ? order by part')
          return { ...file, digest: digestOf(Buffer.concat(parts.pluck().all(id))) }
        }),
    )
  return {
    ...commands,
    path,
    folder: dirname(path),
    library,
    create: (...flags: string[]) => commands.karvon('campaigns', 'create', '--file', path, ...flags),
  }
}

const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const rest = 'account: 1\nevery: once\ngroups: all\n'

describe('files of a campaign’s file', () => {
  it('are put into the library once, beside the campaign’s file, and stand above its text', async () => {
    const photo = jpeg(640, 480)
    const { json, path, library } = await withFiles(`${rest}text: <b>Salom</b>\nmedia: photos/taxi.jpg\n`, {
      'photos/taxi.jpg': photo,
    })

    const { campaign } = await json<Made>('campaigns', 'create', '--file', path)
    await json('campaigns', 'create', '--file', path)

    expect(await json('campaigns', 'show', String(campaign.id))).toMatchObject({
      content: { text: 'Salom', entities: [{ type: 'bold' }], media: [{ kind: 'photo' }] },
    })
    const kept = { ownerId: 1001, kind: 'photo', name: 'taxi.jpg', mime: 'image/jpeg', isWhole: 1 }
    expect(library()).toEqual([{ ...kept, digest: digestOf(photo) }])
  })

  it('are an album of several kinds, and as large as several parts', async () => {
    const film = Buffer.alloc(2 * filePartBytes + 7, 'film')
    const { json, path, library } = await withFiles(`${rest}media: [a.png, b.mp4]\n`, {
      'a.png': png(320, 200),
      'b.mp4': film,
    })

    await json('campaigns', 'create', '--file', path, '--start')

    expect(await json('campaigns', 'show', '1')).toMatchObject({
      campaign: { name: 'Campaign', state: 'running' },
      content: { text: '', media: [{ kind: 'photo' }, { kind: 'video' }] },
    })
    expect(library()).toMatchObject([{ kind: 'photo' }, { kind: 'video', isWhole: 1, digest: digestOf(film) }])
  })

  it('are sent as what is given, not as what their name says', async () => {
    const { json, path, library } = await withFiles(`${rest}media:\n  file: a.jpg\n  kind: document\n`, {
      'a.jpg': Buffer.from('no picture'),
    })

    await json('campaigns', 'create', '--file', path)

    expect(library()).toMatchObject([{ kind: 'document', name: 'a.jpg', mime: 'image/jpeg' }])
  })

  it('take the place of those of a campaign that stands', async () => {
    const { json, path, library } = await withFiles(`${rest}text: Salom\nmedia: a.jpg\nkeep-latest: edit\n`, {
      'a.jpg': jpeg(640, 480),
    })
    await json('campaigns', 'create', '--owner', '1001', '--account', '1', '--groups', 'all', '--text', 'x', '--once')

    expect(await json<Made>('campaigns', 'edit', '1', '--file', path)).toMatchObject({
      campaign: { keepLatest: 'edit' },
    })
    expect(library()).toHaveLength(1)
  })

  it('are shown by a dry run, which keeps none of them, and by a preview', async () => {
    const { json, karvon, create, path, library } = await withFiles(
      `${rest}text: Salom\nmedia: [a.jpg, b.mp4]\nkeep-latest: delete\n`,
      { 'a.jpg': jpeg(640, 480), 'b.mp4': Buffer.alloc(3000) },
    )

    const dry = await create('--dry-run')
    expect(dry.stdout).toContain('With a photo: a.jpg, 1 KB.\nWith a video: b.mp4, 3 KB.\n')
    expect(dry.stdout).toContain('Older messages: deleted once the new one stands.\n')
    expect(dry.stdout).toContain('[photo + video] Salom')
    expect(await json('campaigns', 'dry-run', '--file', path)).toMatchObject({
      keepLatest: 'delete',
      files: [{ name: 'a.jpg', kind: 'photo' }, { name: 'b.mp4' }],
    })
    expect(library()).toEqual([])

    await json('campaigns', 'create', '--file', path)
    expect((await karvon('campaigns', 'preview', '1')).stdout).toBe(
      'Campaign 1, Salom:\n[photo a.jpg]\n[video b.mp4]\nSalom\n\nOlder messages: deleted once the new one stands.\n',
    )
    expect((await karvon('campaigns', 'show', '1')).stdout).toContain('\n  [photo + video]\n  Salom')
  })

  it.each([
    ['media: none.jpg', {}, 4, 'none.jpg cannot be read (there is no such file): name a file that is there'],
    ['media: .', {}, 4, '. cannot be read (a folder): name a file that is there'],
    ['media: a.jpg', { 'a.jpg': '' }, 4, 'a.jpg is empty: name a file with something in it'],
    ['media: a.jpg', { 'a.jpg': 'x' }, 4, 'a.jpg is no JPEG or PNG: convert it, or send it with kind: document'],
    [
      'media: a.jpg',
      { 'a.jpg': 'too large' },
      4,
      'a.jpg has 10.1 MB, and a photo may have 10: make it smaller, or send it with kind: document',
    ],
    ['media:\n  - a.mp4\n  - b.pdf', { 'a.mp4': 'x', 'b.pdf': 'x' }, 4, 'files of these kinds cannot be sent together'],
    [`media: [${'a.mp4, '.repeat(11)}]`, { 'a.mp4': 'x' }, 4, 'it has 11 files, and Telegram takes 10'],
    ['media:\n  - a.mp4\n  - ', { 'a.mp4': 'x' }, 6, 'a file is a path, such as photos/taxi.jpg'],
    ['media: []', {}, 4, 'the list is empty: give a file, or leave media out'],
    ['media:', {}, 4, `'media' is empty: give a file below which the text stands, or several, or leave it out`],
    ['media:\n  kind: photo', {}, 5, 'which file? Give its path under file'],
    [
      'media:\n  file: a.mp4\n  kind: film',
      { 'a.mp4': 'x' },
      5,
      `'film' is nothing that a file is sent as: give photo`,
    ],
    [
      'media:\n  file: a.mp4\n  size: 1',
      { 'a.mp4': 'x' },
      6,
      `a file has no 'size': it has file (its path), kind (photo`,
    ],
    [`media: a.mp4\ntext: ${'x'.repeat(2049)}`, { 'a.mp4': 'x' }, 5, 'the text below its files has 2049 characters'],
    [
      `media: a.mp4\ntext: ${'x'.repeat(1025)}`,
      { 'a.mp4': 'x' },
      5,
      'the text below the files has 1025 characters, 1 more than account 1',
    ],
    ['text: x\nkeep-latest: yes', {}, 5, `'yes' is no such choice: give off, delete or edit`],
  ])('say of %j with %j: line %i', async (text, files, line, why) => {
    const over = Buffer.alloc(10 * megabyte + 1)
    jpeg(1, 1).copy(over)
    const bytes = Object.entries(files).map(([name, data]) => [name, data === 'too large' ? over : Buffer.from(data)])
    const { create, json, library } = await withFiles(`${rest}${text}`, Object.fromEntries(bytes))

    const { code, stderr } = await create()

    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(why) })
    expect(stderr).toContain(`\n  line ${line}: `)
    expect(library()).toEqual([])
    expect(await json('campaigns', 'list')).toEqual({ campaigns: [] })
  })

  it('says which choice stands twice', async () => {
    const { create } = await withFiles(`${rest}text: x\nkeep-latest: delete\n`)

    expect((await create('--keep-latest', 'edit')).stderr).toContain(
      'line 5: keep-latest is delete here and edit on the command line: leave one of them out',
    )
    expect((await create('--keep-latest', 'delete')).code).toBe(0)
  })
})

describe('karvon campaigns create --media', () => {
  const plain = ['campaigns', 'create', '--owner', '1001', '--account', '1', '--groups', 'all', '--once']

  it('sends files with a text below them, or without one', async () => {
    const { json, folder, library } = await withFiles('', { 'a.jpg': jpeg(640, 480), 'b.jpg': jpeg(64, 48) })
    const [a, b] = [join(folder, 'a.jpg'), join(folder, 'b.jpg')]

    await json(...plain, '--media', a, '--media', b, '--text', 'Salom')
    await json(...plain, '--media', a)

    expect(await json('campaigns', 'show', '1')).toMatchObject({ content: { text: 'Salom', media: [{}, {}] } })
    expect(await json('campaigns', 'show', '2')).toMatchObject({ content: { text: '', media: [{}] } })
    expect(library()).toHaveLength(2)
  })

  it('says of a pipe at once that it is no file', async () => {
    const { karvon, folder } = await withFiles('')
    const pipe = join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])

    expect(await karvon(...plain, '--media', pipe)).toEqual(
      refused(`${pipe} cannot be read (no plain file): name a file that is there`),
    )
  })

  it('names each file that cannot be sent, and makes nothing', async () => {
    const { karvon, json } = await withFiles('')

    expect(await karvon(...plain, '--media', '/none.jpg', '--media', '/tmp')).toEqual(
      refused(
        '/none.jpg cannot be read (there is no such file): name a file that is there; /tmp cannot be read (a folder): name a file that is there',
      ),
    )
    expect(await json('campaigns', 'list')).toEqual({ campaigns: [] })
  })
})
