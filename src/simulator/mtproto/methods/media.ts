import type { Draft } from '../../world/messages.ts'
import type { Peer } from '../../world/peer.ts'
import { badRequest } from '../../world/refusal.ts'
import { viewablePeerOf } from '../chat-access.ts'
import { fileOfMedia, keepFile, knownFile } from '../input-media.ts'
import type { GivenFile } from '../input-media.ts'
import { findUser, resolveInput } from '../input-peer.ts'
import type { InputPeer } from '../input-peer.ts'
import { writing } from '../method.ts'
import type { Methods, SignedInCall } from '../method.ts'
import { replyPlace } from '../reply.ts'
import { sendAsOf } from '../send-as.ts'
import { isRepeat, refuseSeveralInSlowMode, sendOnce, tlReadUpTo, tlSent } from '../sent.ts'
import { entitiesOf } from '../view/entities.ts'
import { tlFile } from '../view/media.ts'
import type { TlObject } from '../wire/tl/object.ts'

interface Place {
  readonly silent?: boolean
  readonly peer: InputPeer
  readonly replyTo?: TlObject
  readonly scheduleDate?: number
  readonly sendAs?: InputPeer
}

interface Item {
  readonly media: TlObject
  readonly message: string
  readonly randomId: bigint
  readonly entities?: readonly TlObject[]
}

type SendMedia = Place & Item
type SendMultiMedia = Place & { readonly multiMedia: readonly TlObject[] }

const albumMax = 10

/** Files with their captions: one, or an album. Links, polls, places and the like are answered MEDIA_INVALID. */
export const mediaMethods: Methods = {
  'messages.uploadMedia': writing<{ readonly peer: InputPeer; readonly media: TlObject }>(async (body, call) => {
    viewablePeerOf(call, body.peer)
    const given = await fileOfMedia(call, body.media)
    keepFile(call, given)
    return tlFile(call.world, given.file, call.world.clock.nowMs())
  }),

  'messages.sendMedia': writing<SendMedia>(async (body, call) => {
    const to = resolveInput(call.world, body.peer, call.user.id)
    // Who asks again need neither have the upload any more, nor be in the chat.
    const isKnown = isRepeat(call, to, body.randomId)
    if (!isKnown) placeOf(body, to, call)
    const given = isKnown ? undefined : await fileOfMedia(call, body.media)
    const sent = sendOnce(call, to, body.randomId, () => {
      const place = placeOf(body, to, call)
      const said = saidIn(body, call)
      // Before the file is known: a refusal leaves nothing.
      if (given?.isNew === true) call.world.messages.check({ ...place, ...said, media: mediaOf(given) })
      return call.world.messages.send({ ...place, ...said, media: given === undefined ? null : keepFile(call, given) })
    })
    return tlSent(call, [sent], tlReadUpTo(call, to, [sent]))
  }),

  'messages.sendMultiMedia': writing<SendMultiMedia>((body, call) => {
    const to = resolveInput(call.world, body.peer, call.user.id)
    const items = body.multiMedia as readonly (TlObject & Item)[]
    const fresh = items.filter(({ randomId }) => !isRepeat(call, to, randomId))
    if (items.length === 0 || fresh.length > 0) checkNew(call, to, body, items, fresh)
    const groupedId = groupOf(call, to, items)
    const sent = items.map((item) =>
      sendOnce(call, to, item.randomId, () => {
        const media = keepFile(call, { file: knownFile(call, item.media), isNew: false })
        return call.world.messages.send({ ...placeOf(body, to, call), ...saidIn(item, call), groupedId, media })
      }),
    )
    return tlSent(call, sent, tlReadUpTo(call, to, sent))
  }),
}

function mediaOf({ file }: GivenFile) {
  return { type: 'file', kind: file.kind, fileId: file.id } as const
}

function placeOf(body: Place, to: Peer, call: SignedInCall): Pick<Draft, 'fromId' | 'to'> & Partial<Draft> {
  viewablePeerOf(call, body.peer)
  if (body.scheduleDate !== undefined) throw badRequest('SCHEDULE_DATE_INVALID')
  return {
    fromId: call.user.id,
    to,
    ...replyPlace(call, to, body.replyTo),
    isSilent: body.silent === true,
    sendAs: sendAsOf(call, to, body.sendAs),
  }
}

function saidIn({ message, entities = [] }: Pick<Item, 'message' | 'entities'>, { world, user }: SignedInCall) {
  return { text: message, entities: entitiesOf(entities, message, (input) => findUser(world, input, user.id)) }
}

/** All of an album or nothing: what stands in the way of one part is found before the first is written. */
function checkNew(
  call: SignedInCall,
  to: Peer,
  body: SendMultiMedia,
  all: readonly Item[],
  fresh: readonly Item[],
): void {
  const place = placeOf(body, to, call)
  if (all.length === 0) throw badRequest('MEDIA_EMPTY')
  if (all.length > albumMax) throw badRequest('MULTI_MEDIA_TOO_LONG')
  const ids = all.map(({ randomId }) => randomId)
  if (ids.includes(0n)) throw badRequest('RANDOM_ID_EMPTY')
  if (new Set(ids).size < ids.length) throw badRequest('RANDOM_ID_DUPLICATE')
  const files = fresh.map(({ media }) => knownFile(call, media))
  const kinds = new Set(files.map(({ kind }) => kind))
  // Documents go with documents only, and music with music; the rest is no part of an album.
  const isMixed = (kinds.has('document') || kinds.has('audio')) && kinds.size > 1
  const isOther = files.some(({ kind }) => !['photo', 'video', 'document', 'audio'].includes(kind))
  if (isMixed || isOther) throw badRequest('MEDIA_GROUPED_INVALID')
  refuseSeveralInSlowMode(call, to, all.length)
  for (const [index, item] of fresh.entries()) {
    const file = files[index]
    if (file !== undefined)
      call.world.messages.check({ ...place, ...saidIn(item, call), media: mediaOf({ file, isNew: false }) })
  }
}

/** Whoever repeats half of an album adds the rest to it. */
function groupOf(call: SignedInCall, to: Peer, items: readonly Item[]): string {
  const { store, messages, random } = call.world
  const known = items.flatMap(({ randomId }) => {
    const sent = isRepeat(call, to, randomId) ? store.sentId(call.user.id, to, String(randomId)) : undefined
    const message = sent === undefined ? undefined : messages.find(sent.box, sent.message_id)
    return message?.groupedId ?? []
  })
  return known[0] ?? random.bytes(8).readBigInt64LE(0).toString()
}
