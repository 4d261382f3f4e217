import { extname } from 'node:path'
import type { StoredFile } from '../../world/model.ts'
import { badRequest } from '../bot-error.ts'
import type { BotCall, BotMethods } from '../call.ts'
import type { FileIds } from '../files/file-ids.ts'
import { fileFields } from '../view/media.ts'

/** https://core.telegram.org/bots/api#getfile */
const downloadMax = 20 * 1024 * 1024

export const fileMethods: BotMethods = {
  getFile(call) {
    const { args, bot, parts, world } = call
    if (!args.has('file_id')) throw badRequest('file_id not specified')
    const id = parts.fileIds.read(bot.id, args.text('file_id'))
    const file = id === undefined ? undefined : world.files.find(id)
    if (file === undefined) throw badRequest('wrong file_id or the file is temporarily unavailable')
    if (file.sizeBytes > downloadMax) throw badRequest('file is too big')
    return { ...fileFields(call.view, file), file_path: pathOf(parts.fileIds, bot.id, file) }
  },

  getUserProfilePhotos(call: BotCall) {
    if (call.world.users.find(call.args.integer('user_id') ?? 0) === undefined) throw badRequest('user not found')
    return { total_count: 0, photos: [] }
  },
}

/** The file that a path leads to; undefined for another bot's path, and for what is none. */
export function fileAtPath(
  path: string,
  botId: number,
  { parts, world }: Pick<BotCall, 'parts' | 'world'>,
): StoredFile | undefined {
  const id = /^[a-z_]+\/file_(\d{1,15})_/.exec(path)?.[1]
  const file = id === undefined ? undefined : world.files.find(Number(id))
  return file !== undefined && pathOf(parts.fileIds, botId, file) === path ? file : undefined
}

function pathOf(fileIds: FileIds, botId: number, file: StoredFile): string {
  const extension = file.kind === 'photo' ? '.jpg' : extname(file.name).replaceAll(/[^.A-Za-z0-9]/g, '')
  return `${file.kind}s/file_${file.id}_${fileIds.pathProof(botId, file)}${extension}`
}
