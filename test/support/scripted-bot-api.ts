import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

type Json = Readonly<Record<string, unknown>>

/** What the bot asked for, in order. */
export interface BotCall {
  readonly method: string
  readonly payload: Json
}

/** Instead of the usual answer: an error of Telegram's, or a connection that ends without one. */
export type Trouble = { readonly code: number; readonly description: string; readonly retryAfter?: number } | 'drop'

/** @returns undefined where the usual answer comes */
export type Script = (call: BotCall) => Trouble | undefined

/**
 * A Bot API of loopback that gives any update, also those that no honest app makes, and refuses what Telegram would refuse. What a
 * person sees is judged by the simulator elsewhere; here it is what the bot asks for.
 */
export async function startScriptedBotApi() {
  const calls: BotCall[] = []
  let [updateId, messageId, open] = [1000, 5000, 0]
  let updates: (Json & { update_id: number })[] = []
  let script: Script = () => undefined
  let wake = () => {}
  /** Held until there is something to give. */
  let isHeld = false

  const poll = async (payload: Json, response: ServerResponse) => {
    const offset = Number(payload['offset'] ?? 0)
    updates = updates.filter(({ update_id: id }) => id >= offset)
    if (updates.length === 0 && !response.destroyed) {
      await new Promise<void>((resolve) => {
        isHeld = true
        wake = resolve
        response.on('close', resolve)
      })
      isHeld = false
    }
    reply(response, { ok: true, result: updates.slice(0, 100) })
  }
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const method = (request.url ?? '').split('/').at(-1) ?? ''
    const payload = await bodyOf(request)
    const trouble = script({ method, payload })
    if (method !== 'getUpdates') calls.push({ method, payload })
    if (trouble === 'drop') return void request.socket.destroy()
    if (trouble !== undefined) return reply(response, errorOf(trouble))
    if (method === 'getUpdates') return poll(payload, response)
    messageId += 1
    reply(response, answerTo({ method, payload }, messageId))
  }
  const server = createServer((request, response) => {
    open += 1
    response.on('close', () => {
      open -= 1
    })
    serve(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })

  return {
    apiRoot: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    /** From now on. */
    script(next: Script) {
      script = next
    },
    /** @returns the id of the last of them */
    give(...given: readonly Json[]): number {
      updates.push(...given.map((update) => ({ ...update, update_id: (updateId += 1) })))
      wake()
      return updateId
    },
    /** Again, as when Telegram has not heard that it arrived. */
    giveAgain(update: Json & { update_id: number }) {
      updates.push(update)
      wake()
    },
    /** The bot has taken all of it, and asks for nothing but more. */
    isQuiet: () => isHeld && open === 1 && updates.length === 0,
    said: (chat: number) =>
      calls
        .filter(({ method, payload }) => method === 'sendMessage' && payload['chat_id'] === chat)
        .map(({ payload }) => String(payload['text'])),
  }
}

/** What an honest Telegram answers: a refusal of what it does not take. @param messageId of what is sent by it */
export function answerTo({ method, payload }: BotCall, messageId: number): Json {
  const problem = problemOf(payload)
  if (problem !== undefined) return errorOf({ code: 400, description: `Bad Request: ${problem}` })
  return { ok: true, result: resultOf(method, payload, messageId) }
}

function reply(response: ServerResponse, body: Json): void {
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(body))
}

function errorOf({ code, description, retryAfter }: Exclude<Trouble, 'drop'>): Json {
  const parameters = retryAfter === undefined ? {} : { parameters: { retry_after: retryAfter } }
  return { ok: false, error_code: code, description, ...parameters }
}

async function bodyOf(request: IncomingMessage): Promise<Json> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const text = Buffer.concat(parts).toString()
  return text === '' ? {} : (JSON.parse(text) as Json)
}

function resultOf(method: string, payload: Json, messageId: number): unknown {
  if (method === 'getMe') return { id: 77, is_bot: true, first_name: 'Karvon', username: 'karvon_bot' }
  const isMessage = method === 'sendMessage' || method === 'editMessageText'
  return isMessage ? { message_id: messageId, date: 1, chat: { id: payload['chat_id'], type: 'private' } } : true
}

/** What Telegram refuses a message for; undefined when it takes it. */
function problemOf(payload: Json): string | undefined {
  const text = payload['text']
  if (typeof text === 'string') {
    if (/\p{Cs}/u.test(text)) return 'strings must be encoded in UTF-8'
    if ('chat_id' in payload && text.trim() === '') return 'message text is empty'
    if (text.length > 4096) return 'message is too long'
    const entities = (payload['entities'] ?? []) as readonly { offset: number; length: number }[]
    if (entities.some(({ offset, length }) => offset < 0 || length < 1 || offset + length > text.length))
      return 'entity beyond the text'
  }
  const { inline_keyboard: rows = [] } = (payload['reply_markup'] ?? {}) as {
    inline_keyboard?: readonly (readonly { text: string; callback_data?: string }[])[]
  }
  for (const { text: label, callback_data: data = 'x' } of rows.flat()) {
    if (label.trim() === '' || /\p{Cs}/u.test(label)) return 'text buttons are unallowed in the inline keyboard'
    if (Buffer.byteLength(data) > 64 || data === '') return 'BUTTON_DATA_INVALID'
  }
  return undefined
}
