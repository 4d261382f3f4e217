/** How many letters have to be changed, put in or taken out: https://en.wikipedia.org/wiki/Levenshtein_distance */
export function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (const [index, letter] of from.split('').entries()) {
    const next = [index + 1]
    for (let column = 1; column <= to.length; column++) {
      const [above = 0, left = 0, diagonal = 0] = [row[column], next[column - 1], row[column - 1]]
      next.push(Math.min(above + 1, left + 1, diagonal + (to[column - 1] === letter ? 0 : 1)))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
