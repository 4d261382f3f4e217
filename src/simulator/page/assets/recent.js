// Who was chosen lately, in this browser.

const storageKey = 'karvon.recent'
const recentMax = 5

/** @returns {number[]} the latest first */
export function recentIds() {
  try {
    const ids = JSON.parse(localStorage.getItem(storageKey) ?? '[]')
    return Array.isArray(ids) ? ids.filter((id) => Number.isSafeInteger(id)).slice(0, recentMax) : []
  } catch {
    return []
  }
}

/** @param {number} id */
export function rememberPerson(id) {
  const others = recentIds().filter((one) => one !== id)
  localStorage.setItem(storageKey, JSON.stringify([id, ...others].slice(0, recentMax)))
}
