import type { ControlEvent, ControlEventType } from '../control/control-event.ts'

/** The simulator said no. The message is its one line. */
export class ControlError extends Error {
  override readonly name = 'ControlError'
  readonly status: number

  constructor(line: string, status: number) {
    super(line)
    this.status = status
  }
}

export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>

/** Requests to the control API of one simulator, and its events. */
export class ControlConnection {
  readonly #url: string

  /** @param url `http://127.0.0.1:9082` */
  constructor(url: string) {
    this.#url = url.replace(/\/$/, '')
  }

  get<Data>(path: string, query: Query = {}): Promise<Data> {
    return this.#call('GET', `${path}${queryText(query)}`)
  }

  post<Data>(path: string, body: unknown = {}): Promise<Data> {
    return this.#call('POST', path, body)
  }

  put<Data>(path: string, body: unknown): Promise<Data> {
    return this.#call('PUT', path, body)
  }

  patch<Data>(path: string, body: unknown): Promise<Data> {
    return this.#call('PATCH', path, body)
  }

  delete<Data>(path: string): Promise<Data> {
    return this.#call('DELETE', path)
  }

  /** The lines of a long answer as they come. */
  async *lines(path: string, query: Query): AsyncGenerator<string> {
    const response = await this.#fetch(`${path}${queryText(query)}`, {})
    if (!response.ok) await readAnswer(response)
    for await (const lines of batches(response, '\n')) yield* lines
  }

  /**
   * What happens from now on: once this has resolved, nothing is missed. Events that came together come as one list. Ends when
   * the loop over it is left, the signal aborts or the simulator stops.
   */
  async events(types?: readonly ControlEventType[], signal?: AbortSignal): Promise<AsyncGenerator<ControlEvent[]>> {
    const path = `/events${queryText({ types })}`
    const response = await this.#fetch(path, signal === undefined ? {} : { signal })
    if (!response.ok) await readAnswer(response)
    const parts = batches(response, '\n\n')
    await parts.next()
    return eventsIn(parts)
  }

  async #call<Data>(method: string, path: string, body?: unknown): Promise<Data> {
    const content =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
    return (await readAnswer(await this.#fetch(path, { method, ...content }))) as Data
  }

  /** A request that the server has waited for in vain (408) was not carried out, so it is made again. */
  async #fetch(path: string, options: RequestInit): Promise<Response> {
    for (let tries = 1; ; tries++) {
      const response = await this.#fetchOnce(path, options)
      if (response.status !== 408 || tries === triesMax) return response
    }
  }

  async #fetchOnce(path: string, options: RequestInit): Promise<Response> {
    try {
      return await fetch(`${this.#url}${path}`, options)
    } catch (error) {
      if (options.signal?.aborted === true) throw error
      const cause = (error as { readonly cause?: { readonly code?: string } }).cause?.code ?? (error as Error).message
      throw new Error(`no simulator answers at ${this.#url}${path} (${cause})`, { cause: error })
    }
  }
}

/** A process that gets no processor for twenty seconds is late with what it sends. */
const triesMax = 3

interface Answer {
  readonly ok: boolean
  readonly data?: unknown
  readonly error?: string
}

/** @throws ControlError */
async function readAnswer(response: Response): Promise<unknown> {
  const text = await response.text()
  if (text === '') throw new ControlError(`the simulator answered nothing (${response.status})`, response.status)
  const answer = JSON.parse(text) as Answer
  if (!answer.ok) throw new ControlError(answer.error ?? 'no reason given', response.status)
  return answer.data
}

/** The parts of a body that an end mark closes, as many at a time as arrived together. */
async function* batches(response: Response, endMark: string): AsyncGenerator<string[]> {
  const text = new TextDecoder()
  let rest = ''
  for await (const chunk of response.body ?? []) {
    const parts = (rest + text.decode(chunk as Uint8Array, { stream: true })).split(endMark)
    rest = parts.pop() ?? ''
    if (parts.length > 0) yield parts
  }
}

async function* eventsIn(parts: AsyncGenerator<string[]>): AsyncGenerator<ControlEvent[]> {
  for (;;) {
    // A connection that breaks is how a killed simulator stops.
    const next = await parts.next().catch(() => ({ done: true, value: [] }))
    if (next.done === true) return
    yield next.value
      .filter((message) => message.startsWith('data: '))
      .map((message) => JSON.parse(message.slice('data: '.length)) as ControlEvent)
  }
}

function queryText(query: Query): string {
  const parts = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : `${name}=${encodeURIComponent(String(value))}`,
  )
  return parts.length === 0 ? '' : `?${parts.join('&')}`
}
