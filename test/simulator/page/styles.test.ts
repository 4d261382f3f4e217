import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const assets = join(import.meta.dirname, '../../../src/simulator/page/assets')

describe('the styles of the page', () => {
  it('hover only where a pointer can: on a touched screen it would stay until the next touch', () => {
    const files = readdirSync(assets).filter((file) => file.endsWith('.css'))
    const sticky = files.filter((file) =>
      withoutHoverBlocks(readFileSync(join(assets, file), 'utf8')).includes(':hover'),
    )

    expect(files.length).toBeGreaterThan(5)
    expect(sticky).toEqual([])
  })
})

function withoutHoverBlocks(css: string): string {
  return css.replace(/^@media \(hover: hover\) \{\n[^]*?^\}$/gm, '')
}
