import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { buildDemoWorld } from '../../../src/simulator/worlds/demo.ts'
import { startControl } from '../../support/control.ts'
import type { TestControl } from '../../support/control.ts'
import { openTestWorld } from '../../support/world.ts'

const text = readFileSync(join(import.meta.dirname, '../../../docs/simulator.md'), 'utf8')

interface Example {
  /** As the table names it; undefined for one that stands below a table. */
  readonly route: string | undefined
  readonly line: string
}

it('every example of docs/simulator.md works, one after the other, on a new demo world', async () => {
  const files = openTestWorld({ seed: 1 })
  buildDemoWorld(files.world, files.random)
  const control = await startControl(files)
  const examples = examplesIn(text)
  const answers: string[] = []

  for (const example of examples) {
    // What auth.sendCode does.
    if (example.route === 'GET /codes/:phone') control.mtproto.signIn.codes.send('998901234567')
    answers.push(`${example.line}: ${await answerTo(control, example)}`)
  }

  expect(examples.length).toBeGreaterThan(70)
  expect(examples.filter(isOfAnotherRoute)).toEqual([])
  expect(answers).toEqual(examples.map(({ line }) => `${line}: 200`))
})

/** Of the tables the last cell, of the blocks every line that is a request. */
function examplesIn(source: string): Example[] {
  return source.split('\n').flatMap((line) => {
    const [, route, example] = /^\| `((?:GET|POST|PUT|PATCH|DELETE) [^`]+)` .*\| `([^`]+)` *\|$/.exec(line) ?? []
    if (route !== undefined && example !== undefined) return [{ route, line: example }]
    return /^(?:post|put|patch|curl) /.test(line) ? [{ route, line }] : []
  })
}

function isOfAnotherRoute({ route, line }: Example): boolean {
  const { method, path } = requestOf(line)
  const shape = route?.replaceAll(/:\w+/g, '[^/?]+') ?? '.*'
  return !new RegExp(`^${shape}(?:\\?.*)?$`).test(`${method} ${path}`)
}

/** @returns the status, and the error where there is one */
async function answerTo({ url, files }: TestControl, { route, line }: Example): Promise<string> {
  const { method, path, body } = requestOf(line)
  const leaving = new AbortController()
  const headers = { 'content-type': 'application/json' }
  const isPress = route === 'POST /users/:id/press'
  const sent = isPress ? body?.replace(/"messageId":\d+/, `"messageId":${askForPress(files.world)}`) : body
  const response = await fetch(url + path, {
    method,
    signal: leaving.signal,
    ...(sent === undefined ? {} : { body: sent, headers }),
  })
  if (response.headers.get('content-type') !== 'application/json') {
    leaving.abort()
    return String(response.status)
  }
  const { error } = (await response.json()) as { readonly error?: string }
  return `${response.status}${error === undefined ? '' : ` ${error}`}`
}

/** The bot of the example asks its person. @returns the id of the question */
function askForPress(world: ReturnType<typeof openTestWorld>['world']): number {
  const markup = { inline_keyboard: [[{ text: 'Ha', callback_data: 'yes' }]] }
  return world.messages.send({ fromId: 7_000_000_001, to: 5_000_000_001, text: 'Boramizmi?', markup }).id
}

function requestOf(line: string): { readonly method: string; readonly path: string; readonly body?: string } {
  const [, verb, path, body = '{}'] = /^(post|put|patch) (\S+)(?: '(.*)')?$/.exec(line) ?? []
  if (verb !== undefined && path !== undefined) return { method: verb.toUpperCase(), path, body }
  const [, method = 'GET', address] = /^curl (?:-N )?(?:-X (\w+) )?"?\$T([^"\s]+)"?(?: > \S+)?$/.exec(line) ?? []
  if (address === undefined) throw new Error(`no request: ${line}`)
  return { method, path: address }
}
