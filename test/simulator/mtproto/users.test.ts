import { Api } from 'telegram'
import bigInt from 'big-integer'
import { describe, expect, it } from 'vitest'
import { refusalOf, signedInTo } from '../../support/account.ts'
import { startMtproto } from '../../support/telegram-world.ts'

describe('a user', () => {
  it('is seen with the access hash that this account may use, and no phone', async () => {
    const { client, malika, asSeenBy } = await setup()

    const [user] = await client.invoke(new Api.users.GetUsers({ id: [asSeenBy(client)] }))

    expect(user).toMatchObject({ firstName: 'Malika', username: 'malika', phone: null })
    expect(user).toMatchObject({ accessHash: asSeenBy(client).accessHash, id: bigInt(malika.id) })
  })

  it("is empty for a wrong access hash, another account's and nobody's id", async () => {
    const { client, other, malika, asSeenBy } = await setup()
    const wrong = new Api.InputUser({ userId: bigInt(malika.id), accessHash: bigInt(1) })
    const nobody = new Api.InputUser({ userId: bigInt(1), accessHash: bigInt(1) })
    const id = [asSeenBy(other), wrong, nobody, new Api.InputUserSelf()]

    const users = await client.invoke(new Api.users.GetUsers({ id }))

    expect(users.map(({ className }) => className)).toEqual(['UserEmpty', 'UserEmpty', 'UserEmpty', 'User'])
  })

  it('who was deleted has no name', async () => {
    const { telegram, client, malika, asSeenBy } = await setup()
    telegram.world.users.update(malika, { status: 'deactivated' })

    const [user] = await client.invoke(new Api.users.GetUsers({ id: [asSeenBy(client)] }))

    expect(user).toMatchObject({ deleted: true, firstName: null, username: null })
  })

  it('has a profile with the chats in common', async () => {
    const { telegram, client, other, malika, me, asSeenBy } = await setup()
    const memberIds = [me.id]
    telegram.world.chats.create({ kind: 'supergroup', title: 'Toshkent', creatorId: malika.id, memberIds })
    telegram.world.chats.create({ kind: 'supergroup', title: 'Buxoro', creatorId: malika.id })

    const { fullUser, users } = await client.invoke(new Api.users.GetFullUser({ id: asSeenBy(client) }))

    expect(fullUser).toMatchObject({ commonChatsCount: 1 })
    expect(users).toMatchObject([{ firstName: 'Malika' }])
    expect(await refusalOf(client.invoke(new Api.users.GetFullUser({ id: asSeenBy(other) })))).toBe('USER_ID_INVALID')
  })

  it('is found by the phone', async () => {
    const { client, malika } = await setup()

    const found = await client.invoke(new Api.contacts.ResolvePhone({ phone: '+998901234567' }))

    expect(found).toMatchObject({ peer: { userId: bigInt(malika.id) }, users: [{ firstName: 'Malika' }] })
    const nobody = new Api.contacts.ResolvePhone({ phone: '998900000000' })
    expect(await refusalOf(client.invoke(nobody))).toBe('PHONE_NOT_OCCUPIED')
  })
})

describe('an account', () => {
  it('changes its own name', async () => {
    const { client } = await setup()

    await client.invoke(new Api.account.UpdateProfile({ firstName: 'Jasur', lastName: 'Aliyev' }))

    expect(await client.getMe()).toMatchObject({ firstName: 'Jasur', lastName: 'Aliyev' })
    const nameless = new Api.account.UpdateProfile({ firstName: ' ' })
    expect(await refusalOf(client.invoke(nameless))).toBe('FIRSTNAME_INVALID')
  })

  it('changes nothing while it is frozen, and reads on', async () => {
    const { telegram, client, me } = await setup()
    telegram.world.users.update(me, { status: 'frozen' })

    const rename = new Api.account.UpdateProfile({ firstName: 'Jasur' })

    expect(await refusalOf(client.invoke(rename))).toBe('FROZEN_METHOD_INVALID')
    expect(await client.getMe()).toMatchObject({ firstName: 'Test 1234' })
  })

  it('has no contacts', async () => {
    const { client } = await setup()

    const contacts = await client.invoke(new Api.contacts.GetContacts({ hash: bigInt.zero }))

    expect(contacts).toMatchObject({ className: 'contacts.Contacts', contacts: [], users: [] })
    expect(await client.invoke(new Api.contacts.GetStatuses())).toEqual([])
  })
})

/** Two accounts, and Malika, who has none here. */
async function setup() {
  const telegram = await startMtproto()
  const { users } = telegram.world
  const malika = users.create({ firstName: 'Malika', username: 'malika', phone: '998901234567' })
  const client = await signedInTo(telegram, '9996621234')
  const other = await signedInTo(telegram, '9996625678')
  const ids = new Map([
    [client, users.byPhone('9996621234')?.id ?? 0],
    [other, users.byPhone('9996625678')?.id ?? 0],
  ])
  const asSeenBy = (viewer: typeof client) =>
    new Api.InputUser({
      userId: bigInt(malika.id),
      accessHash: bigInt(users.accessHash(ids.get(viewer) ?? 0, malika.id).toString()),
    })
  return { telegram, client, other, malika, me: users.get(ids.get(client) ?? 0), asSeenBy }
}
