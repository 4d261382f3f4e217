import type { ControlConnection } from './control-connection.ts'

export interface Health {
  readonly users: number
  readonly chats: number
  /** Lines of the ledger. */
  readonly requests: number
  readonly isFrozen: boolean
  readonly connections: number
  readonly sessions: number
}

export interface ConnectionView {
  readonly id: number
  readonly dcId: number
  readonly remote: string
}

/** The servers themselves: their time, their health, their connections. */
export class ServerCalls {
  readonly #control: ControlConnection

  constructor(control: ControlConnection) {
    this.#control = control
  }

  health(): Promise<Health> {
    return this.#control.get('/health')
  }

  /** MTProto hangs; @param forMs left out: until `thaw` */
  freeze(forMs?: number): Promise<null> {
    return this.#control.post('/freeze', { forMs })
  }

  thaw(): Promise<null> {
    return this.#control.post('/thaw')
  }

  async nowMs(): Promise<number> {
    return (await this.#control.get<{ nowMs: number }>('/clock')).nowMs
  }

  /** @returns the new time */
  async advance(ms: number): Promise<number> {
    return (await this.#control.post<{ nowMs: number }>('/clock/advance', { ms })).nowMs
  }

  bumpSalts(): Promise<null> {
    return this.#control.post('/salts/bump')
  }

  /** Every file reference that was given out so far is too old. */
  expireFileReferences(): Promise<null> {
    return this.#control.post('/file-references/expire')
  }

  /** Of one account, or all. */
  connections(userId?: number): Promise<{ count: number; connections: ConnectionView[] }> {
    return this.#control.get('/connections', { userId })
  }

  dropConnections(how: 'close' | 'reset' | 'silence', userId?: number): Promise<{ dropped: number }> {
    return this.#control.post('/connections/drop', { how, userId })
  }
}
