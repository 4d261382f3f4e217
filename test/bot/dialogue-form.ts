import { z } from 'zod'
import { button, defineScreen, go, goBack, toast, wayBack } from '../../src/bot/screen.ts'
import type { BotPlug } from '../../src/bot/screen.ts'
import { pressed, startBotHere, written } from '../support/bot-in-process.ts'

export const aziz = { id: 1001 }

/** A form of two questions and a keypad, and what it was asked to do. */
function form() {
  const done: string[] = []
  let goOn = () => {}
  const gate = new Promise<void>((resolve) => (goOn = resolve))
  const ask = defineScreen({
    name: 'form.ask',
    draft: z.object({ name: z.string().optional() }),
    show: ({ name }) => ({
      text: name === undefined ? 'What is it called?' : `How many of ${name}?`,
      rows: [[button('1', 'digit', 1), button('back', 'back')]],
    }),
    actions: {
      digit: (draft, _, digit) => {
        done.push(`digit ${digit}`)
        return go('form.ask', draft, { isSame: true })
      },
      back: () => go('form.ask'),
      slow: () =>
        go('form.dumb', {}, { work: () => Promise.resolve(go('form.ask', {}, { say: 'It went well', isSame: true })) }),
      waits: () => go('form.dumb', {}, { work: () => gate.then(() => go('form.ask', {}, { say: 'It went well' })) }),
      note: () => toast('noted'),
    },
    async onWritten(_, { text }, visit) {
      if (text === 'secret') done.push(`erased ${await visit.erase()}`)
      else done.push(`written ${text}`)
      return go('form.ask', { name: text })
    },
    onLeave: ({ name }) => void done.push(`left ${name}`),
  })
  const dumb = defineScreen({ name: 'form.dumb', draft: z.object({}), show: () => ({ text: 'Nothing is asked here' }) })
  const aside = defineScreen({
    name: 'form.aside',
    isAside: true,
    draft: z.object({ back: wayBack }),
    show: () => ({ text: 'Something else' }),
    actions: { back: ({ back }) => goBack(back) },
  })
  const plug: BotPlug = {
    screens: [ask, dumb, aside],
    commands: [
      { name: 'form', about: { uz: 'f', ru: 'ф', en: 'f' }, audience: 'active', run: () => go('form.ask') },
      { name: 'aside', about: { uz: 'a', ru: 'а', en: 'a' }, audience: 'active', run: () => go('form.aside') },
      { name: 'dumb', about: { uz: 'd', ru: 'д', en: 'd' }, audience: 'active', run: () => go('form.dumb') },
    ],
  }
  return { plug, done, goOn: () => goOn() }
}

/** Somebody at the bot with that form. */
export async function startForm() {
  const { plug, done, goOn } = form()
  const bot = await startBotHere({ plugs: [plug] })
  await bot.person(aziz.id)
  const here = async () => {
    const { screen, draft, version } = (await bot.store.conversation(aziz.id)) ?? {}
    return { screen, draft: JSON.parse(draft ?? 'null') as unknown, version: version ?? 0 }
  }
  const press = async (version: number, action: string, ...args: readonly string[]) => {
    const before = bot.telegram.calls.length
    await bot.take(pressed(aziz, [`s${version.toString(36)}`, action, ...args].join('.')))
    return bot.telegram.calls.slice(before)
  }
  const says = (text: string) => bot.take(written(aziz, text))
  return { ...bot, done, goOn, here, press, says }
}
