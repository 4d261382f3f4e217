// One conversation: its head, its messages or topics, and its foot.

import { Refused, get, post, reasonOf } from './api.js'
import { openChatHead } from './chat-head.js'
import { openComposer } from './composer.js'
import { el, fill } from './dom.js'
import { openHistory } from './history.js'
import { phrase, t } from './language.js'
import { ask, toast } from './notice.js'
import { openPresses } from './presses.js'
import { topicList } from './topics.js'

/** @import { ChatView } from '../view/chat.ts' */
/** @import { MessageView } from '../view/message.ts' */
/** @import { PersonView } from '../view/peer.ts' */
/** @import { LiveEvent } from '../live.ts' */
/** @import { Route } from './route.js' */
/** @import { MessageActions } from './message.js' */

const generalTopicId = 1

/**
 * @param {object} options
 * @param {PersonView} options.person
 * @param {Route & { peer: number }} options.route
 * @param {string} options.backHref
 * @param {(url: string) => void} options.onLink
 * @param {(peer: number) => void} options.onPeer
 */
export function openChat({ person, route, backHref, onLink, onPeer }) {
  const { peer, topic, invite } = route
  const path = `${person.id}/chats/${peer}`
  let startPayload = route.start
  /** @type {ChatView | null} */
  let chat = null
  /** @type {ReturnType<typeof openHistory> | null} */
  let history = null

  const presses = openPresses({ onLink })
  const head = openChatHead({ backHref, onBlock, onLeave })
  const main = el('div', { class: 'chat-main' })
  const foot = el('div', { class: 'chat-foot' })
  const root = el('section', { class: 'chat', 'aria-labelledby': 'chat-name' }, head.root, main, foot)
  const composer = openComposer({
    draftKey: `${path}/${topic ?? ''}`,
    onSend,
    onContact,
    onUnsupported: () => toast(t('unsupportedButton')),
  })

  /** @type {MessageActions} */
  const actions = {
    onLink,
    onPeer,
    onCommand: (text) => void composer.sendNow(text),
    onReply: (message) => composer.setReply(message),
    onJump: (id) => history?.jump(id),
    onInlineButton(message, { does }, element) {
      if (does.type === 'callback') void presses.press(path, { messageId: message.id, data: does.data }, element)
      else if (does.type === 'url') onLink(does.url)
      else if (does.type === 'copy') void copy(does.text)
      else toast(t('unsupportedButton'))
    },
  }

  async function open() {
    try {
      await look()
    } catch (error) {
      fill(main, el('p', { class: 'empty-chat' }, reasonOf(error)))
      return
    }
    await showMain()
    if (matchMedia('(min-width: 760px) and (hover: hover)').matches) composer.focus()
  }

  async function look() {
    chat = /** @type {ChatView} */ (await get(path, { invite }))
    head.update(chat, topic)
    showFoot(chat)
    history?.allowReplies(chat.writing.type === 'open')
  }

  /** What changed around the messages: joined, blocked, another keyboard. */
  async function lookAgain() {
    if (chat === null) return open()
    try {
      const before = chat
      await look()
      const isOpened = before?.writing.type === 'join' && chat?.writing.type !== 'join'
      if (isOpened || (chat?.topics !== null && topic === null)) await showMain()
    } catch (error) {
      toast(reasonOf(error))
    }
  }

  async function showMain() {
    if (chat === null) return
    history?.close()
    if (chat.topics !== null && topic === null) {
      history = null
      foot.hidden = chat.writing.type !== 'join'
      fill(main, topicList(person.id, chat))
      return
    }
    foot.hidden = false
    history = openHistory({
      path,
      topicId: topic,
      showsAuthors: chat.peer.kind === 'basic' || chat.peer.kind === 'supergroup',
      actions,
      whenEmpty,
      onRead: (messageId) => void read(messageId),
    })
    history.allowReplies(chat.writing.type === 'open')
    fill(main, history.root)
    await history.reload()
  }

  function whenEmpty() {
    if (chat === null) return null
    if (chat.writing.type === 'join') return el('p', null, t('joinToRead'))
    // The foot says it already.
    if (chat.writing.type === 'closed' && chat.writing.refusal === 'CHANNEL_PRIVATE') return null
    if (chat.peer.kind !== 'bot') return el('p', null, t('noMessages'))
    const about = chat.about === '' ? [] : [el('h3', null, t('botIntro')), el('p', { dir: 'auto' }, chat.about)]
    return el('div', { class: 'intro' }, ...about, el('p', { class: 'muted' }, t('pressStart')))
  }

  /** @param {ChatView} shown */
  function showFoot(shown) {
    const { writing } = shown
    const isStart = writing.type === 'start' || (writing.type === 'open' && startPayload !== null)
    if (isStart) fill(foot, footButton(t('start'), start))
    else if (writing.type === 'open') showComposer(shown)
    else if (writing.type === 'join')
      fill(foot, footButton(t(shown.peer.kind === 'channel' ? 'joinChannel' : 'join'), join))
    else if (writing.type === 'unblock')
      fill(
        foot,
        footButton(t('unblock'), () => onBlock(false)),
      )
    else if (writing.type === 'closed') fill(foot, el('p', { class: 'closed' }, reasonOf(new Refused(writing.refusal))))
  }

  /** @param {ChatView} shown */
  function showComposer(shown) {
    if (composer.root.parentElement !== foot) fill(foot, composer.root)
    composer.update(shown)
    const wanted = shown.answerTo
    if (wanted !== null) void offerReply(wanted)
  }

  /** A bot asked for an answer to this message. @param {number} messageId */
  async function offerReply(messageId) {
    const page = await get(`${path}/messages`, { below: messageId + 1, limit: 1 }).catch(() => ({ messages: [] }))
    /** @type {MessageView | undefined} */
    const message = page.messages[0]
    if (message?.id === messageId) composer.setReply(message)
  }

  /** @param {string} text @param {number | null} replyToId */
  function onSend(text, replyToId) {
    return tried(async () => {
      const topicId = topic === null || topic === generalTopicId ? undefined : topic
      const { message } = await post(`${path}/messages`, { text, topicId, replyToId: replyToId ?? undefined })
      history?.append(message)
    })
  }

  async function onContact() {
    const name = chat?.peer.name ?? ''
    const body = el('p', null, phrase('shareText', { name, phone: el('strong', { dir: 'ltr' }, person.sharedPhone) }))
    const isAgreed = await ask({ title: t('shareQuestion'), body, action: t('share') })
    if (!isAgreed) return null
    return tried(async () => history?.append((await post(`${path}/contact`)).message))
  }

  function start() {
    return acted(async () => {
      const { message } = await post(`${path}/start`, { payload: startPayload ?? '' })
      startPayload = null
      // The payload is used up: going back to this page must not offer it again.
      window.history.replaceState(null, '', location.hash.replace(/\?.*$/, ''))
      history?.append(message)
      await look()
    })
  }

  function join() {
    return acted(async () => {
      await post(`${path}/join`, { invite: invite ?? undefined })
      await lookAgain()
    })
  }

  /** @param {boolean} isBlocked */
  function onBlock(isBlocked) {
    return acted(async () => {
      await post(`${path}/block`, { isBlocked })
      await look()
    })
  }

  async function onLeave() {
    const name = chat?.peer.name ?? ''
    if (!(await ask({ title: phrase('leaveQuestion', { name }), action: t('leave'), isDangerous: true }))) return
    await acted(async () => {
      await post(`${path}/leave`)
      await look()
    })
  }

  let readId = 0

  /** @param {number} messageId */
  async function read(messageId) {
    if (messageId <= readId || chat?.writing.type === 'join') return
    readId = messageId
    await post(`${path}/read`, { messageId }).catch(() => undefined)
  }

  /** @param {LiveEvent} event */
  function onEvent(event) {
    if (event.type === 'answered') presses.answered(event)
    else if (event.type === 'reload') onBack()
    else if (event.type === 'deleted') onDeleted(event)
    else if (event.type !== 'hello' && event.peer === peer) onMine(event)
  }

  /** The line is up again: nothing of what was said about it stays, and everything is looked at anew. */
  function onBack() {
    composer.forgetOffline()
    void lookAgain().then(() => history?.reload())
  }

  /** @param {Exclude<LiveEvent, { type: 'answered' | 'reload' | 'hello' | 'deleted' }>} event */
  function onMine(event) {
    if (event.type === 'chat') void lookAgain()
    if (event.type !== 'message' && event.type !== 'edited') return
    const { message } = event
    if (topic === null || topic === (message.topicId ?? generalTopicId)) {
      if (event.type === 'message') history?.append(message)
      else history?.replace(message)
    }
    const isAnother = message.touchesKeyboard || message.action !== null || chat?.writing.type === 'start'
    if (isAnother || chat?.topics !== null) void lookAgain()
  }

  /** @param {Extract<LiveEvent, { type: 'deleted' }>} event */
  function onDeleted(event) {
    if (event.peer !== null && event.peer !== peer) return
    if (event.peer === null && peer < 0) return
    history?.remove(event.ids)
    if (chat?.keyboard != null && event.ids.includes(chat.keyboard.messageId)) void lookAgain()
  }

  void open()
  return {
    root,
    onEvent,
    close() {
      history?.close()
      presses.close()
    },
  }
}

/** @param {() => Promise<unknown>} deed @returns {Promise<string | null>} why not */
async function tried(deed) {
  try {
    await deed()
    return null
  } catch (error) {
    return reasonOf(error)
  }
}

/** @param {() => Promise<unknown>} deed */
async function acted(deed) {
  const reason = await tried(deed)
  if (reason !== null) toast(reason)
}

/** @param {string} label @param {() => unknown} onclick */
function footButton(label, onclick) {
  return el('button', { type: 'button', class: 'foot-button', onclick }, label)
}

/** @param {string} text */
async function copy(text) {
  const isCopied = await navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  )
  toast(t(isCopied ? 'copied' : 'cannotCopy'))
}
