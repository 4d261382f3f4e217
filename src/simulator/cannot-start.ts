/** What the operator can mend before a start: a folder in use, data of another version. One line that says what to do. */
export class CannotStart extends Error {
  override readonly name = 'CannotStart'
}
