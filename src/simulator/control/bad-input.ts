import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** What the caller did wrong and can mend, in one line. Nothing was changed. */
export class BadInput extends Error {
  override readonly name = 'BadInput'
  readonly status: ContentfulStatusCode

  constructor(line: string, status: ContentfulStatusCode = 400) {
    super(line)
    this.status = status
  }
}

/** It names something that is not there. */
export function missing(line: string): BadInput {
  return new BadInput(line, 404)
}
