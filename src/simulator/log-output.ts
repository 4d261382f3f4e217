import { constants, fstatSync, openSync } from 'node:fs'
import { Socket } from 'node:net'
import { standardError } from '../base/log.ts'

/** Where log lines go. */
export interface LogOutput {
  write(line: string): void
}

/** Several thousand lines: more than any reader is behind who reads at all. */
const waitingMaxBytes = 1024 * 1024

/**
 * Standard error for the log of a server. A pipe that nobody reads is full after some hundred lines, and who waits for it serves
 * nobody any more: lines that find too much before them are left out, and the next one that finds room says how many.
 */
export function logOutput(pipe: Socket | undefined = errorPipe()): LogOutput {
  return pipe === undefined ? standardError() : unhurried(pipe)
}

/** Standard error as a stream that takes what it can at once and keeps the rest; undefined where it is a file or a terminal. */
export function errorPipe(): Socket | undefined {
  const stat = statOf(2)
  if (stat?.isFIFO() !== true && stat?.isSocket() !== true) return undefined
  return ownEndOf(2) ?? process.stderr
}

function unhurried(stream: Socket): LogOutput {
  let leftOut = 0
  // Whoever read our lines has died: what is served is worth more than saying so.
  stream.on('error', () => {})
  return {
    write(line) {
      if (stream.writableLength > waitingMaxBytes) {
        leftOut += 1
        return
      }
      if (leftOut > 0)
        stream.write(`${JSON.stringify({ level: 40, msg: `${leftOut} lines were left out here: nobody read` })}\n`)
      leftOut = 0
      stream.write(line)
    },
  }
}

/**
 * Whether writes to a pipe wait is a property of what all processes share that hold this end, and any of them can switch it: a Go
 * program that looks whether it writes to a terminal does. Opened anew, the end is ours alone. Undefined for a socket, and where there
 * is no /proc.
 */
function ownEndOf(fd: number): Socket | undefined {
  try {
    const own = openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK)
    return new Socket({ fd: own, readable: false, writable: true })
  } catch {
    return undefined
  }
}

function statOf(fd: number) {
  try {
    return fstatSync(fd)
  } catch {
    return undefined // Closed: there is nobody to wait for.
  }
}
