import { z } from 'zod'
import { accessOf, mayUse } from '../access/people.ts'
import type { Person } from '../access/people.ts'
import type { PeopleVerbs } from '../access/verbs.ts'
import type { Clock } from '../base/clock.ts'
import type { Logger } from '../base/log.ts'
import type { StorePort } from '../store/store.ts'
import type { Messenger } from './messenger.ts'
import type { Catalogue } from './catalogue.ts'
import { goHome, homeScreen, ofItself, wayBack } from './screen.ts'
import type { Doing, Next, Show, ShowExtras, View, Visit, Work, Written } from './screen.ts'
import { texts } from './texts.ts'
import { isFiles } from './written-files.ts'
import type { Said } from './written-files.ts'
import type { BotVerbs, Conversation } from './verbs.ts'

export interface DialogueDeps {
  readonly store: StorePort<PeopleVerbs & BotVerbs>
  readonly messenger: Messenger
  readonly catalogue: Catalogue
  readonly clock: Clock
  readonly log: Logger
  /** Does it in the person's turn, when everything of theirs before is done, however much that is. */
  inTurn(personId: number, work: () => Promise<void>): void
}

/** Where an answer goes: the message whose button was pressed, or below everything; `stay` moves the screen there as it is. */
export type Origin =
  | { readonly type: 'button'; readonly messageId: number; readonly callbackId: string }
  | { readonly type: 'message' }
  | { readonly type: 'stay' }
  | { readonly type: 'later'; readonly messageId: number | null }

interface Shown {
  readonly conversation: Conversation
  readonly view: View
}

/** Moves a person from screen to screen. What they see and where they stand is one row, so a restart finds them there. */
export class Dialogue {
  readonly #deps: DialogueDeps

  constructor(deps: DialogueDeps) {
    this.#deps = deps
  }

  /** Who is here now. Read anew each time, because what they just did may have changed it. */
  async visit(personId: number, doing: Doing = ofItself): Promise<Visit | undefined> {
    const person = await this.#deps.store.person(personId)
    return person === undefined ? undefined : this.#visitOf(person, doing)
  }

  /** Whether a word with a slash is a command here, or the beginning of a password. */
  async isCommand({ person }: Visit, name: string): Promise<boolean> {
    const { catalogue, store } = this.#deps
    if (name === 'cancel' || catalogue.command(name) !== undefined) return true
    const conversation = await store.conversation(person.id)
    return catalogue.screen(conversation?.screen ?? '')?.takesSlashes !== true
  }

  /** A command, by its name without the slash. */
  async command(visit: Visit, name: string, words: readonly string[]): Promise<void> {
    const command = this.#deps.catalogue.command(name)
    if (command === undefined || !mayUse(visit.access, command.audience)) {
      return this.apply(visit, goHome({ say: texts.unknownCommand[visit.language] }), { type: 'message' })
    }
    const answer = await command.run(words, visit)
    const next = isNext(answer) ? await this.#onwards(visit, answer) : await this.#here(visit, { say: answer })
    await this.apply(visit, next, { type: 'message' })
  }

