import { Hono } from 'hono'
import { z } from 'zod'
import { ruleSchema } from '../../faults/rule.ts'
import { yesOrNo } from '../../json-input.ts'
import { answer } from '../answer.ts'
import { missing } from '../bad-input.ts'
import type { ControlDeps } from '../control-deps.ts'
import { bodyOf, numberParam, oneOrManyOf } from '../input.ts'
import { unknownMethodIn } from '../known-methods.ts'

const switchSchema = z.strictObject({ on: yesOrNo() })

/** A rule for what clients can ask: the rule itself knows no names. */
const askableRule = ruleSchema.superRefine(({ method }, context) => {
  const message = unknownMethodIn(method)
  if (message !== undefined) context.addIssue({ code: 'custom', message })
})

/** Behaviour on demand. */
export function ruleRoutes({ rules, botApi }: ControlDeps): Hono {
  return new Hono()
    .post('/rules', async (c) =>
      answer(c, await oneOrManyOf(c, askableRule, (many) => many.map((rule) => rules.add(rule)))),
    )
    .get('/rules', (c) => answer(c, rules.list()))
    .delete('/rules', (c) => {
      const removed = rules.list()
      for (const { id } of removed) rules.remove(id)
      return answer(c, removed)
    })
    .get('/rules/:id', (c) => answer(c, rules.find(numberParam(c, 'id')) ?? noRule(numberParam(c, 'id'))))
    .delete('/rules/:id', (c) => answer(c, rules.remove(numberParam(c, 'id')) ?? noRule(numberParam(c, 'id'))))
    .get('/random-id-memory', (c) => answer(c, { on: rules.remembersRandomIds }))
    .put('/random-id-memory', async (c) => {
      const { on } = await bodyOf(c, switchSchema)
      rules.rememberRandomIds(on)
      return answer(c, { on })
    })
    .get('/bot-limits', (c) => answer(c, { on: rules.keepsBotLimits }))
    .put('/bot-limits', async (c) => {
      const { on } = await bodyOf(c, switchSchema)
      rules.keepBotLimits(on)
      botApi.setLimits(on)
      return answer(c, { on })
    })
}

function noRule(id: number): never {
  throw missing(`there is no rule ${id}`)
}
