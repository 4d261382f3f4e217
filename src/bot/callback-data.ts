/** What a button carries. It comes back from outside, so it is parsed like anything from outside. */
export type Pressed =
  | { readonly type: 'screen'; readonly version: number; readonly action: string; readonly args: readonly string[] }
  | { readonly type: 'notice'; readonly id: number; readonly action: string; readonly args: readonly string[] }

/** https://core.telegram.org/bots/api#inlinekeyboardbutton, in bytes */
const dataMax = 64

/** @throws RangeError when it does not fit: a screen's own mistake */
export function callbackData(pressed: Pressed): string {
  const number = pressed.type === 'screen' ? pressed.version : pressed.id
  const data = [`${pressed.type === 'screen' ? 's' : 'n'}${number.toString(36)}`, pressed.action, ...pressed.args].join(
    '.',
  )
  if (Buffer.byteLength(data) > dataMax)
    throw new RangeError(`the data of a button takes more than ${dataMax} bytes: ${data}`)
  return data
}

/** @returns undefined for what no button of ours carries */
export function parseCallbackData(data: string | undefined): Pressed | undefined {
  const [head = '', action = '', ...args] = (data ?? '').split('.')
  const match = /^([sn])([0-9a-z]{1,11})$/.exec(head)
  const number = Number.parseInt(match?.[2] ?? '', 36)
  if (match === null || !Number.isSafeInteger(number) || !/^[\w-]{1,30}$/.test(action)) return undefined
  return match[1] === 's'
    ? { type: 'screen', version: number, action, args }
    : { type: 'notice', id: number, action, args }
}
