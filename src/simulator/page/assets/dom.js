// Elements without a framework, and without ever parsing text as HTML.

/** @typedef {Node | string | null | undefined | false} Child */
/** @typedef {{ [name: string]: string | number | boolean | null | undefined | ((event: any) => void) }} Props */

/**
 * Makes an element. `class`, attributes and `on…` listeners by name; true sets an empty attribute, null and false leave it out.
 * Children that are strings become text.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Props | null} [props]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, props, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(props ?? {})) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value)
    else if (value !== null && value !== undefined && value !== false)
      element.setAttribute(name, value === true ? '' : String(value))
  }
  element.append(...children.flat().filter(isShown))
  return element
}

/**
 * Somebody else's words among ours: their direction of writing stays inside, and so do stray marks that would turn ours around.
 *
 * @param {string} text
 */
export function bdi(text) {
  return el('bdi', null, text)
}

/** @param {string} text */
export function hiddenText(text) {
  return el('span', { class: 'visually-hidden' }, text)
}

/**
 * @param {Element} parent
 * @param {...(Child | Child[])} children
 */
export function fill(parent, ...children) {
  parent.replaceChildren(...children.flat().filter(isShown))
}

/**
 * An element that stands in index.html.
 *
 * @param {string} id
 */
export function byId(id) {
  const element = document.getElementById(id)
  if (element === null) throw new Error(`the page has no #${id}`)
  return element
}

/**
 * Calls `reached` when the element scrolls into view.
 *
 * @param {Element} element
 * @param {Element | null} root
 * @param {() => void} reached
 * @returns {() => void} ends it
 */
export function whenSeen(element, root, reached) {
  const options = { root, rootMargin: '200px' }
  const observer = new IntersectionObserver(
    (entries) => entries.some((entry) => entry.isIntersecting) && reached(),
    options,
  )
  observer.observe(element)
  return () => observer.disconnect()
}

/**
 * @param {Child} child
 * @returns {child is Node | string}
 */
function isShown(child) {
  return child !== null && child !== undefined && child !== false
}
