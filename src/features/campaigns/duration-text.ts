/** As it is typed: `90s`, `5m`, `2h`, `366d`. */
export function durationText(ms: number): string {
  const unit = units.find(({ unitMs }) => ms >= unitMs && ms % unitMs === 0)
  return unit === undefined ? `${ms}ms` : `${ms / unit.unitMs}${unit.name}`
}

const units = [
  { name: 'd', unitMs: 86_400_000 },
  { name: 'h', unitMs: 3_600_000 },
  { name: 'm', unitMs: 60_000 },
  { name: 's', unitMs: 1_000 },
]
