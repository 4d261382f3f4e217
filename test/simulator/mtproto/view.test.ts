import { describe, expect, it } from 'vitest'
import type { Entity, Media, MediaKind, Message, ServiceAction } from '../../../src/simulator/world/model.ts'
import { findUser } from '../../../src/simulator/mtproto/input-peer.ts'
import { entitiesOf, tlEntities } from '../../../src/simulator/mtproto/view/entities.ts'
import { tlMarkup } from '../../../src/simulator/mtproto/view/markup.ts'
import { tlMessage } from '../../../src/simulator/mtproto/view/message.ts'
import { TlCodec } from '../../../src/simulator/mtproto/wire/tl/codec.ts'
import type { TlObject } from '../../../src/simulator/mtproto/wire/tl/object.ts'
import { openTestWorld } from '../../support/world.ts'

const codec = new TlCodec()

const nobody = () => undefined

/** As a client of this layer would read it. */
function onTheWire(object: TlObject): TlObject {
  return codec.decode(codec.encode(object))
}

describe('every entity', () => {
  const plain = [
    'mention hashtag cashtag bot_command url email phone_number bold italic underline strikethrough spoiler blockquote',
    'expandable_blockquote code pre',
  ].flatMap((line) => line.split(' '))
  const entities: Entity[] = [
    ...plain.map((type, offset) => ({ type, offset, length: 1 })),
    { type: 'pre', offset: 20, length: 1, language: 'ts' },
    { type: 'text_link', offset: 21, length: 1, url: 'https://example.com' },
    { type: 'text_mention', offset: 22, length: 1, userId: 5 },
    { type: 'custom_emoji', offset: 23, length: 1, customEmojiId: '123' },
  ]

  it('goes to a client and comes back the same, but for a mention, which clients write with an access hash', () => {
    const sent = tlEntities(entities).map(onTheWire)

    expect(sent).toHaveLength(entities.length)
    expect(entitiesOf(sent, 'x'.repeat(30), nobody)).toEqual(entities.filter(({ type }) => type !== 'text_mention'))
  })

  it('may be left unknown, and is cut off after the hundredth', () => {
    const unknown = onTheWire({ _: 'messageEntityUnknown', offset: 0, length: 1 })
    const bold = { _: 'messageEntityBold', offset: 0, length: 1 }

    expect(entitiesOf([unknown], 'x', nobody)).toEqual([])
    expect(
      entitiesOf(
        Array.from({ length: 120 }, () => bold),
        'x',
        nobody,
      ),
    ).toHaveLength(100)
  })

  it('comes back the same with the largest and the smallest number', () => {
    const emoji = (documentId: bigint) => ({ _: 'messageEntityCustomEmoji', offset: 0, length: 1, documentId })
    const ends = [emoji(2n ** 63n - 1n), emoji(-(2n ** 63n))]

    expect(tlEntities(entitiesOf(ends, 'x', nobody)).map(onTheWire)).toEqual(ends)
  })

  it('that mentions somebody names a user whose access hash is right', () => {
    const { world, aziz } = setup()
    const malika = world.users.create({ firstName: 'Malika' })
    const mention = (userId: TlObject) =>
      entitiesOf([{ _: 'inputMessageEntityMentionName', offset: 0, length: 1, userId }], 'x', (input) =>
        findUser(world, input, aziz.id),
      )
    const inputUser = (userId: bigint, accessHash: bigint) => mention({ _: 'inputUser', userId, accessHash })
    const id = BigInt(malika.id)

    expect(mention({ _: 'inputUserSelf' })).toMatchObject([{ type: 'text_mention', userId: aziz.id }])
    expect(inputUser(id, world.users.accessHash(aziz.id, malika.id))).toMatchObject([{ userId: malika.id }])
    expect(() => mention({ _: 'inputUserEmpty' })).toThrow('ENTITY_MENTION_USER_INVALID')
    expect(() => inputUser(id, 1n)).toThrow('ENTITY_MENTION_USER_INVALID')
    expect(() => inputUser(2n ** 62n, 0n)).toThrow('ENTITY_MENTION_USER_INVALID')
  })
})

