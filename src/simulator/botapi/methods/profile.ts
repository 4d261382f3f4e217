import { badRequest } from '../bot-error.ts'
import type { BotCall, BotMethod, BotMethods } from '../call.ts'
import { placeOf } from '../place.ts'
import { ownUserView } from '../view/user.ts'

/** Who the bot is, and what its profile says. */
export const profileMethods: BotMethods = {
  getMe: ({ bot }) => ownUserView(bot),

  // Both belong to moving between Bot API servers, and there is only this one: nothing follows from them.
  logOut: () => true,
  close: () => true,

  setMyName(call) {
    const name = call.args.text('name')
    set(call, 'names', name, 64)
    // The name without a language is the one that everybody sees.
    if (name !== '' && !call.args.has('language_code')) call.world.users.update(call.bot, { firstName: name })
    return true
  },
  getMyName: (call) => ({ name: get(call, 'names') || call.bot.firstName }),

  setMyDescription: setting('descriptions', 'description', 512),
  getMyDescription: (call) => ({ description: get(call, 'descriptions') || (call.bot.bot?.description ?? '') }),
  setMyShortDescription: setting('short-descriptions', 'short_description', 120),
  getMyShortDescription: (call) => ({ short_description: get(call, 'short-descriptions') }),

  setChatMenuButton(call) {
    const button = call.args.json('menu_button', 'menu button JSON object') ?? { type: 'default' }
    if (typeof button !== 'object' || button === null || !('type' in button))
      throw badRequest('MenuButton must be an Object')
    if (!['default', 'commands', 'web_app'].includes(String(button.type)))
      throw badRequest('MenuButton has unsupported type')
    const { values } = call.parts
    values.set(call.bot.id, 'menu-buttons', { ...menuButtons(call), [menuKey(call)]: button })
    return true
  },
  getChatMenuButton(call) {
    const buttons = menuButtons(call)
    return buttons[menuKey(call)] ?? buttons['default'] ?? { type: 'commands' }
  },
}

type Texts = Readonly<Record<string, string>>

function setting(name: string, field: string, lengthMax: number): BotMethod {
  return (call) => {
    set(call, name, call.args.text(field), lengthMax)
    return true
  }
}

/** Texts by language; '' is the one for all others, and an empty text takes its language away. */
function set({ bot, args, parts }: BotCall, name: string, text: string, lengthMax: number): void {
  if (text.length > lengthMax) throw badRequest('Text is too long')
  const { [args.text('language_code')]: _, ...others } = parts.values.get<Texts>(bot.id, name, {})
  parts.values.set(bot.id, name, text === '' ? others : { ...others, [args.text('language_code')]: text })
}

function get({ bot, args, parts }: BotCall, name: string): string {
  const texts = parts.values.get<Texts>(bot.id, name, {})
  return texts[args.text('language_code')] ?? texts[''] ?? ''
}

function menuButtons({ bot, parts }: BotCall): Readonly<Record<string, unknown>> {
  return parts.values.get<Readonly<Record<string, unknown>>>(bot.id, 'menu-buttons', {})
}

function menuKey(call: BotCall): string {
  return call.args.has('chat_id') ? String(placeOf(call, 'read').peer) : 'default'
}
