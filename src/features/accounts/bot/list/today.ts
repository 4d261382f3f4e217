/** When this day began by the person's clock. On a day when clocks change it is up to an hour off. @param timeZone an IANA name */
export function dayStartMs(nowMs: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, ...timeOfDay }).formatToParts(nowMs)
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((found) => found.type === type)?.value ?? 0)
  const sinceMs = ((part('hour') * 60 + part('minute')) * 60 + part('second')) * 1000 + (nowMs % 1000)
  return nowMs - sinceMs
}

const timeOfDay = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const
