import type { IncomingMessage } from 'node:http'
import type { BodyBudget, BodyShare } from '../../body-budget.ts'
import { badRequest, overloaded, tooLarge } from '../bot-error.ts'
import { Args } from './args.ts'
import type { Upload } from './args.ts'
import { parseJson } from './json.ts'
import { MultipartFailure, parseMultipart } from './multipart.ts'

const megabyte = 1024 * 1024
/** https://core.telegram.org/bots/api#sending-files */
const uploadMax = 50 * megabyte
const multipartMax = uploadMax + megabyte
const formMax = megabyte
/** A client that is told "too large" while it still sends would see a broken connection instead of the answer. */
const drainedMax = 4 * multipartMax

/** For all bodies that come in at the same time: four of the largest uploads. */
export const bodiesBytesMax = 4 * multipartMax

/** Reads the parameters of a request, from its address and its body. @throws BotError 400, 413 or 502 */
export async function readArgs(incoming: IncomingMessage, budget: BodyBudget): Promise<Args> {
  const contentType = incoming.headers['content-type'] ?? ''
  const isMultipart = /^multipart\/form-data\b/i.test(contentType)
  const body = await readBody(incoming, isMultipart ? multipartMax : formMax, budget)
  const values = new Map<string, unknown>(new URL(incoming.url ?? '/', 'http://localhost').searchParams)
  const files = new Map<string, Upload>()
  if (body.length > 0 && isMultipart) addParts(body, contentType, values, files)
  else if (body.length > 0) addFields(body.toString('utf8'), contentType, values)
  return new Args(values, files)
}

async function readBody(incoming: IncomingMessage, sizeMax: number, budget: BodyBudget): Promise<Buffer> {
  const share = budget.open()
  const chunks: Buffer[] = []
  let size = 0
  let isOverloaded = false
  try {
    for await (const chunk of incoming as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > drainedMax) break
      isOverloaded ||= size <= sizeMax && !share.take(chunk.length)
      if (size <= sizeMax && !isOverloaded) chunks.push(chunk)
      else forget(chunks, share)
    }
    if (size > sizeMax) throw tooLarge()
    if (isOverloaded) throw overloaded()
    return Buffer.concat(chunks)
  } finally {
    share.giveBack()
  }
}

function forget(chunks: Buffer[], share: BodyShare): void {
  chunks.length = 0
  share.giveBack()
}

function addParts(body: Buffer, contentType: string, values: Map<string, unknown>, files: Map<string, Upload>): void {
  for (const { name, fileName, data } of partsOf(body, contentType)) {
    if (fileName === undefined) values.set(name, data.toString('utf8'))
    else if (data.length > uploadMax) throw tooLarge()
    // A copy, because a part would keep the whole body in memory.
    else files.set(name, { name: fileName, data: Buffer.from(data) })
  }
}

function partsOf(body: Buffer, contentType: string) {
  try {
    return parseMultipart(body, contentType)
  } catch (error) {
    if (error instanceof MultipartFailure) throw badRequest(`can't parse multipart/form-data: ${error.message}`)
    throw error
  }
}

function addFields(body: string, contentType: string, values: Map<string, unknown>): void {
  if (!/^application\/json\b/i.test(contentType)) {
    for (const [name, value] of new URLSearchParams(body)) values.set(name, value)
    return
  }
  const fields = parseJson(body, 'the request body as JSON')
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields))
    throw badRequest('the request body must be a JSON object')
  for (const [name, value] of Object.entries(fields)) values.set(name, value)
}
