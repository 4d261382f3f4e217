import { badRequest } from '../bot-error.ts'

/** No method of the Bot API nests deeper than a dozen levels; what does is meant to exhaust the stack. */
const depthMax = 100

/** @throws BotError with `what` in its sentence, for what is no JSON or is nested too deeply. */
export function parseJson(source: string, what: string): unknown {
  if (depthOf(source) > depthMax) throw badRequest(`can't parse ${what}: nested too deeply`)
  try {
    return JSON.parse(source)
  } catch {
    throw badRequest(`can't parse ${what}`)
  }
}

function depthOf(source: string): number {
  let [depth, deepest, isInString] = [0, 0, false]
  for (let at = 0; at < source.length; at++) {
    const character = source[at]
    if (isInString && character === '\\') at += 1
    else if (character === '"') isInString = !isInString
    else if (!isInString && (character === '[' || character === '{')) deepest = Math.max(deepest, ++depth)
    else if (!isInString && (character === ']' || character === '}')) depth -= 1
  }
  return deepest
}
