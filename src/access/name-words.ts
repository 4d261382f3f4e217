/** Of a name that somebody gave themselves: more would only be there to be in the way. */
const [wordsMax, lettersMax] = [8, 32]

/**
 * The words by which somebody is found, small and without signs: `Азиз Каримов` with @aziz_k gives `азиз`, `каримов`, `aziz`, `k` and
 * `aziz_k`. What is typed into a search goes through it too.
 */
export function nameWords(name: string, username: string | null = null): string[] {
  const folded = (text: string) => text.normalize('NFKC').toLowerCase()
  const parts = folded(`${name} ${username ?? ''}`)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
  const all = username === null ? parts : [folded(username), ...parts]
  return [...new Set(all.map((word) => word.slice(0, lettersMax)))].slice(0, wordsMax)
}
