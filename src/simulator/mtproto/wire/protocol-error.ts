/** A client broke the protocol: its connection is closed, with this message as the reason in the log. */
export class ProtocolError extends Error {
  override name = 'ProtocolError'
}
