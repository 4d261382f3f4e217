import { describe, expect, it } from 'vitest'
import { create, refused, setup } from '../commands-setup.ts'

describe('karvon campaigns test', () => {
  it('names what it needs, and changes nothing', async () => {
    const { karvon, json, withDatabase } = await setup()
    await json(...create, '--groups', 'all', '--once')

    expect(await karvon('campaigns', 'test', '9')).toEqual(
      refused('there is no campaign 9: see `karvon campaigns list`'),
    )
    expect(await karvon('campaigns', 'test', '1')).toEqual({
      ...refused('a test is sent by a running supervisor: `karvon start`'),
      code: 75,
    })
    expect(await karvon('campaigns', 'test', '1', '--account', 'x')).toMatchObject({ code: 2 })
    expect(withDatabase((db) => db.prepare('select count(*) as count from attempts').get())).toEqual({ count: 0 })
  })
})
