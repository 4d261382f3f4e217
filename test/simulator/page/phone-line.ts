import { onTestFinished } from 'vitest'
import type { LiveEvent } from '../../../src/simulator/page/live.ts'

/** The line that an open page has to the simulator: reads server-sent events as they come. */
export interface PhoneLine {
  /** The next event of this type; those before it are passed over. Fails when none comes within the time. */
  next<Type extends LiveEvent['type']>(type: Type): Promise<LiveEvent & { type: Type }>
  close(): void
}

const deadlineMs = 30_000

export async function openLine(origin: string, userId: number): Promise<PhoneLine> {
  const abort = new AbortController()
  const response = await fetch(`${origin}/phone/${userId}/events`, { signal: abort.signal })
  const events = read(response)
  const close = () => abort.abort()
  onTestFinished(close)

  const line: PhoneLine = {
    close,
    async next(type) {
      const timer = setTimeout(close, deadlineMs)
      try {
        for (;;) {
          const { value, done } = await events.next()
          if (done === true) throw new Error(`the line ended while waiting for ${type}`)
          if (value.type === type) return value as LiveEvent & { type: typeof type }
        }
      } finally {
        clearTimeout(timer)
      }
    },
  }
  await line.next('hello')
  return line
}

async function* read(response: Response): AsyncGenerator<LiveEvent, void> {
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true })
    const frames = text.split('\n\n')
    text = frames.pop() ?? ''
    for (const frame of frames) if (frame.startsWith('data: ')) yield JSON.parse(frame.slice(6)) as LiveEvent
  }
}
