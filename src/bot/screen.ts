import type { MessageEntity } from 'grammy/types'
import { z } from 'zod'
import type { ZodType } from 'zod'
import type { Access, Audience, Person } from '../access/people.ts'
import type { Service } from '../base/service.ts'
import type { InEach, Language } from './language.ts'
import type { Rich } from './rich-text.ts'
import type { Said, WrittenFile, WrittenPost } from './written-files.ts'

/** What a person sees: one message with its buttons. */
export interface View {
  readonly text: Rich
  /** Rows of buttons; a row without any is left out. */
  readonly rows?: readonly (readonly Button[])[]
  /** Goes on after it was shown, like the work of what leads here: for a screen that has to ask Telegram wherever a person comes from. */
  readonly work?: Work
  /** Instead of rows: a keyboard with which a person shares their own number, and a button that leads back. */
  readonly contact?: { readonly share: string; readonly back: string }
}

/** A button of a screen says one of its actions with a few short words; `url` opens something instead. */
export type Button =
  | { readonly label: string; readonly action: string; readonly args: readonly string[] }
  | { readonly label: string; readonly url: string }

export function button(label: string, action: string, ...args: readonly (string | number)[]): Button {
  return { label, action, args: args.map(String) }
}

/** Who is here and how to speak to them. */
export interface Visit extends Doing {
  readonly person: Person
  readonly access: Access
  readonly language: Language
  readonly nowMs: number
}

/** What somebody has just done. */
export interface Doing {
  /** The message or press; the same one when the process ended before it was marked as done, and does it again. */
  readonly deed: string | undefined
  /** Deletes what the person has just written. @returns whether Telegram did */
  erase(): Promise<boolean>
}

/** Nobody has written or pressed anything. */
export const ofItself: Doing = { deed: undefined, erase: () => Promise.resolve(false) }

/** What a person has written or shared themselves. Of what they forward only posts of channels come, where a screen takes them. */
export interface Written {
  /** Of a picture and the like, what stands below it. */
  readonly text: string
  /** How it is marked. */
  readonly entities: readonly MessageEntity[]
  /** A text and nothing else: no picture, voice, sticker or contact. */
  readonly isText: boolean
  /** Of an album all of them, in their order. */
  readonly files: readonly WrittenFile[]
  /** Then there is nothing else: neither its text nor its files are theirs. */
  readonly post: WrittenPost | null
  /** A contact that was shared. */
  readonly phone: string | null
  /** Of theirs, in this chat. */
  readonly messageId: number
}

/** What comes after something that a person did. */
export type Next = Show | Toast

export interface Show {
  readonly type: 'show'
  readonly screen: string
  readonly draft: unknown
  /** Said where the button was pressed, for a moment; at most 200 characters. */
  readonly toast?: string
  /** Said in a message of its own, above the screen. */
  readonly say?: Said
  /** The same screen with another draft: its buttons stay valid, so that quick taps on a keypad all count. */
  readonly isSame?: boolean
  /**
   * Goes on after the screen was shown, outside of the person's turn: they may go elsewhere meanwhile, and then nothing is shown of it.
   * After a restart it is gone; the screen it was shown over must have a button that asks again.
   */
  readonly work?: Work
}

export type Work = (show: (next: Show) => Promise<void>) => Promise<Next>

export interface Toast {
  readonly type: 'toast'
  readonly text: string
}

export type ShowExtras = Omit<Show, 'type' | 'screen' | 'draft'>

export function go(screen: string, draft: unknown = {}, extras: ShowExtras = {}): Show {
  return { type: 'show', screen, draft, ...extras }
}

export function toast(text: string): Toast {
  return { type: 'toast', text }
}

/** The screen that everything leads back to. */
export const homeScreen = 'home'

export const goHome = (extras: ShowExtras = {}): Show => go(homeScreen, {}, extras)

/** Where somebody was before a command led them aside, in the draft of the screen that it shows. */
export const wayBack = z.object({ screen: z.string(), draft: z.unknown() }).optional()
export type WayBack = z.output<typeof wayBack>

/** Home, unless a command led here from somewhere else. */
export function goBack(back: WayBack, extras: ShowExtras = {}): Show {
  return back === undefined ? goHome(extras) : go(back.screen, back.draft, extras)
}

/** A screen with its draft, as the bot works with it. */
export interface OpenScreen {
  show(visit: Visit): View | Promise<View>
  /** @returns undefined for an action that it does not have */
  press(action: string, args: readonly string[], visit: Visit): Next | Promise<Next> | undefined
  /** @returns undefined where nothing is asked for */
  write(written: Written, visit: Visit): Next | Promise<Next> | undefined
  /** The person goes away by /cancel or another command. */
  leave(visit: Visit): void | Promise<void>
}

