import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { openKeyring } from '../../src/base/keyring.ts'
import { Secret } from '../../src/base/secret.ts'
import { rotateKeys } from '../../src/ops/rotate-keys.ts'
import { pressed, startBotHere, written } from '../support/bot-in-process.ts'
import type { BotHere } from '../support/bot-in-process.ts'
import type { Keyring } from '../../src/base/keyring.ts'

const aziz = { id: 1001 }

/** As an earlier process left it, that ended before it was done. */
function leave({ db }: BotHere, keyring: Keyring, updateId: number, update: object, tries = 0): void {
  const place = { table: 'inbox', row: updateId, column: 'body' }
  const body = keyring.seal(new Secret(JSON.stringify({ ...update, update_id: updateId })), place)
  db.prepare('insert into inbox (update_id, body, tries, received_at_ms) values (?, ?, ?, 1)').run(
    updateId,
    body,
    tries,
  )
}

describe('the inbox', () => {
  it('does what an earlier process was given and did not do, in its order', async () => {
    const bot = await startBotHere()
    await bot.person(1001)
    await bot.stop()
    leave(bot, bot.keyring, 501, written(aziz, '/id'))
    leave(bot, bot.keyring, 500, written(aziz, '/start'))
    for (let id = 502; id < 532; id++) leave(bot, bot.keyring, id, written(aziz, '/id'))

    await bot.start()
    await bot.take()
    expect(bot.telegram.said(1001).filter((text) => text.includes('1001'))).toHaveLength(31)
    expect(bot.telegram.said(1001)[0]).toContain('Hello')
  })

  it('does nothing again that Telegram gives again after a restart', async () => {
    const bot = await startBotHere()
    await bot.person(1001)
    const id = bot.telegram.give(written(aziz, '/id'))
    await bot.settled()
    const said = bot.telegram.said(1001).length
    await bot.stop()

    bot.telegram.giveAgain({ ...written(aziz, '/id'), update_id: id })
    await bot.start()
    await bot.take(written(aziz, '/start'))
    await bot.take(written(aziz, '/start'))
    expect(bot.telegram.said(1001).length).toBe(said + 2)
    expect(bot.db.prepare('select count(*) as n from inbox where update_id = ?').get(id)).toEqual({ n: 0 })
  })

  it('gives up an update with which the process ended three times', async () => {
    const bot = await startBotHere()
    await bot.person(1001)
    await bot.stop()
    leave(bot, bot.keyring, 500, written(aziz, '/id'), 3)
    leave(bot, bot.keyring, 501, written(aziz, '/id'), 2)

    await bot.start()
    await bot.take()
    expect(bot.telegram.said(1001).filter((text) => text.includes('1001'))).toHaveLength(1)
    expect(bot.logged()).toContain('an update was given up')
  })

  it('tells whoever wrote or pressed what is given up, once, and the admins', async () => {
    const bot = await startBotHere()
    await bot.person(1001)
    await bot.stop()
    leave(bot, bot.keyring, 500, written(aziz, 'hello'), 3)
    leave(bot, bot.keyring, 501, pressed(aziz, 's1.to.x'), 3)
    leave(bot, bot.keyring, 502, written({ id: 1002 }, 'hello'), 4)

    await bot.start()
    await bot.take()

    expect(bot.telegram.said(1001)).toEqual([
      expect.stringMatching(/^What you did last was not done/),
      expect.stringMatching(/^What you did last was not done/),
    ])
    expect(bot.telegram.said(1002)).toEqual([])
    expect(bot.troubles).toEqual([
      { type: 'update-given-up', personId: 1001 },
      { type: 'update-given-up', personId: 1001 },
    ])
  })

  it('opens what an older key has sealed, also sealed anew, and gives up alone what none opens', async () => {
    const [older, newer, lost] = [randomBytes(32), randomBytes(32), randomBytes(32)]
    const bot = await startBotHere({ keyring: openKeyring([older]) })
    await bot.person(1001)
    await bot.stop()
    leave(bot, openKeyring([lost]), 500, written(aziz, '/id'))
    leave(bot, openKeyring([older]), 501, written(aziz, '/id'))
    const both = openKeyring([newer, older])

    await bot.start(both)
    await bot.take()
    expect(bot.telegram.said(1001).filter((text) => text.includes('1001'))).toHaveLength(1)
    expect(bot.logged()).toContain('cannot be read')
    await bot.stop()

    leave(bot, openKeyring([older]), 502, written(aziz, '/id'))
    bot.db
      .prepare(
        `insert into logins (id, user_id, step, secrets, device, expires_at_ms) values (7, 1001, 'code', ?, '{}', 1)`,
      )
      .run(openKeyring([older]).seal(new Secret('{}'), { table: 'logins', row: 7, column: 'secrets' }))
    const { uses } = await rotateKeys({ store: bot.store, keyring: both })
    expect(uses.map(({ keyId }) => keyId)).toEqual([both.writingKeyId])
    await bot.start(openKeyring([newer]))
    await bot.take()
    expect(bot.telegram.said(1001).filter((text) => text.includes('1001'))).toHaveLength(2)
  })
})
