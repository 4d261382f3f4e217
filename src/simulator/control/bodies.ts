import type { MiddlewareHandler } from 'hono'
import type { BodyBudget, BodyShare } from '../body-budget.ts'
import { BadInput } from './bad-input.ts'

const megabyte = 1024 * 1024

/** Reads a request's body before its route is asked, as far as it and all others together may be. @throws BadInput 413, 503 */
export function boundedBodies(budget: BodyBudget, bytesMax: number): MiddlewareHandler {
  return async (c, next) => {
    const { raw } = c.req
    if (raw.body === null) return next()
    if (Number(raw.headers.get('content-length') ?? 0) > bytesMax) throw tooLarge(bytesMax)
    const share = budget.open()
    try {
      const body = await read(raw.body, share, bytesMax, budget).catch(asBadInput)
      // From its parts, for `raw` is the adapter's own kind of request, which Node's would not take.
      c.req.raw = new Request(raw.url, { method: raw.method, headers: raw.headers, body })
      await next()
    } finally {
      share.giveBack()
    }
  }
}

async function read(
  stream: ReadableStream<Uint8Array>,
  share: BodyShare,
  bytesMax: number,
  { bytesMax: all }: BodyBudget,
) {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream) {
    size += chunk.length
    if (size > bytesMax) throw tooLarge(bytesMax)
    if (!share.take(chunk.length))
      throw new BadInput(`other requests are sending ${all / megabyte} MB just now: send this one again later`, 503)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** What else goes wrong is that the client hangs up: nobody hears the answer, and it is no fault of ours. */
function asBadInput(error: unknown): never {
  throw error instanceof BadInput ? error : new BadInput('the body broke off')
}

function tooLarge(bytesMax: number): BadInput {
  return new BadInput(`the body is larger than ${bytesMax / megabyte} MB: send the list in parts`, 413)
}
