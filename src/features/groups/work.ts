import PQueue from 'p-queue'
import type { Keyring } from '../../base/keyring.ts'
import type { Outcome } from '../../delivery/outcome.ts'
import type { Work } from '../../shard/work.ts'
import type { PeerRow } from '../../store/store.ts'
import type { Dialog, DialogCursor, Topic, WantedChat } from '../../telegram/contract.ts'
import type { FoundLink } from './found.ts'
import { dialogsKind, foldersKind, resolveKind, topicsKind } from './kinds.ts'
import { openChat } from './sealed-chat.ts'
import type { SealedChat } from './sealed-chat.ts'

/** Telegram gives a hundred at a time; no person has more conversations than this. */
const pagesMax = 500
/** Topics stand in one row, and nobody chooses among more. */
const topicPagesMax = 20

/**
 * Reads the account's whole list, and keeps its groups and channels with the access hashes that sending needs. A page is kept as it
 * comes, so that a wait which Telegram asks for in the middle loses nothing; the next try begins from the start.
 */
const dialogsWork = (pages: PQueue): Work<void> => ({
  kind: dialogsKind,
  lane: 'read',
  parse: () => {},
  async execute(_, { attempt: { accountId }, link, signal, store, clock, report }) {
    const fetchPage = (cursor: DialogCursor | null) => pages.add(() => link.fetchDialogs(cursor, signal))
    const startedAtMs = clock.nowMs()
    let [done, groups] = [0, 0]
    let page = await fetchPage(null)
    for (let count = 1; page.type === 'answer'; count++) {
      const { dialogs, next, total } = page.value
      const peers = dialogs.flatMap(rowOf)
      await store.savePeers({ accountId, peers, nowMs: clock.nowMs() })
      done += dialogs.length
      groups += peers.length
      report(done, Math.max(done, total))
      if (next === null || count === pagesMax) {
        if (next === null) await store.leavePeers(accountId, startedAtMs)
        return found({ groups })
      }
      page = await fetchPage(next)
    }
    return page
  },
})

/** Reads the topics of one forum. */
const topicsWork: Work<void> = {
  kind: topicsKind,
  lane: 'read',
  parse: () => {},
  async execute(_, { attempt: { peer, accessHash }, link, signal }) {
    if (peer === null) throw new Error('topics without a forum')
    const topics: Topic[] = []
    let page = await link.fetchTopics({ peer, accessHash }, null, signal)
    for (let pages = 1; page.type === 'answer'; pages++) {
      topics.push(...page.value.topics)
      const { next } = page.value
      if (next === null || pages === topicPagesMax) return found({ topics })
      page = await link.fetchTopics({ peer, accessHash }, next, signal)
    }
    return page
  },
}

const foldersWork: Work<void> = {
  kind: foldersKind,
  lane: 'read',
  parse: () => {},
  async execute(_, { link, signal }) {
    const answer = await link.fetchFolders(signal)
    return answer.type === 'answer' ? found({ folders: answer.value }) : answer
  },
}

/** Looks at what stands behind a link or a name. A group that the account is in is kept like those of its list. */
const resolveWork = (keyring: Keyring): Work<WantedChat> => ({
  kind: resolveKind,
  lane: 'read',
  parse: ({ accountId, payload }) => openChat(keyring, accountId, JSON.parse(payload ?? '') as SealedChat),
  async execute(wanted, { attempt: { accountId }, link, signal, store, clock }) {
    const answer = await link.findChat(wanted, signal)
    if (answer.type !== 'answer') return answer
    if (answer.value.type !== 'chat') return foundLink(answer.value)
    const { chat } = answer.value
    const peers = chat.cannotPost === 'not-a-member' ? [] : rowOf(chat)
    await store.savePeers({ accountId, peers, nowMs: clock.nowMs() })
    return foundLink({ type: 'chat', peer: chat.to.peer, title: chat.title, whyNot: chat.cannotPost })
  },
})

/**
 * Pages of dialogs are the largest answers that there are: many at a time would hold up the sends of the other accounts of the shard
 * while they are taken apart. So few are asked for at once, and the lists that are being read take turns.
 */
export function groupWorks(keyring: Keyring, pagesAtOnce = 2): readonly Work<unknown>[] {
  return [dialogsWork(new PQueue({ concurrency: pagesAtOnce })), topicsWork, foldersWork, resolveWork(keyring)]
}

function found(result: object): Outcome {
  return { type: 'sent', messageId: null, result: JSON.stringify(result) }
}

function foundLink(result: FoundLink): Outcome {
  return found(result)
}

/** People are no targets: nobody writes to those who did not write first. */
function rowOf({
  to,
  kind,
  title,
  username,
  cannotPost,
  forbidden,
  isForum,
  hasSlowMode,
  migratedTo,
}: Dialog): PeerRow[] {
  if (kind !== 'basic' && kind !== 'supergroup' && kind !== 'channel') return []
  const { peer, accessHash } = to
  return [{ peer, kind, title, username, accessHash, whyNot: cannotPost, forbidden, isForum, hasSlowMode, migratedTo }]
}
