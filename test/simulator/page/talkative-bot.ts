import type { ButtonPress, Message, ReplyMarkup, User } from '../../../src/simulator/world/model.ts'
import type { World } from '../../../src/simulator/world/world.ts'

/**
 * Answers in the world as a bot of the Bot API does: to /start with buttons under the message, then it asks for a contact by a
 * keyboard and thanks for it.
 */
export function makeTalkative(world: World, bot: User): void {
  const say = (to: number, text: string, markup: ReplyMarkup | null = null) =>
    world.messages.send({ fromId: bot.id, to, text, markup })

  const onMessage = ({ fromId, text, media }: Message) => {
    if (text.startsWith('/start')) {
      say(fromId, `Welcome${text.slice('/start'.length)}`, {
        inline_keyboard: [
          [
            { text: 'Note', callback_data: 'note' },
            { text: 'Alert', callback_data: 'alert' },
          ],
          [{ text: 'Site', url: 'https://example.com/' }],
        ],
      })
    } else if (text === 'register') {
      const button = { text: 'Share number', request_contact: true }
      say(fromId, 'Your number?', { keyboard: [[button], ['Later']], one_time_keyboard: true })
    } else if (media?.type === 'contact') say(fromId, `Thank you, ${media.phone}`, { remove_keyboard: true })
  }

  const onPress = ({ id, data, message }: ButtonPress) => {
    const isAlert = data === 'alert'
    const answer = { callbackId: id, botId: bot.id, text: isAlert ? 'Listen!' : 'Noted', isAlert, url: null }
    world.events.emit({ type: 'answered', answer })
    if (!isAlert) world.messages.edit(bot.id, message.box, message.id, { text: 'Pressed', markup: message.markup })
  }

  // In the next turn, as everything that comes over a socket.
  world.events.listen((event) => {
    if (event.type === 'message' && event.message.to === bot.id) setImmediate(() => onMessage(event.message))
    if (event.type === 'button') setImmediate(() => onPress(event.callback))
  })
}
