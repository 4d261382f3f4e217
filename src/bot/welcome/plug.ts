import { z } from 'zod'
import { mayUse } from '../../access/people.ts'
import type { Person } from '../../access/people.ts'
import type { PeopleVerbs } from '../../access/verbs.ts'
import type { StorePort } from '../../store/store.ts'
import type { Catalogue } from '../catalogue.ts'
import { day, isTimeZone, moment } from '../figures.ts'
import { languages } from '../language.ts'
import type { Language } from '../language.ts'
import { lines, rich } from '../rich-text.ts'
import { button, defineScreen, go, goBack, goHome, homeScreen, wayBack } from '../screen.ts'
import type { BotPlug, Button, Command, Screen, View, Visit } from '../screen.ts'
import { shownName } from '../shown-name.ts'
import { texts as common } from '../texts.ts'
import { abouts, languageNames, texts, zones } from './texts.ts'
import { whomToAsk } from './whom-to-ask.ts'

export interface WelcomeDeps {
  readonly store: StorePort<PeopleVerbs>
  readonly catalogue: () => Catalogue
  /** Tells the admins that somebody wants access. @returns false when they were told already */
  askForAccess(person: Person): Promise<boolean>
}

const nothing = z.object({})

/** The first steps: language and time zone, the first screen, and what stands there for somebody without access. */
export function welcomePlug(deps: WelcomeDeps): BotPlug {
  return {
    screens: [homeOf(deps), languageScreen(deps), zoneScreen(deps), settingsScreen],
    commands: commandsOf(deps),
    menu: [{ label: texts.settings, screen: 'welcome.settings', audience: 'active', order: 90 }],
    first({ person }) {
      if (person.language === null) return 'welcome.language'
      return person.isTimeZoneChosen ? undefined : 'welcome.zone'
    },
  }
}

function homeOf({ store, catalogue, askForAccess }: WelcomeDeps): Screen {
  return defineScreen({
    name: homeScreen,
    audience: 'anyone',
    draft: nothing,
    show: async (_, visit) => {
      if (visit.access === 'active' || visit.access === 'admin') return home(visit, catalogue())
      return outside(visit, await store.admins())
    },
    actions: {
      // A dot would part the words of a button.
      to: (_, __, screen = homeScreen) => go(screen.replaceAll('/', '.')),
      again: () => goHome({ isSame: true }),
      ask: async (_, { person, language }) => {
        const isNew = await askForAccess(person)
        return goHome({ isSame: true, toast: (isNew ? texts.asked : texts.askedAlready)[language] })
      },
    },
  })
}

function home(visit: Visit, catalogue: Catalogue): View {
  const { language, person, access } = visit
  const until = person.accessUntilMs
  const entries = catalogue.menu.filter(({ audience }) => mayUse(access, audience))
  return {
    text: lines(
      texts.hello[language](shownName(person.name)),
      texts.whatItDoes[language],
      until !== null && access === 'active' && ['', texts.accessUntil[language](day(language, until, person.timeZone))],
    ),
    rows: entries.map(({ label, screen }) => [button(label[language], 'to', screen.replaceAll('.', '/'))]),
  }
}

/** For whoever waits for access, or has none any more: that, and whom to ask. */
function outside({ language, person, access }: Visit, admins: readonly Person[]): View {
  const ask = whomToAsk(language, admins)
  const ended = person.accessUntilMs
  const text =
    access === 'expired' && ended !== null
      ? texts.expired[language](day(language, ended, person.timeZone), ask)
      : texts.pending[language](person.id, ask)
  return {
    text,
    rows: [
      [button(texts.checkAgain[language], 'again')],
      access === 'expired' ? [button(texts.askAgain[language], 'ask')] : [],
      [button(texts.language[language], 'to', 'welcome/language')],
    ],
  }
}

