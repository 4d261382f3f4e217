import { closeSync, openSync, readSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { Refusal } from '../../../base/refusal.ts'
import { counted } from '../../../cli/output.ts'
import type { FeatureContext } from '../../feature.ts'
import { campaignLimits } from '../campaign.ts'
import type { FileCampaign, FileCircumstances } from './campaign-file.ts'
import type { Mistake } from './node.ts'
import { whyUnreadable } from '../../../base/unreadable.ts'

/** A text of 4096 characters in each of a thousand groups. */
const bytesMax = 8_000_000

/**
 * Reads a campaign from a file, or from standard input for `-`, against what the data folder knows. Reading only.
 * @param told what the command line says beside it
 * @throws Refusal that names every wrong line
 */
export async function openCampaignFile(
  context: FeatureContext,
  path: string,
  told: Pick<FileCircumstances, 'ownerId' | 'keepLatest'> = {},
): Promise<FileCampaign> {
  // With the reader of YAML, which no other command needs.
  const { readCampaignFile } = await import('./campaign-file.ts')
  const { intervalMinutesMin, isTest } = context.sending()
  const limits = campaignLimits({ minutesMin: intervalMinutesMin, isTest })
  const source = path === '-' ? await context.terminal.readAll() : readText(path)
  if (source.length > bytesMax) throw tooLarge(path)
  const folder = path === '-' ? '.' : dirname(path)
  const given = { ...told, folder, limits, nowMs: context.clock.nowMs() }
  const read = context.read((db) => readCampaignFile(source, db, given))
  if ('mistakes' in read) throw new Refusal(inWords(path === '-' ? 'standard input' : basename(path), read.mistakes))
  return read.campaign
}

/** No more of it than a campaign may have: what is larger, or has no end, would take the memory that the engine needs. */
function readText(path: string): string {
  const bytes = Buffer.alloc(bytesMax + 1)
  let length = 0
  try {
    const handle = openSync(path, 'r')
    try {
      for (let read = -1; read !== 0 && length < bytes.length; length += read) {
        read = readSync(handle, bytes, length, bytes.length - length, null)
      }
    } finally {
      closeSync(handle)
    }
  } catch (error) {
    const why = whyUnreadable(error)
    throw new Refusal(`${path} cannot be read (${why}): name a file that is there`, undefined, { cause: error })
  }
  if (length > bytesMax) throw tooLarge(path)
  return bytes.toString('utf8', 0, length)
}

function tooLarge(path: string): Refusal {
  return new Refusal(`${path} is too large for one campaign: keep it below 8 MB`)
}

function inWords(name: string, mistakes: readonly Mistake[]): string {
  const lines = mistakes.map(({ line, text }) => `  line ${line}: ${text}`)
  return [`${name} has ${counted(mistakes.length, 'mistake')}, and nothing was changed:`, ...lines].join('\n')
}
