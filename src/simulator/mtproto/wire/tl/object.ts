/**
 * A TL value as a plain JavaScript value: `int` and `double` are numbers, `long` is a bigint, `int128`, `int256` and
 * `bytes` are Buffers, `Bool` is a boolean, a vector is an array. An absent optional field may be left out or be undefined.
 */
export type TlValue = number | bigint | string | boolean | Buffer | TlObject | readonly TlValue[] | undefined

/**
 * A TL constructor or method call: `_` is its name in the schema, the fields are in camelCase and in no order
 * (`{ _: 'messages.sendMessage', peer: { _: 'inputPeerSelf' }, message: 'salom', randomId: 123n }`).
 * A `flags.N?true` field is `true` when set and absent otherwise; the flag words themselves are never fields.
 */
export type TlObject = { readonly _: string; readonly [field: string]: TlValue }

/** What a method answers: its result object, a `Bool`, or the elements of a bare vector (`Vector<User>`, `Vector<int>`). */
export type TlAnswer = TlObject | boolean | readonly TlValue[]

/** We built an object that its constructor does not allow. The message names constructor and field. */
export class TlEncodeError extends Error {
  override name = 'TlEncodeError'
}

/** A client sent bytes that the schema does not allow. */
export class TlDecodeError extends Error {
  override name = 'TlDecodeError'
}

/** An id that our schema does not have at this place: a newer layer, or nonsense. */
export class UnknownConstructor extends TlDecodeError {
  override name = 'UnknownConstructor'
  /** As it stood in the bytes, unsigned. */
  readonly id: number
  /** What was to stand there: `method`, or the name of a type. */
  readonly wanted: string

  constructor(id: number, wanted: string) {
    super(`#${id.toString(16).padStart(8, '0')} is no ${wanted} of our schema`)
    this.id = id
    this.wanted = wanted
  }
}
