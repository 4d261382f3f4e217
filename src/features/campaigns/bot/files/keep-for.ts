import type { Visit, Written } from '../../../../bot/screen.ts'
import type { StorePort } from '../../../../store/store.ts'
import { keepWritten } from './keep.ts'
import type { Kept, KeepDeps, LibraryVerbs } from './keep.ts'
import { fileTexts } from './texts.ts'

interface KeepForDeps extends KeepDeps {
  readonly store: KeepDeps['store'] & StorePort<Pick<LibraryVerbs, 'accessHash'>>
}

/** The same for accounts that are known already: each has to see the channel whose post it is to pass on. */
export async function keepFor(
  deps: KeepForDeps,
  accountIds: readonly number[],
  written: Written,
  visit: Visit,
): Promise<Kept> {
  const kept = await keepWritten(deps, written, visit)
  if ('refusal' in kept || kept.content.forward === undefined) return kept
  const { from, title } = kept.content.forward
  for (const accountId of accountIds) {
    const isSeen = (await deps.store.accessHash({ accountId, peer: from })) !== undefined
    if (!isSeen) return { refusal: fileTexts.notInChannel[visit.language](title) }
  }
  return kept
}
