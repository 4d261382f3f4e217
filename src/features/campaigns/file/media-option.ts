import { Option } from 'commander'
import { Refusal } from '../../../base/refusal.ts'
import { parsePath } from '../../../cli/arguments.ts'
import type { Content } from '../../../delivery/message.ts'
import { textProblem } from '../campaign.ts'
import { campaignRefusal } from '../refusals.ts'
import { findDiskFile } from './disk-file.ts'
import { contentOfFiles } from './media-field.ts'
import type { ContentOnDisk } from './media-field.ts'

/** `--media`: one file or several, behind one option or each behind its own. */
export function mediaOption(): Option {
  return new Option('--media <file...>', 'a photo, video or document, as its name says; several: an album').argParser(
    (path, before: readonly string[] | undefined) => [...(before ?? []), parsePath(path)],
  )
}

/** What the options say, with its files. @throws Refusal that names each file that cannot be sent */
export function mediaGiven(said: Content, paths: readonly string[]): ContentOnDisk {
  const found = paths.map((path) => findDiskFile(path, '.'))
  const problems = found.flatMap((one) => ('problem' in one ? [one.problem] : []))
  if (problems.length > 0) throw new Refusal(problems.join('; '))
  const files = found.flatMap((one) => ('file' in one ? [one.file] : []))
  const content = contentOfFiles(said, files)
  const problem = textProblem(content)
  if (problem !== undefined) throw campaignRefusal(problem)
  return { content, files }
}
