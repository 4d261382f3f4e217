import { Hono } from 'hono'
import { z } from 'zod'
import { text, whole, yesOrNo } from '../../json-input.ts'
import { answer } from '../answer.ts'
import type { ControlDeps } from '../control-deps.ts'
import { bodyOf } from '../input.ts'
import { chatIn, topicIn, userNamed } from '../named.ts'
import { defined } from './users.ts'

export const newTopicSchema = z.strictObject({ title: text(128, 1), creatorId: whole(1).optional() })

export const topicChangeSchema = z.strictObject({
  title: text(128, 1).optional(),
  isClosed: yesOrNo().optional(),
  isDeleted: yesOrNo().optional(),
})

/** Topics of forums. */
export function topicRoutes({ world }: ControlDeps): Hono {
  return new Hono()
    .get('/chats/:peer/topics', (c) => answer(c, world.chats.topics(chatIn(c, world).peer)))
    .post('/chats/:peer/topics', async (c) => {
      const chat = chatIn(c, world)
      const { title, creatorId } = await bodyOf(c, newTopicSchema)
      const creator = creatorId === undefined ? chat.creatorId : userNamed(world, creatorId).id
      return answer(c, world.topics.create(chat, creator, title))
    })
    .patch('/chats/:peer/topics/:topicId', async (c) => {
      const chat = chatIn(c, world)
      const topic = topicIn(c, world, chat)
      world.topics.change(topic, defined(await bodyOf(c, topicChangeSchema)))
      return answer(c, topic)
    })
}
