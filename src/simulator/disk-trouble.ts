/**
 * What SQLite could not write or read is no damage: nothing must be deleted for it.
 * @returns one line for the operator; undefined for every other error
 */
export function diskTrouble(error: unknown, path: string): string | undefined {
  const code = sqliteCode(error)
  if (code === undefined || !/^SQLITE_(?:FULL|IOERR)/.test(code)) return undefined
  return `${path} cannot be written (${(error as Error).message}): the disk may be full, make room or give another --data`
}

/** The same for a simulator that serves and has to end: what it answered is on disk, because nobody is answered before. */
export function lastWords(error: unknown, folder: string): string {
  const why = error instanceof Error ? error.message : String(error)
  return `${folder} cannot be written any more (${why}): make room if its disk is full, then start again; what was answered is kept`
}

/** `SQLITE_…` of an error of the driver. */
export function sqliteCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  const code = String(error.code)
  return code.startsWith('SQLITE_') ? code : undefined
}
