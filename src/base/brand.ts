declare const brand: unique symbol

/**
 * A plain value that only passes where its name is asked for: a `Peer` is a number, but not any number is a `Peer`. The cast stands
 * in the row mapper and the parsers, nowhere else.
 */
export type Brand<Value, Name extends string> = Value & { readonly [brand]: Name }
