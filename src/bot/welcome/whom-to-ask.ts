import type { Person } from '../../access/people.ts'
import type { Language } from '../language.ts'
import { link } from '../rich-text.ts'
import type { Rich } from '../rich-text.ts'
import { shownName } from '../shown-name.ts'
import { texts } from './texts.ts'

/** Enough to find one who is awake. */
const namedMax = 3

/** The line that says whom to ask about access. */
export function whomToAsk(language: Language, admins: readonly Person[]): Rich {
  const who = admins.slice(0, namedMax).map(askable)
  if (who.length === 0) return texts.nobodyToAsk[language]
  return texts.ask[language](who.flatMap((each, index) => (index === 0 ? [each] : [', ', each])))
}

function askable({ id, name, username }: Person): Rich {
  return username === null ? link(shownName(name), `tg://user?id=${id}`) : `@${username}`
}
