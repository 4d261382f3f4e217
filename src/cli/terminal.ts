import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { Refusal, exitCodes } from '../base/refusal.ts'
import { Exit } from './exit.ts'

/** Where a command speaks to a person or to a script. */
export interface Terminal {
  print(text: string): void
  printError(text: string): void
  /** Standard output is a terminal: a person reads it. */
  readonly isTerminal: boolean
  /** Colours may be used there. */
  readonly hasColours: boolean
  /** Standard error is one: progress bars, which would be noise in a log. */
  readonly hasBars: boolean
  /** Standard input up to its end. */
  readAll(): Promise<string>
  /** Asks, and waits for a line of standard input. @throws Refusal when it has ended */
  ask(question: string): Promise<string>
  /** The same without showing what is typed. */
  askSecretly(question: string): Promise<string>
}

/** The process's own. NO_COLOR: https://no-color.org */
export function openTerminal({ stdin, stdout, stderr, env } = process): Terminal {
  // `karvon attempts list | head`: whoever has read enough closes the pipe, and that is no fault.
  stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : exitCodes.internal))
  const answers = new Answers(stdin, stderr)
  return {
    print: (text) => void stdout.write(text),
    printError: (text) => void stderr.write(text),
    isTerminal: stdout.isTTY,
    hasColours: stdout.isTTY && (env['NO_COLOR'] ?? '') === '',
    hasBars: stderr.isTTY,
    async readAll() {
      stdin.setEncoding('utf8')
      let text = ''
      for await (const chunk of stdin) text += String(chunk)
      return text
    },
    ask: (question) => answers.next(question, true),
    askSecretly: (question) => answers.next(question, false),
  }
}

/** Lines that somebody types, or a script sends. Questions go to standard error: standard output is what a script reads. */
class Answers {
  readonly #stdin: NodeJS.ReadStream
  readonly #stderr: NodeJS.WriteStream
  readonly #ready: string[] = []
  #isOpen = false
  #take: ((line: string) => void) | undefined
  #fail: ((error: Error) => void) | undefined
  #isShown = true
  #end: Error | undefined

  constructor(stdin: NodeJS.ReadStream, stderr: NodeJS.WriteStream) {
    this.#stdin = stdin
    this.#stderr = stderr
  }

  async next(question: string, isShown: boolean): Promise<string> {
    if (!this.#isOpen) this.#open()
    this.#stderr.write(question)
    this.#isShown = isShown
    try {
      return this.#ready.shift() ?? (await this.#typed())
    } finally {
      // Nobody has seen an Enter: it was typed without being shown, or came through a pipe.
      if (!isShown || !this.#stdin.isTTY) this.#stderr.write('\n')
    }
  }

  async #typed(): Promise<string> {
    if (this.#end !== undefined) throw this.#end
    return new Promise<string>((resolve, reject) => {
      this.#take = resolve
      this.#fail = reject
    })
  }

  #open(): void {
    this.#isOpen = true
    const isTerminal = this.#stdin.isTTY
    const echo = new Writable({
      write: (chunk, _encoding, done) => {
        if (this.#isShown) this.#stderr.write(chunk as Buffer)
        done()
      },
    })
    const lines = createInterface({ input: this.#stdin, output: echo, terminal: isTerminal, historySize: 0 })
    lines.on('line', (line) => {
      const take = this.#take
      this.#take = undefined
      if (take === undefined) this.#ready.push(line.trim())
      else take(line.trim())
    })
    lines.on('SIGINT', () => this.#stop(new Exit(interrupted)))
    lines.on('close', () => this.#stop(new Refusal('standard input ended before everything was answered')))
  }

  #stop(end: Error): void {
    this.#end ??= end
    this.#fail?.(this.#end)
  }
}

/** As the shell counts it: 128 and the number of SIGINT. */
const interrupted = 130
