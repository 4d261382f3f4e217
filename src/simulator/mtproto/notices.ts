import type { User } from '../world/model.ts'
import type { World } from '../world/world.ts'
import type { Device } from './devices.ts'
import { telegramUserId } from './view/user.ts'

/** The login code, as the account's other devices get it. */
export function writeLoginCode(world: World, to: User, code: string): void {
  write(
    world,
    to,
    `Login code: ${code}. Do not give it to anyone, even if they say they are from Telegram. ` +
      'If you did not ask for a code, ignore this message.',
  )
}

/** For the devices that were there before: somebody signed in. */
export function writeLoginNotice(world: World, to: User, { deviceModel, appVersion, ip }: Device): void {
  write(
    world,
    to,
    `New login. ${to.firstName}, somebody signed in to your account on ${deviceModel}, version ${appVersion}, from ${ip}. ` +
      'If this was not you, end that session in Settings > Devices.',
  )
}

function write(world: World, to: User, text: string): void {
  const { users, messages } = world
  const sender =
    users.find(telegramUserId) ?? users.create({ id: telegramUserId, firstName: 'Telegram', phone: '42777' })
  // Whoever blocked it does without: a login must not fail for that.
  if (!to.blocked.includes(sender.id)) messages.send({ fromId: sender.id, to: to.id, text })
}
