import { GrammyError, HttpError } from 'grammy'
import { startBotApi } from '../../support/bot-api.ts'
import type { BotApiOptions } from '../../support/bot-api.ts'

interface SetupOptions extends BotApiOptions {
  /** Off where the test breaks connections: then no request can meet what was done to the one before it. */
  readonly keepsConnections?: boolean
}

/** Aziz, who has started the bot, and Malika, who has not; a group with all three, in which the bot is a plain member. */
export async function setup({ keepsConnections = true, ...options }: SetupOptions = {}) {
  const botApi = await startBotApi(options)
  const { world } = botApi
  const aziz = world.users.create({ firstName: 'Aziz', username: 'aziz_t', phone: '998901234567' })
  const malika = world.users.create({ firstName: 'Malika' })
  const bot = botApi.createBot(aziz)
  const group = world.chats.create({
    kind: 'supergroup',
    title: 'Toshkent taksi',
    creatorId: aziz.id,
    memberIds: [malika.id, bot.id],
  })
  const api = botApi.api(bot, { keepsConnections })
  // What happened so far is no part of the test.
  await api.getUpdates({ offset: -1 }).then(([last]) => api.getUpdates({ offset: (last?.update_id ?? 0) + 1 }))
  return { ...botApi, aziz, malika, bot, group, api }
}

export type Setup = Awaited<ReturnType<typeof setup>>

/** `400 Bad Request: …`, or `network error: …` with its cause, or how else the call ended. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    return `answered ${JSON.stringify(await call)}`
  } catch (error) {
    if (error instanceof GrammyError) return `${error.error_code} ${error.description}`
    if (error instanceof HttpError) return `network error: ${causeOf(error)}`
    throw error
  }
}

/** Without its address, which has the token, and without the bytes of an answer. */
function causeOf({ error }: HttpError): string {
  const message = error instanceof Error ? error.message : String(error)
  if (message.startsWith('invalid json')) return 'no JSON'
  return /reason: (.*)$/s.exec(message)?.[1] ?? message
}

/** Makes the bot an admin with these rights. */
export function promote({ world, group, bot }: Setup, ...adminRights: Parameters<typeof grant>[0][]): void {
  world.chats.changeMember(group, bot.id, { role: 'admin', adminRights: adminRights.map(grant) }, group.creatorId)
}

const grant = (right: 'deleteMessages' | 'banUsers' | 'pinMessages' | 'addAdmins' | 'manageTopics') => right
