/** The store refused or failed. The transaction of that verb changed nothing. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  /** The database's own word, such as SQLITE_FULL: the disk is full, and trying again helps once there is room. */
  readonly code: string | undefined

  constructor(message: string, code?: string) {
    super(message)
    this.code = code
  }
}
