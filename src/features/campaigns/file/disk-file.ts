import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { basename, extname, resolve } from 'node:path'
import type { MediaKind } from '../../../delivery/media.ts'
import { whyUnreadable } from '../../../base/unreadable.ts'

/** A file of this machine that a campaign is to send. */
export interface DiskFile {
  readonly path: string
  readonly name: string
  readonly kind: MediaKind
  readonly mime: string
  readonly sizeBytes: number
}

/**
 * Looks at a file before anything of it is kept: what Telegram would refuse for each group is said here once.
 * @param folder what a path that does not begin at the root is relative to
 * @param kind undefined: what its name says
 */
export function findDiskFile(
  path: string,
  folder: string,
  kind?: MediaKind,
): { readonly file: DiskFile } | { readonly problem: string } {
  const whole = resolve(folder, path)
  const looked = look(whole)
  if ('why' in looked) return { problem: `${path} cannot be read (${looked.why}): name a file that is there` }
  const { sizeBytes, head } = looked
  if (sizeBytes === 0) return { problem: `${path} is empty: name a file with something in it` }
  const known = types[extname(path).toLowerCase()]
  const found = kind ?? known?.kind ?? 'document'
  const max = found === 'photo' ? photoMaxMb : fileMaxMb
  if (sizeBytes > max * 1024 * 1024) {
    const way = found === 'photo' ? 'make it smaller, or send it with kind: document' : 'make it smaller'
    return { problem: `${path} has ${megabytes(sizeBytes)} MB, and a ${found} may have ${max}: ${way}` }
  }
  if (found === 'photo' && !isPhoto(head)) {
    return { problem: `${path} is no JPEG or PNG: convert it, or send it with kind: document` }
  }
  const mime = found === 'photo' ? photoMime(head) : (known?.mime ?? mimeOf[found])
  return { file: { path: whole, name: basename(whole), kind: found, mime, sizeBytes } }
}

/** What bots may send, so that the same campaign can go from a person's account and from a bot: https://core.telegram.org/bots/api#sending-files */
const photoMaxMb = 10
const fileMaxMb = 50

/** What is sent as something else than a document when only its name says what it is. */
const types: Readonly<Record<string, { readonly kind: MediaKind; readonly mime: string }>> = {
  '.jpg': { kind: 'photo', mime: 'image/jpeg' },
  '.jpeg': { kind: 'photo', mime: 'image/jpeg' },
  '.png': { kind: 'photo', mime: 'image/png' },
  '.mp4': { kind: 'video', mime: 'video/mp4' },
  '.m4v': { kind: 'video', mime: 'video/mp4' },
  '.mov': { kind: 'video', mime: 'video/quicktime' },
  '.pdf': { kind: 'document', mime: 'application/pdf' },
  '.gif': { kind: 'document', mime: 'image/gif' },
  '.webp': { kind: 'document', mime: 'image/webp' },
  '.mp3': { kind: 'document', mime: 'audio/mpeg' },
  '.ogg': { kind: 'document', mime: 'audio/ogg' },
  '.zip': { kind: 'document', mime: 'application/zip' },
}

const mimeOf: Readonly<Record<MediaKind, string>> = {
  photo: 'image/jpeg',
  video: 'video/mp4',
  animation: 'video/mp4',
  audio: 'audio/mpeg',
  voice: 'audio/ogg',
  document: 'application/octet-stream',
}

const headBytes = 8

function look(path: string): { readonly sizeBytes: number; readonly head: Buffer } | { readonly why: string } {
  let handle: number | undefined
  try {
    // Before it is opened: a pipe would wait for somebody who writes into it.
    const facts = statSync(path)
    if (!facts.isFile()) return { why: facts.isDirectory() ? 'a folder' : 'no plain file' }
    handle = openSync(path, 'r')
    const head = Buffer.alloc(headBytes)
    return { sizeBytes: facts.size, head: head.subarray(0, readSync(handle, head, 0, headBytes, 0)) }
  } catch (error) {
    return { why: whyUnreadable(error) }
  } finally {
    if (handle !== undefined) closeSync(handle)
  }
}

function isPhoto(head: Buffer): boolean {
  return isJpeg(head) || head.equals(pngHead)
}

function photoMime(head: Buffer): string {
  return isJpeg(head) ? 'image/jpeg' : 'image/png'
}

function isJpeg(head: Buffer): boolean {
  return head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff
}

const pngHead = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** Upwards: one that is over by a byte does not have what it may have. */
function megabytes(bytes: number): number {
  return Math.ceil((bytes / 1024 / 1024) * 10) / 10
}
