import { openTerminal } from '../../src/cli/terminal.ts'

// Run as a program: asks for a phone, a code and a password, and repeats what it was told.
const terminal = openTerminal()
try {
  const answers = [
    await terminal.ask('Phone: '),
    await terminal.ask('Code: '),
    await terminal.askSecretly('Password: '),
  ]
  terminal.print(`${JSON.stringify(answers)}\n`)
} catch (error) {
  terminal.printError(`error: ${error instanceof Error ? error.message : String(error)}\n`)
}
process.exit(0)
