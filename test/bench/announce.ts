import { setTimeout as sleep } from 'node:timers/promises'
import { botCapPerMinute } from '../../src/delivery/bot-pace.ts'
import { buildProgram } from '../support/build-program.ts'
import { judge } from './support/figures.ts'
import type { Figure } from './support/figures.ts'

/** Of the rate at which our profile lets a bot send, from the first to the last message. */
const shareMin = 0.95
const people = 2_000
const [ours, telegrams] = [botCapPerMinute / 60, 30]
const text = 'Hammaga e’lon'
const patienceMs = 10 * 60_000

/** An announcement to 2 000 people at Telegram's limits, through the bot's own screens. */
export async function run(): Promise<void> {
  delete process.env['NODE_EXTRA_CA_CERTS']
  process.env['KARVON_PROGRAM'] ??= buildProgram('karvon-bench')
  await judge([measureAnnouncement])
}

async function measureAnnouncement(): Promise<Figure> {
  // Loaded now, because it looks for the program when it is loaded.
  const { startBotProduct } = await import('../support/bot-product.ts')
  const { judgeAnnouncement, knowThem, openBot, tell } = await import('../features/admin/announcing.ts')
  let everybody: readonly number[] = []
  const product = await startBotProduct({
    areLimitsOn: true,
    async before(world) {
      everybody = await openBot(world, people)
    },
  })
  try {
    const { admin, client } = product
    await admin.starts()
    await admin.presses('🇬🇧 English')
    await admin.presses(/^Tashkent/)
    await admin.sees('Hello, Boss!')
    knowThem(product, everybody)
    await admin.presses('📣 Announcement')
    await tell(admin, text)
    await admin.presses(/^✅ Send to/)
    await ended(product.read)

    const { times, told } = await judgeAnnouncement(product, text)
    const atMs: number[] = []
    for await (const line of client.ledger.all({ method: 'sendMessage', applied: true })) {
      if (line.chat !== null && everybody.includes(line.chat)) atMs.push(line.atMs)
    }
    const tookMs = Math.max(...atMs) - Math.min(...atMs)
    const perSecond = ((atMs.length - 1) * 1000) / tookMs
    const twice = [...times.values()].filter((count) => count > 1).length
    const share = perSecond / ours
    const missing = everybody.filter((id) => !times.has(id)).length
    return {
      text:
        `announcement to ${people} people: ${perSecond.toFixed(2)} a second, ${share.toFixed(3)} of the ${ours} of our profile ` +
        `(at least ${shareMin}), ${(perSecond / telegrams).toFixed(3)} of Telegram's ${telegrams}; ` +
        `${told.length} answers 429, ${twice} twice, ${missing} missing`,
      holds: share >= shareMin && told.length === 0 && twice === 0 && missing === 0,
    }
  } finally {
    await product.stop()
  }
}

async function ended(read: <Row>(sql: string) => Row[]): Promise<void> {
  const untilMs = Date.now() + patienceMs
  while (read('select 1 from announcements where ended_at_ms is not null').length === 0) {
    if (Date.now() > untilMs) throw new Error('the announcement did not end')
    await sleep(1_000)
  }
}
