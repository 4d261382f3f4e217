import { parentPort, workerData } from 'node:worker_threads'

// A shard without accounts: it misbehaves on a hint, as the account's number says. It is JavaScript because a thread of the
// sources takes a third of a second to start, and the tests start two dozen.

/** @typedef {import('../../src/shard/protocol.ts').FromShard} FromShard */
/** @typedef {import('../../src/shard/protocol.ts').ToShard} ToShard */
/** @typedef {{ heartbeat: SharedArrayBuffer, heartbeatEveryMs: number, misdeeds: import('./misdeeds.ts').Misdeeds }} Start */

const { heartbeat, heartbeatEveryMs, misdeeds } = /** @type {Start} */ (workerData)
const beat = new BigInt64Array(heartbeat)
let refusesToDrain = false

const strike = () => Atomics.store(beat, 0, BigInt(Date.now()))
strike()
setInterval(strike, heartbeatEveryMs)
parentPort?.on('message', (/** @type {ToShard} */ message) => {
  if (message.type === 'grant')
    tell({ type: 'events', events: [{ name: 'granted', epoch: message.grants[0]?.epoch ?? 0 }] })
  if (message.type === 'slow') tell({ type: 'events', events: [{ name: 'slowed', share: message.share }] })
  if (message.type === 'give-back') tell({ type: 'gave-back', partitions: message.partitions })
  if (message.type === 'hint') misbehave(message.accountIds[0] ?? 0)
  if (message.type !== 'drain' || refusesToDrain) return
  tell({ type: 'drained' })
  process.exit(0)
})
tell({ type: 'ready' })

/** @param {number} misdeed */
function misbehave(misdeed) {
  if (misdeed === misdeeds.throw) throw new Error('made to')
  if (misdeed === misdeeds.exit) process.exit(3)
  if (misdeed === misdeeds.refuseToDrain) {
    refusesToDrain = true
    tell({ type: 'events', events: [{ name: 'refuses' }] })
  }
  while (misdeed === misdeeds.spin);
}

/** @param {FromShard} message */
function tell(message) {
  parentPort?.postMessage(message)
}