  /** What a command leads to. Where that is aside, it knows the way back; else what was begun is left. */
  async #onwards(visit: Visit, next: Next): Promise<Next> {
    const { catalogue } = this.#deps
    if (next.type !== 'show' || catalogue.screen(next.screen)?.isAside !== true) {
      await this.#leave(visit)
      return next
    }
    const here = await this.#here(visit)
    const isNowhere = here.screen === homeScreen || here.screen === next.screen
    const there = isNowhere ? undefined : { screen: here.screen, draft: here.draft }
    // From aside to aside there is still one way back, so that a draft does not grow with them.
    const { back = there } = catalogue.screen(here.screen)?.isAside === true ? asideDraft.parse(here.draft) : {}
    return { ...next, draft: { ...asideDraft.parse(next.draft), back } }
  }

  /** Where they are, once more, below what was asked for: a question in between is no reason to lose what was begun. */
  async #here(visit: Visit, extras: ShowExtras = {}): Promise<Show> {
    const here = this.#open(visit, await this.#deps.store.conversation(visit.person.id))
    return here === undefined ? goHome(extras) : { type: 'show', screen: here.screen, draft: here.draft, ...extras }
  }

  /** The process ended between what this message or press did and its answer: what it led to is shown, and nothing is done twice. */
  async #again(visit: Visit, origin: Origin): Promise<void> {
    await this.apply(visit, await this.#here(visit, { isSame: true }), origin)
  }

  /** Back to the first screen, whatever was going on. */
  async cancel(visit: Visit): Promise<void> {
    await this.#leave(visit)
    await this.apply(visit, goHome({ say: texts.cancelled[visit.language] }), { type: 'message' })
  }

  async written(visit: Visit, written: Written): Promise<void> {
    const conversation = await this.#deps.store.conversation(visit.person.id)
    if (isDone(visit, conversation)) return this.#again(visit, { type: 'message' })
    const here = this.#open(visit, conversation)
    if (written.post !== null && this.#deps.catalogue.screen(here?.screen ?? '')?.takesPosts !== true) return
    const next = await here?.open.write(written, visit)
    if (next !== undefined) return this.apply(visit, next, { type: 'message' })
    // Where nothing is asked they stay, with what goes on there: who writes a name once more, for want of an answer, sees that it is kept.
    const hint = conversation === undefined ? {} : { say: texts.notHere[visit.language] }
    await this.apply(visit, await this.#here(visit, { ...hint, isSame: true }), { type: 'stay' })
  }

  async pressed(
    visit: Visit,
    pressed: { readonly version: number; readonly action: string; readonly args: readonly string[] },
    origin: Origin & { type: 'button' },
  ): Promise<void> {
    const conversation = await this.#deps.store.conversation(visit.person.id)
    if (isDone(visit, conversation)) return this.#again(visit, origin)
    const here = this.#open(visit, conversation)
    const isCurrent = conversation?.version === pressed.version
    const next = isCurrent ? await here?.open.press(pressed.action, pressed.args, visit) : undefined
    if (next !== undefined) return this.apply(visit, next, origin)
    // The message whose button it was becomes the current screen: that is what the person looks at.
    const current: Show = here === undefined ? goHome() : { type: 'show', screen: here.screen, draft: here.draft }
    await this.apply(visit, { ...current, toast: texts.oldButton[visit.language] }, origin)
  }

  async apply(visit: Visit, next: Next, origin: Origin): Promise<void> {
    if (next.type === 'toast') {
      if (origin.type === 'button') await this.#deps.messenger.answer(origin.callbackId, next.text)
      else await this.#deps.messenger.say(visit.person.id, next.text)
      return
    }
    const { conversation, view } = await this.#show(visit, next, origin)
    const work = next.work ?? view.work
    if (origin.type === 'button') await this.#deps.messenger.answer(origin.callbackId, next.toast)
    else if (next.toast !== undefined) await this.#deps.messenger.say(visit.person.id, next.toast)
    if (work !== undefined) this.#goOn(visit, work, conversation)
  }

  /** @returns where the person stands now, and what they see */
  async #show(before: Visit, wanted: Show, origin: Origin): Promise<Shown> {
    const { store, clock } = this.#deps
    const visit = (await this.visit(before.person.id, before)) ?? before
    const userId = visit.person.id
    const earlier = await store.conversation(userId)
    const { screen, draft, view } = await this.#viewOf(visit, wanted)
    // Another screen has other buttons, and some are called the same.
    const isSame = wanted.isSame === true && origin.type !== 'message' && earlier?.screen === screen
    const hadKeyboard = earlier?.hasKeyboard === true
    const isBelow = wanted.say !== undefined || view.contact !== undefined || hadKeyboard
    const editable = isBelow || !('messageId' in origin) ? null : origin.messageId
    const conversation = {
      userId,
      screen,
      draft: JSON.stringify(draft),
      version: (earlier?.version ?? 0) + (isSame ? 0 : 1),
      messageId: editable,
      hasKeyboard: view.contact !== undefined,
      deed: visit.deed ?? earlier?.deed ?? null,
    }
    // Before it is seen: a button that can be pressed must be known. A keyboard of ours stands until it was taken away.
    const unseen = { ...conversation, hasKeyboard: hadKeyboard || conversation.hasKeyboard }
    await store.saveConversation(unseen, clock.nowMs())
    try {
      return await this.#put(visit, { origin, say: wanted.say, hadKeyboard }, { conversation, view })
    } catch (error) {
      // It is done and was not seen: a key of the same pad, pressed again as it is told, must not count twice.
      const isPad = isSame && origin.type === 'button'
      if (isPad) await store.saveConversation({ ...unseen, version: unseen.version + 1 }, clock.nowMs())
      throw error
    }
  }

  async #put(
    visit: Visit,
    { origin, say, hadKeyboard }: { origin: Origin; say: Said | undefined; hadKeyboard: boolean },
    shown: Shown,
  ): Promise<Shown> {
    const { messageId } = shown.conversation
    if (messageId !== null && (await this.#edit(shown, messageId, shown.view))) return shown
    // Where something went on, its end stands in its place.
    const place = origin.type === 'later' && !hadKeyboard ? origin.messageId : null
    const isSaid =
      say !== undefined && !isFiles(say) && place !== null && (await this.#edit(shown, place, { text: say }))
    return this.#send(visit, isSaid ? undefined : say, shown, hadKeyboard)
  }

  #edit({ conversation: { userId, version } }: Shown, messageId: number, view: View): Promise<boolean> {
    return this.#deps.messenger.edit(userId, messageId, view, { type: 'screen', version })
  }

  /** In a message of its own, below everything. */
  async #send(
    visit: Visit,
    wanted: Said | undefined,
    { conversation, view }: Shown,
    hadKeyboard: boolean,
  ): Promise<Shown> {
    const { store, messenger, clock } = this.#deps
    const { userId, version } = conversation
    const removesKeyboard = hadKeyboard && view.contact === undefined
    const say = wanted ?? (removesKeyboard ? texts.keyboardGone[visit.language] : undefined)
    if (say !== undefined) await messenger.say(userId, say, removesKeyboard)
    const sent = await messenger.send(userId, view, { type: 'screen', version })
    if (sent === 'unreachable') {
      await store.saveReach(userId, false)
      return { conversation, view }
    }
    const shown = { ...conversation, messageId: sent.messageId }
    await store.saveConversation(shown, clock.nowMs())
    return { conversation: shown, view }
  }

  /** What is asked for where that is allowed and known, or the first screen. */
  async #viewOf(visit: Visit, { screen, draft }: Show): Promise<{ screen: string; draft: unknown; view: View }> {
    const { catalogue } = this.#deps
    const [first, found] = [catalogue.firstFor(visit), catalogue.screen(screen)]
    const isAllowed = found !== undefined && mayUse(visit.access, found.audience)
    const isInTheWay = first !== undefined && first.name !== screen
    const open = isAllowed && !isInTheWay ? found.open(draft) : undefined
    if (open !== undefined) return { screen, draft, view: await open.show(visit) }
    const instead = first ?? catalogue.home
    const opened = instead.open({})
    if (opened === undefined) throw new Error(`${instead.name} does not open without a draft`)
    return { screen: instead.name, draft: {}, view: await opened.show(visit) }
  }

  #open(visit: Visit, conversation: Conversation | undefined) {
    if (conversation === undefined) return undefined
    const screen = this.#deps.catalogue.screen(conversation.screen)
    if (screen === undefined || !mayUse(visit.access, screen.audience)) return undefined
    const draft = parseDraft(conversation.draft)
    const open = screen.open(draft)
    return open === undefined ? undefined : { screen: screen.name, draft, open }
  }

  async #leave(visit: Visit): Promise<void> {
    const conversation = await this.#deps.store.conversation(visit.person.id)
    await this.#open(visit, conversation)?.open.leave(visit)
  }

  /** Beside the person's turns. What comes of it is shown only where they still look at the screen it began from. */
  #goOn(visit: Visit, work: Work, from: Conversation): void {
    const userId = visit.person.id
    let { version } = from
    const show = async (next: Next) => {
      const now = await this.#deps.store.conversation(userId)
      if (now?.version !== version) return
      await this.apply(visit, next, { type: 'later', messageId: now.messageId })
      version = (await this.#deps.store.conversation(userId))?.version ?? version
    }
    const inTurn = (next: Next) =>
      new Promise<void>((resolve, reject) => {
        this.#deps.inTurn(userId, () => show(next).then(resolve, reject))
      })
    void work(inTurn)
      .then(inTurn)
      .catch((error: unknown) => {
        this.#deps.log.error({ err: error, user: userId }, 'work that a person waited for failed')
        this.#deps.inTurn(userId, () => show(goHome({ say: texts.failed[visit.language] })))
      })
  }

  #visitOf(person: Person, { deed, erase }: Doing): Visit {
    const nowMs = this.#deps.clock.nowMs()
    return { person, access: accessOf(person, nowMs), language: person.language ?? 'uz', nowMs, deed, erase }
  }
}

function isDone({ deed }: Visit, conversation: Conversation | undefined): boolean {
  return deed !== undefined && conversation?.deed === deed
}

const asideDraft = z.looseObject({ back: wayBack })

/** @returns undefined for what this program has not written: then no screen opens with it */
function parseDraft(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isNext(answer: unknown): answer is Next {
  return typeof answer === 'object' && answer !== null && 'type' in answer && !('style' in answer)
}
