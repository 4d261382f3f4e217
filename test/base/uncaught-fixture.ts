import { openLog } from '../../src/base/log.ts'
import { endOnUncaught } from '../../src/base/uncaught.ts'

// Run as a program: fails in a way that nobody catches, with a token in the error.
endOnUncaught(openLog('info'))
const failure = process.argv[2]
const token = process.env['TOKEN'] ?? ''

if (failure === 'rejects') void Promise.reject(new Error(token))
// A signal throws whatever it was aborted with, so that not everything that arrives is an Error.
if (failure === 'rejects with a text') void Promise.resolve().then(() => AbortSignal.abort(token).throwIfAborted())
if (failure === 'throws') {
  setTimeout(() => {
    throw new Error(token)
  })
}
setInterval(() => {}, 1000)
