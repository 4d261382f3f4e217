import { z } from 'zod'

/** Parts of schemas whose messages read as the end of a sentence: the name of the field stands before them. */
export function whole(min: number, max: number = Number.MAX_SAFE_INTEGER) {
  const error = wholeError(min, max)
  return z.number({ error }).int({ error }).min(min, { error }).max(max, { error })
}

/** The same as text, where it comes from a query. */
export function numberText(min: number, max?: number) {
  return matching(/^-?\d+$/, wholeError(min, max))
    .transform(Number)
    .pipe(whole(min, max))
}

export function text(lengthMax: number, lengthMin = 0) {
  const error = `must be a text of ${lengthMin} to ${lengthMax} characters`
  return z.string({ error }).min(lengthMin, { error }).max(lengthMax, { error })
}

/** @param error says what it must be, also of what is no text or is not there */
export function matching(pattern: RegExp, error: string) {
  return z.string({ error }).regex(pattern, { error })
}

export function oneOf<const Values extends readonly string[]>(values: Values) {
  return z.enum(values, { error: `must be one of ${values.join(', ')}` })
}

export function objectOf<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, { error: `must be an object with ${Object.keys(shape).join(', ')}` })
}

export function yesOrNo() {
  return z.boolean({ error: 'must be true or false' })
}

export function listOf<Item extends z.ZodType>(item: Item, lengthMax: number, what: string) {
  const error = `must be a list of at most ${lengthMax} ${what}`
  return z.array(item, { error }).max(lengthMax, { error })
}

/** One line for each mistake: `times must be a whole number from 1`. @param whole what to call the object itself */
export function problemsOf(error: z.ZodError, whole: string): string[] {
  return error.issues.map((issue) => {
    const path = nameOf(issue.path)
    if (issue.code === 'unrecognized_keys')
      return `${shown(issue.keys.join(', '))} is not known ${path === '' ? `in ${whole}` : `in ${path}`}`
    // Our own checks of a whole object say it all themselves.
    if (issue.code === 'custom' && path === '') return issue.message
    const message = issue.message.startsWith('must ') ? issue.message : ownWords(issue)
    return `${path === '' ? whole : path} ${message}`
  })
}

/** For a check that has no words of ours: zod's own speak of types, and to programmers. */
function ownWords(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && issue.expected === 'object') return 'must be a JSON object'
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.join(', ')}`
  return `is wrong: ${issue.message}`
}

/** What the caller wrote, as far as an answer of one line should repeat it. */
export function shown(input: string): string {
  return input.length > shownMax ? `${input.slice(0, shownMax)}…` : input
}

const shownMax = 200

function nameOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((name, part) => {
    if (typeof part === 'number') return `${name}[${part}]`
    return name === '' ? String(part) : `${name}.${String(part)}`
  }, '')
}

function wholeError(min: number, max: number = Number.MAX_SAFE_INTEGER): string {
  const isOpen = max === Number.MAX_SAFE_INTEGER
  if (isOpen && min === Number.MIN_SAFE_INTEGER) return 'must be a whole number'
  return `must be a whole number from ${min}${isOpen ? '' : ` to ${max}`}`
}
