export interface Dc {
  readonly id: number
  readonly address: string
}

/**
 * The DCs of the simulated Telegram. They differ by address and share one port, because clients ignore the ports that the
 * configuration names. DC 2 is the main one and has the address that a client is most likely to be pointed at.
 */
export const dcs: readonly Dc[] = [
  { id: 2, address: '127.0.0.1' },
  { id: 1, address: '127.0.0.2' },
  { id: 3, address: '127.0.0.3' },
]

export const mainDcId = 2
