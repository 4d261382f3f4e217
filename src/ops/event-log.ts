import type { Logger } from '../base/log.ts'
import { eventLevels } from '../delivery/events.ts'
import type { EngineEvent } from '../delivery/events.ts'

/** Writes events as log lines, each as loud as the list says. */
export function logEvents(log: Logger): (event: EngineEvent) => void {
  return ({ name, ...fields }) => log[eventLevels[name]]({ event: name, ...fields }, name)
}
