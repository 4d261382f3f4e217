import { chat } from './chat.ts'
import { chats } from './chats.ts'
import { common } from './common.ts'
import { events } from './events.ts'
import { people } from './people.ts'
import { refusals } from './refusals.ts'

/** Everything that the page says. The browser gets it as it stands and picks its language. */
export const texts = { ...common, ...people, ...chats, ...chat, ...events, ...refusals } as const
