/** https://core.telegram.org/bots/api#responseparameters */
export interface ErrorParameters {
  readonly retry_after?: number
  readonly migrate_to_chat_id?: number
}

/** A request is answered with `ok: false`. The description is the whole sentence that the bot reads. */
export class BotError extends Error {
  override readonly name = 'BotError'
  readonly code: number
  readonly parameters: ErrorParameters

  constructor(code: number, description: string, parameters: ErrorParameters = {}) {
    super(description)
    this.code = code
    this.parameters = parameters
  }
}

/** 400. `Message text is empty` becomes `Bad Request: message text is empty`; names in capitals stay. */
export function badRequest(sentence: string): BotError {
  return new BotError(400, `Bad Request: ${lowerFirst(sentence)}`)
}

export function forbidden(sentence: string): BotError {
  return new BotError(403, `Forbidden: ${lowerFirst(sentence)}`)
}

export function conflict(sentence: string): BotError {
  return new BotError(409, `Conflict: ${sentence}`)
}

export function tooManyRequests(retryAfter: number): BotError {
  return new BotError(429, `Too Many Requests: retry after ${retryAfter}`, { retry_after: retryAfter })
}

/** https://core.telegram.org/bots/api#sending-files: above 50 MB the front server refuses before the Bot API sees the request. */
export function tooLarge(): BotError {
  return new BotError(413, 'Request Entity Too Large')
}

/** More is sent at the same time than the server keeps in memory: the front server says so, as it does when Telegram has trouble. */
export function overloaded(): BotError {
  return new BotError(502, 'Bad Gateway')
}

function lowerFirst(sentence: string): string {
  const isName = /^.(?:_|[A-Z])/.test(sentence)
  return isName ? sentence : sentence.charAt(0).toLowerCase() + sentence.slice(1)
}
