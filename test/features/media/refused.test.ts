import { describe, expect, it } from 'vitest'
import { ShiftableClock } from '../../../src/base/clock.ts'
import { startWithPhoto } from './runs-with-files.ts'

describe('a reference that Telegram refuses soon after it was got', () => {
  it('lets the round wait for another one, instead of failing in its groups', async () => {
    const clock = new ShiftableClock()
    const { begun, hurried, photo, methods, add, db, run } = await startWithPhoto({ groups: 6, clock })
    await run({ text: 'bir', entities: [], media: [photo] })
    add({ method: 'messages.sendMedia', error: 'FILE_REFERENCE_EXPIRED', times: 3 })

    const before = methods('messages.sendMedia')
    const over = await hurried(await begun({ text: 'ikki', entities: [], media: [photo] }), clock)

    expect(over).toMatchObject({ state: 'finished', sent: 6, failed: 0 })
    expect(methods('messages.sendMedia') - before).toBe(9)
    // The first refusal believes the message in which the file stands, the next one does not.
    expect(methods('messages.uploadMedia')).toBeGreaterThan(1)
    expect(db.prepare('select count(*) from attempts where tries > 1').pluck().get()).toBe(0)
  })

  it('is got anew five times for a message, which then fails, with longer and longer pauses', async () => {
    const clock = new ShiftableClock()
    const { begun, hurried, photo, methods, add, db, run } = await startWithPhoto({ groups: 1, clock })
    await run({ text: 'bir', entities: [], media: [photo] })
    const before = methods('messages.sendMedia')
    add({ method: 'messages.sendMedia', error: 'FILE_REFERENCE_EXPIRED' })

    const fromMs = clock.nowMs()
    const over = await hurried(await begun({ text: 'ikki', entities: [], media: [photo] }), clock)

    expect(over).toMatchObject({ sent: 0, failed: 1 })
    expect(methods('messages.sendMedia') - before).toBe(6)
    expect(clock.nowMs() - fromMs).toBeGreaterThan(5_000 + 10_000 + 20_000 + 40_000)
    const failed = `select reason from attempts where kind = 'send' and state = 'failed-terminal'`
    expect(db.prepare(failed).pluck().all()).toEqual(['FILE_REFERENCE_EXPIRED'])
  })

  it('is not fresh for longer because a clock was set back', async () => {
    const clock = new ShiftableClock()
    const { begun, hurried, photo, add, db, run } = await startWithPhoto({ groups: 1, clock })
    await run({ text: 'bir', entities: [], media: [photo] })
    db.prepare('update account_files set saved_at_ms = ?').run(clock.nowMs() + 3_600_000)
    add({ method: 'messages.sendMedia', error: 'FILE_REFERENCE_EXPIRED', times: 2 })

    const fromMs = clock.nowMs()
    const over = await hurried(await begun({ text: 'ikki', entities: [], media: [photo] }), clock)

    expect(over).toMatchObject({ sent: 1, failed: 0 })
    expect(clock.nowMs() - fromMs).toBeLessThan(60_000)
  })
})

describe('an upload that keeps failing', () => {
  it('ends the round with a reason of its own, and the next round tries again', async () => {
    const clock = new ShiftableClock()
    const { begun, hurried, photo, rules, add, db, run } = await startWithPhoto({
      groups: 5,
      clock,
      policy: { triesMax: 3 },
    })
    const rule = add({ method: 'upload.saveFilePart', error: 'INTERNAL_UPLOAD', code: 500 })

    const over = await hurried(await begun({ text: 'bir', entities: [], media: [photo] }), clock)

    expect(over).toMatchObject({ state: 'finished', sent: 0, failed: 5 })
    const reasons = `select distinct reason from attempts where kind = 'send'`
    expect(db.prepare(reasons).pluck().all()).toEqual(['UPLOAD_FAILED'])
    expect(db.prepare(`select count(*) from attempts where kind = 'upload'`).pluck().get()).toBe(1)

    rules.remove(rule.id)
    expect(await run({ text: 'ikki', entities: [], media: [photo] })).toMatchObject({ sent: 5, failed: 0 })
  })
})
