import type { Random } from '../../base/random.ts'
import type { FaultAction } from '../faults/faults.ts'
import type { RpcRequest } from './wire/contract.ts'

/** What a fault may do beyond the one connection. */
export interface FaultTools {
  readonly random: Random
  forgetAuthKey(id: bigint): void
  bumpSalts(): void
}

type Rude = Exclude<FaultAction, { type: 'error' | 'duplicate-key' }>

/** Does to the connection what the action says, instead of answering. */
export function carryOut(action: Rude, request: RpcRequest, tools: FaultTools): void {
  switch (action.type) {
    case 'drop':
      if (action.how === 'reset') request.connection.reset()
      else request.connection.close('fault: dropped')
      return
    case 'half-open':
      request.connection.silence()
      return
    case 'garbage':
      request.connection.writeRaw(tools.random.bytes(action.sizeBytes))
      return
    case 'transport-error':
      request.connection.sendTransportError(action.code)
      return
    case 'bad-message':
      request.sendBadMessage(action.code)
      return
    case 'forget-key':
      tools.forgetAuthKey(request.authKey.id)
      return
    case 'new-salt':
      tools.bumpSalts()
      request.sendBadSalt()
      return
    case 'silence':
      return
  }
}
