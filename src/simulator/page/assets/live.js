// What happens while one looks: the simulator tells it as it comes.

/** @import { LiveEvent } from '../live.ts' */

const retryMaxMs = 15_000

/**
 * Keeps a line open to the simulator while the page is seen. A hidden one hangs up, because a browser has only six lines to one
 * server, and somebody may well hold seven phones.
 *
 * @param {number} userId
 * @param {{ onEvent(event: LiveEvent): void, onConnected(isConnected: boolean): void }} to
 */
export function openLive(userId, { onEvent, onConnected }) {
  /** @type {EventSource | null} */
  let source = null
  /** Something may have happened, or could not be read, while there was no line. */
  let hasMissed = false
  let failures = 0
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let retry

  function connect() {
    hangUp()
    source = new EventSource(`/phone/${userId}/events`)
    source.onmessage = ({ data }) => receive(JSON.parse(data))
    source.onerror = () => {
      hasMissed = true
      onConnected(false)
      // It tries again by itself, unless the answer was a refusal; then it gives up, and we do not.
      if (source?.readyState !== EventSource.CLOSED) return
      failures += 1
      retry = setTimeout(connect, Math.min(retryMaxMs, 500 * 2 ** failures))
    }
  }

  /** @param {LiveEvent} event */
  function receive(event) {
    if (event.type !== 'hello') return onEvent(event)
    failures = 0
    onConnected(true)
    onEvent(event)
    if (hasMissed) onEvent({ type: 'reload' })
    hasMissed = false
  }

  function hangUp() {
    clearTimeout(retry)
    source?.close()
    source = null
  }

  function seenOrHidden() {
    if (document.hidden) {
      hasMissed = true
      hangUp()
    } else if (source === null) connect()
  }

  document.addEventListener('visibilitychange', seenOrHidden)
  connect()
  return {
    connect,
    close() {
      document.removeEventListener('visibilitychange', seenOrHidden)
      hangUp()
    },
  }
}
