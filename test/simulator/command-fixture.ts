// The command as a process of its own, around a simulator that does as it is told: node command-fixture.ts <behaviour> <flags...>
import { runProgram } from '../../src/cli/program.ts'
import { simulatorCommand } from '../../src/simulator/command.ts'

const [behaviour = '', ...flags] = process.argv.slice(2)
const say = (line: string): void => void process.stdout.write(`${line}\n`)

const command = simulatorCommand(async ({ port, apiPort, controlPort, dataDir }) => {
  if (behaviour === 'port in use') {
    throw Object.assign(new Error('listen'), { code: 'EADDRINUSE', syscall: 'listen', port: apiPort })
  }
  return {
    ready: { ready: true, port, apiPort, controlPort, publicKeyFile: `${dataDir}/public.pem`, dataDir },
    stop: async () => {
      say('stopping')
      // A timer, because a promise that nobody can settle would not keep the process up.
      await new Promise((resolve) => setTimeout(resolve, behaviour === 'hangs' ? 60_000 : 100))
      say('stopped')
    },
  }
})

// Keeps the process up as open sockets would.
const socket = setInterval(() => {}, 60_000)
const exitCode = await runProgram(['simulator', ...flags], {
  version: '0.0.0',
  commands: [command],
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
})
clearInterval(socket)
process.exit(exitCode)
