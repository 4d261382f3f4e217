// Logs far more than a pipe takes and says on standard output when it is done, and logs one more line once there is room.
import { openLog } from '../../src/base/log.ts'
import { errorPipe, logOutput } from '../../src/simulator/log-output.ts'

const pipe = errorPipe()
const log = openLog('info', logOutput(pipe))
for (let line = 0; line < 5000; line++) log.info({ line, text: 'x'.repeat(1000) }, 'many')
process.stdout.write('done\n')
pipe?.once('drain', () => log.info('one more'))
