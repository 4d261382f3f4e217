import { printable } from '../../base/printable.ts'
import { say } from '../../cli/output.ts'
import { openSpine } from '../../store/store.ts'
import type { FeatureContext } from '../feature.ts'
import type { KeptLogin } from './logins.ts'
import { noOwner } from './refusals.ts'
import { openAccountBook } from './store.ts'

/** Before a person types a code for nothing. */
export function requireOwner(context: FeatureContext, ownerId: number): void {
  if (!context.read((db) => openAccountBook(db, openSpine(db)).hasOwner(ownerId))) throw noOwner(ownerId)
}

/** Says what became of a login. */
export function sayKept({ terminal }: FeatureContext, flags: { readonly json?: true }, kept: KeptLogin): void {
  say(terminal, flags, kept, ({ account: { id, name }, isNew, isOldLoginEnded }) => {
    const head = isNew ? `Account ${id} is ${printable(name)}.` : `Account ${id}, ${printable(name)}, has a new login.`
    const old =
      isOldLoginEnded === false
        ? 'The login it had before could not be ended: end it in the Telegram app, among the devices.'
        : ''
    return [head, old, `Its groups: \`karvon accounts groups ${id}\``].filter(Boolean).join('\n')
  })
}
