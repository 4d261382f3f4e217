import { Api } from 'grammy'
import type { Secret } from '../base/secret.ts'

/** A file with its bytes, or why there are none. */
export type Fetched = { readonly type: 'bytes'; readonly bytes: Uint8Array } | { readonly type: 'too-big' | 'failed' }

/** The Bot API gives no larger ones: https://core.telegram.org/bots/api#getfile */
export const fetchMaxBytes = 20 * 1024 * 1024
/** For all of a file. Somebody waits for it, and their next word does too. */
const timeoutMs = 60_000

/** Fetches what people give the bot. */
export class FileSource {
  /** The bot's id at Telegram, which is the first part of its token. */
  readonly botId: number
  readonly #token: Secret
  readonly #root: string
  readonly #api: Api

  constructor(token: Secret, apiRoot = 'https://api.telegram.org') {
    this.#token = token
    this.#root = apiRoot.replace(/\/+$/, '')
    this.botId = Number(token.reveal().split(':')[0])
    this.#api = new Api(token.reveal(), { apiRoot: this.#root, timeoutSeconds: timeoutMs / 1000 })
  }

  /** Never throws: what stands in the way is the same to whoever waits. Nothing of an error is kept, because it may hold the token. */
  async fetch(fileId: string, sizeBytes: number): Promise<Fetched> {
    if (sizeBytes > fetchMaxBytes) return { type: 'too-big' }
    try {
      const { file_path: path } = await this.#api.getFile(fileId)
      if (path === undefined) return { type: 'failed' }
      const address = `${this.#root}/file/bot${this.#token.reveal()}/${path}`
      const answer = await fetch(address, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' })
      if (!answer.ok) return { type: 'failed' }
      const bytes = new Uint8Array(await answer.arrayBuffer())
      return bytes.length === 0 ? { type: 'failed' } : { type: 'bytes', bytes }
    } catch (error) {
      const isTooBig = error instanceof Error && error.message.includes('file is too big')
      return { type: isTooBig ? 'too-big' : 'failed' }
    }
  }
}