/** The socket for a feature's screens. */
export interface Screen {
  /** Unique; begins with its feature's: `accounts.list`. */
  readonly name: string
  readonly audience: Audience
  /** What is written here may begin with a slash: only a command that there is, is one. */
  readonly takesSlashes: boolean
  /** Posts that are passed on mean something here; elsewhere they are passed over. */
  readonly takesPosts: boolean
  /** A command that shows it leaves nothing: its draft has `back`, and leads there again. */
  readonly isAside: boolean
  /** What it is opened with, what its buttons do, and whether something is written here: so that all of it can be listed. */
  readonly draft: ZodType
  readonly actions: readonly string[]
  readonly isForm: boolean
  /** @returns undefined when the draft is one of another version of this program */
  open(draft: unknown): OpenScreen | undefined
}

export interface ScreenParts<Draft> {
  readonly name: string
  /** `active` unless told. */
  readonly audience?: Audience
  /** False unless told; for passwords. */
  readonly takesSlashes?: boolean
  readonly takesPosts?: boolean
  /** False unless told. */
  readonly isAside?: boolean
  /** Small and without secrets: it is stored in clear. */
  readonly draft: ZodType<Draft>
  show(draft: Draft, visit: Visit): View | Promise<View>
  /** By name. A name has no dot, and with its words and the version it must fit into 64 bytes. */
  readonly actions?: Readonly<
    Record<string, (draft: Draft, visit: Visit, ...args: readonly string[]) => Next | Promise<Next>>
  >
  readonly onWritten?: (draft: Draft, written: Written, visit: Visit) => Next | Promise<Next>
  readonly onLeave?: (draft: Draft, visit: Visit) => void | Promise<void>
}

export function defineScreen<Draft>({
  name,
  audience = 'active',
  takesSlashes = false,
  takesPosts = false,
  isAside = false,
  draft: shape,
  actions = {},
  ...parts
}: ScreenParts<Draft>): Screen {
  return {
    name,
    audience,
    takesSlashes,
    takesPosts,
    isAside,
    draft: shape,
    actions: Object.keys(actions),
    isForm: parts.onWritten !== undefined,
    open(given) {
      const parsed = shape.safeParse(given)
      if (!parsed.success) return undefined
      const draft = parsed.data
      return {
        show: (visit) => parts.show(draft, visit),
        press(action, args, visit) {
          const act = Object.hasOwn(actions, action) ? actions[action] : undefined
          return act?.(draft, visit, ...args)
        },
        write: (written, visit) => parts.onWritten?.(draft, written, visit),
        leave: (visit) => parts.onLeave?.(draft, visit),
      }
    },
  }
}

/** A command, such as /info. The bot lists those that a person may use, in their language. */
export interface Command {
  /** Without the slash. */
  readonly name: string
  readonly audience: Audience
  readonly about: InEach<string>
  /** Left out of the list: it is for those who know it. */
  readonly isHidden?: boolean
  run(words: readonly string[], visit: Visit): Next | Rich | Promise<Next | Rich>
}

/** A button of the first screen. */
export interface MenuEntry {
  readonly label: InEach<string>
  readonly screen: string
  readonly audience: Audience
  /** Lower ones stand higher. */
  readonly order: number
}

/** What is told without being asked: an account needs a login, somebody asks for access. Its buttons work for as long as it stands. */
export interface NoticeKind {
  readonly name: string
  /** @returns undefined when it is not true any more: then nothing is sent */
  show(detail: unknown, visit: Visit): View | undefined | Promise<View | undefined>
  readonly audience: Audience
  /** What stands there, without buttons, once it was answered elsewhere; undefined when it is still true. */
  after?(detail: unknown, visit: Visit): Rich | undefined | Promise<Rich | undefined>
  /** By name. Shows a screen, or says what stands in the notice from now on, without buttons. */
  readonly actions?: Readonly<
    Record<
      string,
      (detail: unknown, visit: Visit, ...args: readonly string[]) => Next | NoticeEnd | Promise<Next | NoticeEnd>
    >
  >
}

/** A notice that was answered keeps its place, with other words. */
export interface NoticeEnd {
  readonly type: 'end'
  readonly text: Rich
}

/** What a feature plugs into the bot. */
export interface BotPlug {
  readonly screens?: readonly Screen[]
  readonly commands?: readonly Command[]
  readonly menu?: readonly MenuEntry[]
  readonly notices?: readonly NoticeKind[]
  /** What runs beside it for as long as the bot serves. */
  readonly services?: readonly Service[]
  /** The screen that this person has to see before any other; undefined when there is none. */
  first?(visit: Visit): string | undefined
}