function languageScreen({ store }: WelcomeDeps): Screen {
  return defineScreen({
    name: 'welcome.language',
    audience: 'anyone',
    isAside: true,
    draft: z.object({ back: wayBack }),
    show: ({ back }, { language, person }) => ({
      text: texts.chooseLanguage[language],
      rows: [
        languages.map((each) => button(languageNames[each], 'choose', each)),
        person.language === null ? [] : [button(common[back === undefined ? 'home' : 'back'][language], 'home')],
      ],
    }),
    actions: {
      home: ({ back }) => goBack(back),
      choose: async ({ back }, { person }, chosen) => {
        const language = languages.find((each) => each === chosen)
        if (language === undefined) return goBack(back)
        await store.saveLanguage(person.id, language)
        return goBack(back, { toast: texts.saved[language] })
      },
    },
  })
}

function zoneScreen({ store }: WelcomeDeps): Screen {
  const save = async ({ person, language }: Visit, zone: string | undefined) => {
    if (zone === undefined) return go('welcome.zone', {}, { say: texts.noZone[language] })
    await store.saveTimeZone(person.id, zone)
    return goHome({ toast: texts.saved[language] })
  }
  return defineScreen({
    name: 'welcome.zone',
    audience: 'anyone',
    draft: nothing,
    show: (_, { language, person, nowMs }) => ({
      text: texts.chooseZone[language](`${zoneName(person.timeZone, language)} (${hour(nowMs, person.timeZone)})`),
      rows: [
        ...pairs(
          zones.map(({ name, city }, index) => button(`${city[language]} · ${hour(nowMs, name)}`, 'choose', index)),
        ),
        person.isTimeZoneChosen ? [button(common.home[language], 'home')] : [],
      ],
    }),
    actions: {
      home: () => goHome(),
      choose: (_, visit, index) => {
        const zone = zones[Number(index)]
        return zone === undefined ? goHome() : save(visit, zone.name)
      },
    },
    onWritten: (_, { text }, visit) => save(visit, zoneNamed(text.trim())),
  })
}

const settingsScreen = defineScreen({
  name: 'welcome.settings',
  draft: nothing,
  show: (_, { language, person }) => ({
    text: texts.settingsHead[language](languageNames[language], zoneName(person.timeZone, language)),
    rows: [
      [button(texts.language[language], 'to', 'language'), button(texts.zone[language], 'to', 'zone')],
      [button(texts.notices[language], 'notices')],
      [button(common.home[language], 'home')],
    ],
  }),
  actions: {
    home: () => goHome(),
    to: (_, __, screen) => go(`welcome.${screen}`),
    notices: () => go('notices.settings'),
  },
})

function commandsOf({ catalogue }: WelcomeDeps): Command[] {
  const hello = () => goHome()
  return [
    { name: 'start', audience: 'anyone', about: abouts.start, run: hello },
    { name: 'language', audience: 'anyone', about: abouts.language, run: () => go('welcome.language') },
    {
      name: 'id',
      audience: 'anyone',
      about: abouts.id,
      run: (_, { language, person }) => texts.yourId[language](person.id),
    },
    {
      name: 'help',
      audience: 'anyone',
      about: abouts.help,
      run: (_, { language, access }) => {
        const known = catalogue().commands.filter(
          ({ audience, isHidden }) => mayUse(access, audience) && isHidden !== true,
        )
        return lines(texts.help[language], ...known.map(({ name, about }) => rich`/${name} – ${about[language]}`))
      },
    },
    // Answered before any other command, on every screen; it stands here to be listed.
    { name: 'cancel', audience: 'anyone', about: abouts.cancel, run: hello },
  ]
}

/** By its own name, or as one of the buttons calls it in any language. */
function zoneNamed(text: string): string | undefined {
  if (isTimeZone(text)) return text
  const word = text.toLowerCase()
  return zones.find(({ city }) => Object.values(city).some((name) => name.toLowerCase() === word))?.name
}

function zoneName(name: string, language: Language): string {
  return zones.find((zone) => zone.name === name)?.city[language] ?? name
}

function hour(nowMs: number, zone: string): string {
  return moment('en', nowMs, zone).slice(-5)
}

function pairs(buttons: readonly Button[]): Button[][] {
  return buttons.flatMap((each, index) => (index % 2 === 0 ? [[each, ...buttons.slice(index + 1, index + 2)]] : []))
}
