import { basename } from 'node:path/posix'
import { badRequest } from '../bot-error.ts'
import type { Upload } from '../http/args.ts'

/** https://core.telegram.org/bots/api#sending-files: "5 MB max size for photos and 20 MB max for other types of content". */
const sizeMax = 20 * 1024 * 1024
const timeoutMs = 5000

/** What Telegram would fetch from the web. Only from this machine: nothing of a simulated world may leave it. @throws BotError */
export async function fetchRemoteFile(address: string, gone: AbortSignal): Promise<Upload> {
  if (!URL.canParse(address)) throw badRequest('wrong file identifier/HTTP URL specified')
  const url = new URL(address)
  if (!/^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname))
    throw badRequest('failed to get HTTP URL content')
  const data = await download(url, AbortSignal.any([gone, AbortSignal.timeout(timeoutMs)]))
  if (data === undefined) throw badRequest('failed to get HTTP URL content')
  return { name: basename(url.pathname), data }
}

async function download(url: URL, signal: AbortSignal): Promise<Buffer | undefined> {
  try {
    const response = await fetch(url, { signal, redirect: 'error' })
    if (!response.ok || response.body === null) return undefined
    const chunks: Uint8Array[] = []
    let size = 0
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      size += chunk.length
      if (size > sizeMax) return undefined
      chunks.push(chunk)
    }
    return Buffer.concat(chunks)
  } catch {
    // Refused, timed out or broken: to the bot it is all the same.
    return undefined
  }
}
