import type { ClientInfo } from './contract.ts'
import type { Envelope } from './rpc-call.ts'
import type { TlCodec } from './tl/codec.ts'
import type { TlObject } from './tl/object.ts'

/** Takes a method out of what it was wrapped in. `known` is what the session said before. */
export function unwrap(
  codec: TlCodec,
  call: TlObject,
  known: { readonly layer: number; readonly client: ClientInfo | undefined },
): Envelope {
  let { layer, client } = known
  let withoutUpdates = false
  const after: bigint[] = []

  let body = call
  while (codec.isWrapper(body._)) {
    if (body._ === 'invokeWithLayer') layer = body['layer'] as number
    else if (body._ === 'initConnection') client = clientInfo(body)
    else if (body._ === 'invokeWithoutUpdates') withoutUpdates = true
    else if (body._ === 'invokeAfterMsg') after.push(body['msgId'] as bigint)
    else if (body._ === 'invokeAfterMsgs') after.push(...(body['msgIds'] as bigint[]))
    body = body['query'] as TlObject
  }
  return { body, layer, client, withoutUpdates, after }
}

/** Ours: what a session remembers of its client is shown in lists and notices, and must not grow with what somebody writes there. */
const textMax = 64

function clientInfo(init: TlObject): ClientInfo {
  const cut = (field: string) => (init[field] as string).slice(0, textMax)
  return {
    apiId: init['apiId'] as number,
    deviceModel: cut('deviceModel'),
    systemVersion: cut('systemVersion'),
    appVersion: cut('appVersion'),
    systemLangCode: cut('systemLangCode'),
    langCode: cut('langCode'),
  }
}
