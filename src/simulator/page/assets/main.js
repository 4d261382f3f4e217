// Reads the address, shows the screen that it names, and keeps the strip on top: what this is, and in which language.

import { byId, el, fill, hiddenText } from './dom.js'
import { language, languages, loadTexts, rememberLanguage, setLanguage, t } from './language.js'
import { clearNotices } from './notice.js'
import { openPeople } from './people.js'
import { openPhone } from './phone.js'
import { readRoute } from './route.js'

/** @import { Language } from './language.js' */
/** @import { Route } from './route.js' */

/** @type {{ userId: number | null, show(route: Route): void, close(): void } | null} */
let current = null
let turn = 0

await loadTexts()
renderStrip()
window.addEventListener('hashchange', () => void showRoute())
void showRoute()

async function showRoute() {
  const route = readRoute(location.hash)
  clearNotices()
  if (current !== null && current.userId === route.userId) return current.show(route)
  current?.close()
  current = null
  const mine = ++turn
  const screen = byId('screen')
  const opened =
    route.userId === null
      ? { ...openPeople(screen), show() {} }
      : await openPhone(screen, route.userId, () => mine === turn)
  // Somebody went elsewhere while this was loading.
  if (mine !== turn) return opened.close()
  current = { ...opened, userId: route.userId }
  current.show(readRoute(location.hash))
}

/** @param {Language} chosen */
function speak(chosen) {
  if (chosen === language()) return
  rememberLanguage(chosen)
  setLanguage(chosen)
  renderStrip()
  current?.close()
  current = null
  void showRoute()
}

function renderStrip() {
  const buttons = Object.entries(languages).map(([code, name]) => languageButton(/** @type {Language} */ (code), name))
  const hadFocus = byId('strip').contains(document.activeElement)
  fill(
    byId('strip'),
    el(
      'h1',
      { class: 'sim', title: t('badgeHint') },
      el('span', { class: 'sim-dot', 'aria-hidden': 'true' }),
      t('badge'),
    ),
    el('div', { class: 'languages', role: 'group', 'aria-label': t('language') }, buttons),
  )
  if (hadFocus) buttons.find((button) => button.getAttribute('aria-pressed') === 'true')?.focus()
}

/** @param {Language} code @param {string} name */
function languageButton(code, name) {
  const isChosen = code === language()
  return el(
    'button',
    {
      type: 'button',
      class: 'language',
      lang: code,
      title: name,
      'aria-pressed': String(isChosen),
      onclick: () => speak(code),
    },
    code.toUpperCase(),
    hiddenText(` ${name}`),
  )
}
