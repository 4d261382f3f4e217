// Where one is, as the address says it: #/as/<user>/chat/<peer>/topic/<id>?start=…&invite=…

/**
 * @typedef {object} Route
 * @property {number | null} userId
 * @property {number | null} peer
 * @property {number | null} topic
 * @property {string | null} start
 * @property {string | null} invite
 */

/** @param {string} hash @returns {Route} */
export function readRoute(hash) {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?')
  const parts = /^\/as\/(\d+)(?:\/chat\/(-?\d+)(?:\/topic\/(\d+))?)?$/.exec(path)
  const values = new URLSearchParams(query)
  return {
    userId: numberOf(parts?.[1]),
    peer: numberOf(parts?.[2]),
    topic: numberOf(parts?.[3]),
    start: values.get('start'),
    invite: values.get('invite'),
  }
}

/** @param {Partial<Route>} route */
export function routeHref({ userId, peer, topic, start, invite }) {
  if (userId == null) return '#/'
  const path = `#/as/${userId}${peer == null ? '' : `/chat/${peer}`}${topic == null ? '' : `/topic/${topic}`}`
  const query = new URLSearchParams()
  if (start != null) query.set('start', start)
  if (invite != null) query.set('invite', invite)
  return query.size === 0 ? path : `${path}?${query}`
}

/** @param {string | undefined} text */
function numberOf(text) {
  const number = text === undefined ? Number.NaN : Number(text)
  return Number.isSafeInteger(number) ? number : null
}
