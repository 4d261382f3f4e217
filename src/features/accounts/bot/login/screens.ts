import { z } from 'zod'
import { Secret } from '../../../../base/secret.ts'
import { lines } from '../../../../bot/rich-text.ts'
import { button, defineScreen, go, goHome, toast } from '../../../../bot/screen.ts'
import type { Screen } from '../../../../bot/screen.ts'
import { shownName } from '../../../../bot/shown-name.ts'
import { texts as common } from '../../../../bot/texts.ts'
import type { LoginNews } from '../../logins-news.ts'
import { overView } from './code.ts'
import { loginDraft, noteDraft, saidOver } from './paths.ts'
import type { LoginPaths, NoteDraft } from './paths.ts'
import { texts } from './texts.ts'
import { troubleNames, troubles, waitInWords } from './troubles.ts'

/** What somebody writes here is deleted before anything else is done with it. */
export function passwordScreen({ desk, work, isWorkingOn }: LoginPaths): Screen {
  return defineScreen<NoteDraft>({
    name: 'login.password',
    takesSlashes: true,
    draft: noteDraft,
    async show({ login: id, note }, visit) {
      const { language, person } = visit
      const login = await desk.look(person.id, id)
      if (login === undefined) return overView(visit)
      const cancel = button(common.cancel[language], 'cancel')
      if (login.step === 'password') {
        const hint = login.hint === null ? null : shownName(login.hint, hintMax)
        return {
          text: lines(
            note === 'password-wrong' && texts.passwordWrong[language],
            note === 'password-wrong' && '',
            texts.askPassword[language](hint),
          ),
          rows: [[button(texts.forgot[language], 'forgot')], [cancel]],
        }
      }
      const text = login.step === 'proving' ? texts.checkingPassword[language] : texts.stopped[language]
      return { text, rows: [[button(texts.goOn[language], 'again')], [cancel]] }
    },
    actions: {
      again: async ({ login: id }, visit) => {
        const login = await desk.look(visit.person.id, id)
        if (login === undefined) return saidOver(visit)
        return login.isBusy ? toast(texts.stillAsking[visit.language]) : isWorkingOn(visit, login)
      },
      forgot: ({ login }) => go('login.forgot', { login }),
      begin: () => go('login.phone'),
      cancel: async ({ login }, { person, language }) => {
        await desk.end(person.id, login)
        return goHome({ toast: common.cancelled[language] })
      },
    },
    async onWritten({ login: id }, { text }, visit) {
      const { person, language } = visit
      const isErased = await visit.erase()
      const say = isErased ? undefined : texts.eraseYourself[language]
      const login = await desk.look(person.id, id)
      if (login === undefined) return saidOver(visit)
      const isAsked = login.step === 'password' || (login.step === 'proving' && !login.isBusy)
      if (text === '' || !isAsked) {
        const why = login.isBusy ? texts.stillAsking : texts.notAPassword
        return go('login.password', { login: id }, { say: say ?? why[language] })
      }
      const password = new Secret(text)
      const prove = async (): Promise<LoginNews> => {
        // One that was being checked when the process ended may have been right.
        const found = login.step === 'proving' ? await desk.goOn(person.id, id) : undefined
        if (found !== undefined && found.type !== 'here') return found
        await desk.prove(person.id, id)
        return desk.checkPassword(person.id, id, password)
      }
      await desk.prove(person.id, id)
      return go('login.password', { login: id }, { ...(say === undefined ? {} : { say }), work: work(visit, prove) })
    },
    onLeave: ({ login }, { person }) => desk.end(person.id, login),
  })
}

export function forgotScreen({ desk }: LoginPaths): Screen {
  return defineScreen({
    name: 'login.forgot',
    draft: loginDraft,
    show: (_, { language }) => ({
      text: texts.forgotHelp[language],
      rows: [[button(common.back[language], 'back')]],
    }),
    actions: { back: ({ login }) => go('login.password', { login }) },
    onLeave: ({ login }, { person }) => desk.end(person.id, login),
  })
}

const troubleDraft = z.object({
  /** 0 where nothing of it is left. */
  login: z.int(),
  trouble: z.enum(troubleNames),
  untilMs: z.int(),
})

/** What went wrong, and a button for when it may have passed. */
export function troubleScreen({ desk, isWorkingOn }: LoginPaths): Screen {
  return defineScreen({
    name: 'login.trouble',
    draft: troubleDraft,
    show: ({ login, trouble, untilMs }, { language, nowMs }) => ({
      text: trouble === 'wait' ? waitInWords(language, untilMs - nowMs) : troubles[language][trouble],
      rows: [
        login === 0 && trouble !== 'wait' ? [] : [button(texts.tryAgain[language], 'again')],
        [button(texts.anotherPhone[language], 'phone')],
        [button(common.home[language], 'home')],
      ],
    }),
    actions: {
      again: async ({ login: id, untilMs }, visit) => {
        const leftMs = untilMs - visit.nowMs
        if (leftMs > 0) return toast(texts.waitMore[visit.language](leftMs))
        const login = await desk.look(visit.person.id, id)
        return login === undefined ? go('login.phone') : isWorkingOn(visit, login)
      },
      phone: async ({ login }, { person }) => {
        await desk.end(person.id, login)
        return go('login.phone')
      },
      home: async ({ login }, { person }) => {
        await desk.end(person.id, login)
        return goHome()
      },
    },
    // Whoever goes on guessing while Telegram asks to wait writes passwords here.
    async onWritten(draft, _, visit) {
      const isErased = await visit.erase()
      return go('login.trouble', draft, isErased ? {} : { say: texts.eraseYourself[visit.language] })
    },
    onLeave: ({ login }, { person }) => desk.end(person.id, login),
  })
}

const hintMax = 200
