import { describe } from 'vitest'
import { attemptContract } from '../contract/store-attempts.ts'
import { openLocalTestStore, startTestStore } from '../support/store.ts'

describe('on a thread of its own', () => {
  attemptContract(async (options) => {
    const { store, db } = await startTestStore(options)
    return { store, exec: (sql) => void db.exec(sql) }
  })
})

describe('in the thread of a command', () => {
  attemptContract((options) => {
    const { store, db } = openLocalTestStore(options)
    return Promise.resolve({ store, exec: (sql) => void db.exec(sql) })
  })
})
