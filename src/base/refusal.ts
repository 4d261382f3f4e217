/**
 * What a command cannot do, in one line for the person at the terminal: what it is about, and what to do. It crosses the control
 * socket as it is; any other error is a fault of ours and is logged instead.
 */
export class Refusal extends Error {
  override readonly name: string = 'Refusal'
  readonly exitCode: number

  constructor(message: string, exitCode: number = exitCodes.usage, options?: ErrorOptions) {
    super(message, options)
    this.exitCode = exitCode
  }
}

/** As in sysexits.h, so that a process manager can tell what is worth a restart. */
export const exitCodes = {
  /** The command line is wrong. */
  usage: 2,
  /** A fault of ours. */
  internal: 70,
  /** Another supervisor has the data folder. */
  held: 73,
  /** Try again later. */
  temporary: 75,
  /** The configuration, the data folder or the database does not fit: somebody must mend it first. */
  config: 78,
} as const