describe('every kind of media', () => {
  const kinds: MediaKind[] = ['photo', 'document', 'video', 'audio', 'voice', 'animation', 'sticker', 'video_note']

  it.each(kinds)('that is a file (%s) can be read by a client', (kind) => {
    const { world, aziz } = setup()
    world.store.saveFile({ id: 1, kind, name: 'a', mime: 'a/b', sizeBytes: 9, width: 4, height: 3, ownerId: aziz.id })

    const { media } = shown({ media: { type: 'file', kind, fileId: 1 } }, world)

    expect((media as TlObject)._).toBe(kind === 'photo' ? 'messageMediaPhoto' : 'messageMediaDocument')
  })

  it('that is none, or whose file is gone, too', () => {
    const { world } = setup()
    const medias: Media[] = [
      { type: 'contact', phone: '998', firstName: 'A', lastName: '', userId: 5 },
      { type: 'location', latitude: 41.25, longitude: 69.5 },
      { type: 'file', kind: 'photo', fileId: 404 },
    ]

    const seen = medias.map((media) => (shown({ media }, world)['media'] as TlObject)._)

    expect(seen).toEqual(['messageMediaContact', 'messageMediaGeo', 'messageMediaUnsupported'])
  })
})

describe('every service message', () => {
  const actions: ServiceAction[] = [
    { type: 'created', title: 'G', userIds: [5] },
    { type: 'joined', userIds: [5], byLink: false },
    { type: 'joined', userIds: [5], byLink: true },
    { type: 'left', userId: 5 },
    { type: 'titleChanged', title: 'G' },
    { type: 'migratedTo', chat: -1_000_000_000_005 },
    { type: 'migratedFrom', chat: -5, title: 'G' },
    { type: 'topicCreated', title: 'T' },
    { type: 'topicEdited', title: null, isClosed: true },
    { type: 'pinned', messageId: 3 },
  ]

  it.each(actions)('can be read by a client ($type)', (action) => {
    const { world } = setup()

    const seen = shown({ action }, world)

    expect(seen._).toBe('messageService')
    expect((seen['action'] as TlObject)._).toMatch(/^messageAction/)
  })
})

describe('every keyboard', () => {
  const inline = [
    { text: 'a', callback_data: 'x' },
    { text: 'b', url: 'https://example.com' },
    { text: 'c', switch_inline_query: 'q' },
    { text: 'd', switch_inline_query_current_chat: '' },
    { text: 'e', web_app: { url: 'https://example.com' } },
    { text: 'f', login_url: { url: 'https://example.com' } },
    { text: 'g', copy_text: { text: 'copy' } },
    { text: 'h', pay: true },
  ]
  const reply = [
    'plain',
    { text: 'a', request_contact: true },
    { text: 'b', request_location: true },
    { text: 'c', request_poll: {} },
    { text: 'd', web_app: { url: 'https://example.com' } },
  ]

  it.each([
    ['replyInlineMarkup', { inline_keyboard: [inline] }],
    ['replyKeyboardMarkup', { keyboard: [reply], resize_keyboard: true, input_field_placeholder: 'Yozing' }],
    ['replyKeyboardHide', { remove_keyboard: true, selective: true }],
    ['replyKeyboardForceReply', { force_reply: true }],
  ])('can be read by a client (%s)', (constructor, markup) => {
    const sent = tlMarkup(markup)

    expect(sent === undefined ? undefined : onTheWire(sent)._).toBe(constructor)
    expect(tlMarkup({})).toBeUndefined()
  })

  it.each(['inline_keyboard', 'keyboard'])('is read with a plain button where one says nothing usable (%s)', (kind) => {
    const wrong = { toString: 1 }
    const buttons = ['web_app', 'login_url', 'copy_text'].flatMap((name) =>
      [{ url: wrong, text: wrong }, [wrong], {}, null].map((value) => ({ text: 'x', [name]: value })),
    )

    const rows = tlMarkup({ [kind]: [buttons] })?.['rows']

    expect(rows).toMatchObject([{ buttons: buttons.map(() => ({ _: 'keyboardButton', text: 'x' })) }])
  })
})

function setup() {
  const { world } = openTestWorld()
  const aziz = world.users.create({ id: 5, firstName: 'Aziz' })
  return { world, aziz }
}

/** A message with this in it, as a client reads it. */
function shown(part: Partial<Message>, world: ReturnType<typeof setup>['world']): TlObject {
  const message: Message = {
    box: 0,
    id: 9,
    fromId: 5,
    to: 6,
    atMs: 1_700_000_000_000,
    editedAtMs: null,
    text: '',
    entities: [],
    media: null,
    markup: null,
    replyToId: null,
    topicId: null,
    forward: null,
    action: null,
    viaBotId: null,
    groupedId: null,
    isSilent: false,
    ...part,
  }
  return onTheWire(tlMessage(world, message, 5))
}
