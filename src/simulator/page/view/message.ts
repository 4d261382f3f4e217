import type { Entity, Media, MediaKind, Message, ServiceAction } from '../../world/model.ts'
import type { Peer } from '../../world/peer.ts'
import type { World } from '../../world/world.ts'
import { inlineButtons, touchesKeyboard } from './markup.ts'
import type { InlineButtonView } from './markup.ts'
import { peerView } from './peer.ts'
import type { PeerViewKind } from './peer.ts'

export interface AuthorView {
  readonly peer: Peer
  readonly kind: PeerViewKind
  readonly name: string
  readonly isGone: boolean
}

export type MediaView =
  | {
      readonly type: 'file'
      readonly kind: MediaKind
      readonly fileId: number
      readonly name: string
      readonly sizeBytes: number
      readonly width: number
      readonly height: number
    }
  | Exclude<Media, { type: 'file' }>

/** What a service message tells, with the people in it by name. */
export interface ActionView {
  readonly type: ServiceAction['type']
  /** New title, title of the topic. */
  readonly title: string | null
  /** Who came or went. */
  readonly people: readonly AuthorView[]
  readonly isClosed: boolean | null
  readonly isByLink: boolean
}

export interface QuoteView {
  readonly id: number
  readonly author: AuthorView
  readonly text: string
  readonly media: MediaKind | 'contact' | 'location' | null
}

/** A message as one viewer sees it. */
export interface MessageView {
  readonly id: number
  readonly author: AuthorView
  readonly isOut: boolean
  readonly atMs: number
  readonly isEdited: boolean
  readonly text: string
  readonly entities: readonly Entity[]
  readonly media: MediaView | null
  readonly buttons: readonly (readonly InlineButtonView[])[]
  readonly quote: QuoteView | null
  readonly forwardedFrom: AuthorView | null
  readonly action: ActionView | null
  readonly topicId: number | null
  /** The keyboard below the input may be another one from here on. */
  readonly touchesKeyboard: boolean
}

const quoteLengthMax = 200

export function messageView(world: World, viewerId: number, message: Message): MessageView {
  const { id, atMs, text, entities, topicId } = message
  const isOut = message.fromId === viewerId
  return {
    id,
    author: authorView(world, message.fromId),
    isOut,
    atMs,
    isEdited: message.editedAtMs !== null,
    text,
    entities,
    media: mediaView(world, message.media),
    buttons: inlineButtons(message.markup),
    quote: quoteView(world, message),
    forwardedFrom: message.forward === null ? null : authorView(world, message.forward.fromId),
    action: message.action === null ? null : actionView(world, message.action),
    topicId,
    touchesKeyboard: !isOut && touchesKeyboard(message.markup),
  }
}

export function authorView(world: World, peer: Peer): AuthorView {
  const view = peerView(world, peer)
  if (view === undefined) return { peer, kind: 'person', name: '', isGone: true }
  return { peer, kind: view.kind, name: view.name, isGone: view.isGone }
}

export function mediaKind(media: Media | null): QuoteView['media'] {
  if (media === null) return null
  return media.type === 'file' ? media.kind : media.type
}

export function actionView(world: World, action: ServiceAction): ActionView {
  return {
    type: action.type,
    title: 'title' in action ? action.title : null,
    people: peopleIn(action).map((id) => authorView(world, id)),
    isClosed: action.type === 'topicEdited' ? action.isClosed : null,
    isByLink: action.type === 'joined' && action.byLink,
  }
}

function peopleIn(action: ServiceAction): readonly number[] {
  if (action.type === 'joined') return action.userIds
  return action.type === 'left' ? [action.userId] : []
}

function mediaView(world: World, media: Media | null): MediaView | null {
  if (media?.type !== 'file') return media
  const file = world.store.file(media.fileId)
  return {
    type: 'file',
    kind: media.kind,
    fileId: media.fileId,
    name: file?.name ?? '',
    sizeBytes: file?.sizeBytes ?? 0,
    width: file?.width ?? 0,
    height: file?.height ?? 0,
  }
}

/** Shown only when it is of the same conversation: an id alone says nothing in private chats, where all share one counter. */
function quoteView(world: World, message: Message): QuoteView | null {
  if (message.replyToId === null) return null
  const quoted = world.messages.find(message.box, message.replyToId)
  if (quoted === undefined || quoted.action !== null || !isSameConversation(quoted, message)) return null
  const { id, text, media } = quoted
  const author = authorView(world, quoted.fromId)
  return { id, author, text: text.slice(0, quoteLengthMax), media: mediaKind(media) }
}

function isSameConversation(one: Message, other: Message): boolean {
  if (one.to < 0 || other.to < 0) return one.to === other.to
  return new Set([one.fromId, one.to, other.fromId, other.to]).size <= 2
}
