import { bold, lines } from '../../../../bot/rich-text.ts'
import type { Rich } from '../../../../bot/rich-text.ts'
import { button, defineScreen, go, goHome, toast } from '../../../../bot/screen.ts'
import type { Button, Next, Screen, View, Visit } from '../../../../bot/screen.ts'
import { texts as common } from '../../../../bot/texts.ts'
import type { Login, LoginNote } from '../../logins-news.ts'
import type { LoginPaths } from './paths.ts'
import { here, noteDraft, saidOver } from './paths.ts'
import type { NoteDraft } from './paths.ts'
import { texts } from './texts.ts'
import { places } from './troubles.ts'

/** Where a code is typed on buttons: written into a chat it would be void. Also what stands there while Telegram is asked. */
export function codeScreen({ desk, work, isWorkingOn }: LoginPaths): Screen {
  const typed = (login: Login | undefined, visit: Visit): Next => {
    if (login === undefined) return saidOver(visit)
    const draft = { login: login.id }
    if (login.step !== 'checking' || login.isBusy) return here(login, draft, { isSame: true })
    return go('login.code', draft, { isSame: true, work: work(visit, () => desk.checkCode(visit.person.id, login.id)) })
  }
  const ask = async ({ login: id }: NoteDraft, visit: Visit): Promise<Next> => {
    const login = await desk.look(visit.person.id, id)
    if (login === undefined) return saidOver(visit)
    const leftMs = login.resendAtMs - visit.nowMs
    if (login.step === 'code' && leftMs > 0) return toast(texts.tooEarly[visit.language](leftMs))
    return { ...isWorkingOn(visit, login), toast: texts.askingAgain[visit.language] }
  }
  return defineScreen<NoteDraft>({
    name: 'login.code',
    draft: noteDraft,
    async show({ login: id, note }, visit) {
      const login = await desk.look(visit.person.id, id)
      return login === undefined ? overView(visit) : viewOf(login, note, visit)
    },
    actions: {
      key: async ({ login }, visit, digit = '') =>
        /^\d$/.test(digit) ? typed(await desk.type(visit.person.id, login, digit), visit) : goHome(),
      erase: async ({ login }, visit) => {
        const now = await desk.eraseDigit(visit.person.id, login)
        return now === undefined ? saidOver(visit) : here(now, { login }, { isSame: true })
      },
      whole: async ({ login }, visit) => typed(await desk.codeIsWhole(visit.person.id, login), visit),
      ask,
      again: async ({ login: id }, visit) => {
        const login = await desk.look(visit.person.id, id)
        if (login === undefined) return saidOver(visit)
        return login.isBusy ? toast(texts.stillAsking[visit.language]) : isWorkingOn(visit, login)
      },
      phone: async ({ login }, { person }) => {
        await desk.end(person.id, login)
        return go('login.phone')
      },
      anew: () => go('login.phone'),
      cancel: async ({ login }, { person, language }) => {
        await desk.end(person.id, login)
        return goHome({ toast: common.cancelled[language] })
      },
    },
    async onWritten({ login: id }, { text }, visit) {
      const digits = text.replaceAll(/\D/g, '').length
      if (digits < 4 || digits > 10) return go('login.code', { login: id }, { say: common.notHere[visit.language] })
      const isErased = await visit.erase()
      const login = await desk.spoilCode(visit.person.id, id)
      if (login === undefined) return saidOver(visit)
      return here(
        login,
        { login: id, note: 'code-typed' },
        isErased ? {} : { say: texts.eraseYourself[visit.language] },
      )
    },
    onLeave: ({ login }, { person }) => desk.end(person.id, login),
  })
}

function viewOf(login: Login, note: LoginNote | undefined, visit: Visit): View {
  const { language } = visit
  const cancel = button(common.cancel[language], 'cancel')
  const again = [button(texts.goOn[language], 'again')]
  switch (login.step) {
    case 'asking':
      return { text: texts.asking[language](login.phone), rows: [again, [cancel]] }
    case 'code':
      return {
        text: lines(
          note !== undefined && noteOf(note, login, visit),
          note !== undefined && '',
          texts.codeHead[language](login.phone),
          places[language][login.way],
          '',
          bold(shownDigits(login)),
          '',
          texts.codeCare[language],
        ),
        rows: [...keypad(login, visit), [another(visit), cancel]],
      }
    case 'void':
      return {
        text: lines(noteOf(note ?? 'code-expired', login, visit)),
        rows: [[button(texts.newCode[language], 'ask')], [another(visit), cancel]],
      }
    case 'checking':
      return { text: texts.checkingCode[language], rows: [again, [cancel]] }
    case 'signed-in':
      return { text: texts.signedIn[language], rows: [again, [cancel]] }
    default:
      return { text: texts.stopped[language], rows: [again, [cancel]] }
  }
}

/** As dots: five digits in a row are a code for whoever reads this chat, and for Telegram, which makes it void. */
function shownDigits({ digits, codeLength }: Login): string {
  const left = Math.max(0, (codeLength ?? digits + 1) - digits)
  return [...Array<string>(digits).fill('●'), ...Array<string>(left).fill('○')].join(' ')
}

function keypad({ codeLength, digits }: Login, { language }: Visit): Button[][] {
  const key = (digit: number) => button(String(digit), 'key', digit)
  const isWhole = codeLength === null && digits > 0
  return [
    [1, 2, 3].map(key),
    [4, 5, 6].map(key),
    [7, 8, 9].map(key),
    [button(texts.erase[language], 'erase'), key(0), ...(isWhole ? [button(texts.whole[language], 'whole')] : [])],
    [button(texts.sendAgain[language], 'ask')],
  ]
}

function another({ language }: Visit): Button {
  return button(texts.anotherPhone[language], 'phone')
}

function noteOf(note: LoginNote, { triesLeft }: Login, { language }: Visit): Rich {
  switch (note) {
    case 'code-wrong':
      return texts.codeWrong[language](triesLeft)
    case 'code-expired':
      return texts.codeExpired[language]
    case 'code-typed':
      return texts.codeTyped[language]
    case 'no-new-code':
      return texts.noNewCode[language]
    case 'password-wrong':
      return texts.passwordWrong[language]
    default:
      return note satisfies never
  }
}

export function overView({ language }: Visit): View {
  return {
    text: texts.over[language],
    rows: [[button(texts.beginAgain[language], 'anew')], [button(common.home[language], 'cancel')]],
  }
}
