import type { Service } from '../base/service.ts'
import { homeScreen } from './screen.ts'
import type { BotPlug, Command, MenuEntry, NoticeKind, Screen, Visit } from './screen.ts'

/** Everything that features have plugged into the bot, by name. */
export class Catalogue {
  readonly commands: readonly Command[]
  readonly menu: readonly MenuEntry[]
  readonly home: Screen
  readonly services: readonly Service[]
  readonly #plugs: readonly BotPlug[]
  readonly #screens: ReadonlyMap<string, Screen>
  readonly #commands: ReadonlyMap<string, Command>
  readonly #notices: ReadonlyMap<string, NoticeKind>

  /** @throws Error when two of a kind have one name, or there is no first screen */
  constructor(plugs: readonly BotPlug[]) {
    this.#plugs = plugs
    this.#screens = byName(plugs.flatMap(({ screens = [] }) => screens))
    this.#commands = byName(plugs.flatMap(({ commands = [] }) => commands))
    this.#notices = byName(plugs.flatMap(({ notices = [] }) => notices))
    this.commands = [...this.#commands.values()]
    this.menu = plugs.flatMap(({ menu = [] }) => menu).toSorted((one, other) => one.order - other.order)
    this.services = plugs.flatMap(({ services = [] }) => services)
    const home = this.#screens.get(homeScreen)
    if (home === undefined) throw new Error(`the bot needs a screen called ${homeScreen}`)
    this.home = home
  }

  screen(name: string): Screen | undefined {
    return this.#screens.get(name)
  }

  /** What this person has to see before they see anything else. */
  firstFor(visit: Visit): Screen | undefined {
    const name = this.#plugs.map((plug) => plug.first?.(visit)).find((wanted) => wanted !== undefined)
    return name === undefined ? undefined : this.#screens.get(name)
  }

  command(name: string): Command | undefined {
    return this.#commands.get(name.toLowerCase())
  }

  notice(name: string): NoticeKind | undefined {
    return this.#notices.get(name)
  }
}

function byName<Named extends { readonly name: string }>(all: readonly Named[]): ReadonlyMap<string, Named> {
  const map = new Map<string, Named>()
  for (const each of all) {
    if (map.has(each.name)) throw new Error(`the bot has two of ${each.name}`)
    map.set(each.name, each)
  }
  return map
}
