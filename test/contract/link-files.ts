import { expect, it } from 'vitest'
import { filePartBytes } from '../../src/delivery/media.ts'
import type { FileToMove, MediaKind, OutgoingFile, SentFiles } from '../../src/delivery/media.ts'
import type { Outcome } from '../../src/delivery/outcome.ts'
import type { Address, OutgoingMessage } from '../../src/telegram/contract.ts'
import type { Message } from '../../src/simulator/world/model.ts'
import { jpeg } from '../simulator/botapi/images.ts'

/** A link in front of a world: what every kind of link does with files is the same. */
export interface LinkWithFiles {
  send(message: Partial<OutgoingMessage>): Promise<Outcome>
  /** How the link is given a file: by a reference, or with its bytes. */
  give(file: FileToMove, randomId: string): Promise<OutgoingFile>
  /** A post in a chat that the account can read. */
  readonly post: { readonly from: Address; readonly messageId: number }
  /** What stands where it writes to, the oldest first, without service messages. */
  seen(): readonly Message[]
  /** Everybody's right to send photos is taken. */
  banPhotos(): void
}

export function describesFiles(open: () => Promise<LinkWithFiles>): void {
  const kinds: readonly MediaKind[] = ['photo', 'video', 'document', 'audio', 'voice', 'animation']

  it.each(kinds)('sends a file as a %s, with its caption and marks', async (kind) => {
    const { send, give, seen } = await open()
    const entities = [{ type: 'bold', offset: 0, length: 5 }] as const

    const outcome = await send({ text: 'salom, bozor', entities, files: [await give(fileOf(kind), '7')] })

    const [message] = seen()
    expect(outcome).toMatchObject({ type: 'sent', messageId: message?.id })
    expect(message).toMatchObject({ text: 'salom, bozor', media: { type: 'file', kind }, entities })
  })

  it('sends an album as one group, with one caption, and says all of its ids', async () => {
    const { send, give, seen } = await open()
    const files = [await give(fileOf('photo'), '7'), await give(fileOf('video'), '8'), await give(fileOf('photo'), '9')]

    const outcome = await send({ text: 'izoh', files })

    const messages = seen()
    expect(messages.map(({ text }) => text)).toEqual(['izoh', '', ''])
    expect(new Set(messages.map(({ groupedId }) => groupedId)).size).toBe(1)
    expect(filesIn(outcome).messageIds).toEqual(messages.map(({ id }) => id))
  })

  it('passes a post on, with its author shown', async () => {
    const { send, post, seen } = await open()
    const forward = { from: { to: post.from, messageIds: [post.messageId] }, randomIds: ['7'] }

    const outcome = await send({ text: '', forward })

    const [message] = seen()
    expect(outcome).toMatchObject({ type: 'sent', messageId: message?.id })
    expect(message).toMatchObject({ text: 'post', forward: { fromId: post.from.peer } })
  })

  it('is told which kind of file a group does not take', async () => {
    const { send, give, seen, banPhotos } = await open()
    const files = [await give(fileOf('photo'), '7')]
    banPhotos()

    const outcome = await send({ text: '', files })

    expect(outcome).toMatchObject({ type: 'refused' })
    expect(seen()).toEqual([])
  })
}

/** A small one, with a picture's header where it has to be one. */
export function fileOf(kind: MediaKind, data: Buffer = jpeg(640, 480)): FileToMove {
  return {
    uploadId: String(1000 + kind.length),
    kind,
    name: kind === 'photo' ? 'a.jpg' : 'a.bin',
    mime: 'application/octet-stream',
    sizeBytes: data.length,
    width: 640,
    height: 480,
    durationS: 3,
    part: (index) => Promise.resolve(data.subarray(index * filePartBytes, (index + 1) * filePartBytes)),
  }
}

export function filesIn(outcome: Outcome): SentFiles {
  if (outcome.type !== 'sent' || outcome.result === null) throw new Error(`no files: ${JSON.stringify(outcome)}`)
  return JSON.parse(outcome.result) as SentFiles
}
