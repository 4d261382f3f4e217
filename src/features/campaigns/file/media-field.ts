import { mediaKinds, mediaProblemOf } from '../../../delivery/media.ts'
import type { MediaItem, MediaKind } from '../../../delivery/media.ts'
import type { Content } from '../../../delivery/message.ts'
import { textProblem } from '../campaign.ts'
import { problemInWords } from '../refusals.ts'
import { findDiskFile } from './disk-file.ts'
import type { DiskFile } from './disk-file.ts'
import type { FileNode, Placed } from './node.ts'

/** A file as it is named in a campaign's file. */
export interface WrittenMedia {
  readonly path: string
  /** Undefined: what its name says. */
  readonly kind?: MediaKind
}

/** One file, or a list: an album. Each is a path, or a table of file and kind. */
export function readMedia(node: FileNode): readonly Placed<WrittenMedia>[] | undefined {
  const items = node.list() ?? [node]
  if (items.length === 0) return node.wrong('the list is empty: give a file, or leave media out')
  const found = items.flatMap((item) => {
    const one = readOne(item)
    return one === undefined ? [] : [item.placed(one)]
  })
  return found.length === items.length ? found : undefined
}

function readOne(node: FileNode): WrittenMedia | undefined {
  const entries = node.entries()
  if (entries === undefined) {
    const path = node.text()?.trim() ?? ''
    return path === '' ? node.wrong('a file is a path, such as photos/taxi.jpg') : { path }
  }
  const read = new Map<string, string>()
  for (const { name, line, value } of entries) {
    if (name === 'file' || name === 'kind') read.set(name, value.text()?.trim() ?? '')
    else value.wrong(`a file has no '${name}': it has file (its path), kind (${mediaKinds.join(', ')})`, line)
  }
  const [path = '', kind] = [read.get('file'), read.get('kind')]
  if (path === '') return node.wrong('which file? Give its path under file')
  if (kind === undefined) return { path }
  const known = mediaKinds.find((one) => one === kind)
  return known === undefined
    ? node.wrong(`'${kind.slice(0, 40)}' is nothing that a file is sent as: give ${mediaKinds.join(', ')}`)
    : { path, kind: known }
}

export interface WrittenContent {
  readonly text: Placed<Content> | undefined
  readonly media: Placed<readonly Placed<WrittenMedia>[]> | undefined
}

/** A text with files; its media name them by their places in `files` until they are in the library. */
export interface ContentOnDisk {
  readonly content: Content
  readonly files: readonly DiskFile[]
}

/** @returns undefined where something is wrong with it; that is noted in its line */
export function resolveContent(
  { text, media }: WrittenContent,
  folder: string,
  wrong: (text: string, line: number) => undefined,
): ContentOnDisk | undefined {
  if (media === undefined) return text === undefined ? undefined : { content: text.value, files: [] }
  const files = media.value.flatMap(({ value: { path, kind }, line }) => {
    const found = findDiskFile(path, folder, kind)
    if ('file' in found) return [found.file]
    wrong(found.problem, line)
    return []
  })
  if (files.length < media.value.length) return undefined
  const content = contentOfFiles(text?.value ?? { text: '', entities: [] }, files)
  const problem = textProblem(content)
  if (problem === undefined) return { content, files }
  // Of too many files or such that do not go together; everything else is said of the text.
  const line = mediaProblemOf(content.media ?? []) === undefined ? text?.line : media.line
  return wrong(problemInWords(problem), line ?? media.line)
}

export function contentOfFiles(said: Content, files: readonly DiskFile[]): Content {
  const media: MediaItem[] = files.map(({ kind }, index) => ({ kind, fileId: index }))
  return media.length === 0 ? said : { ...said, media }
}
