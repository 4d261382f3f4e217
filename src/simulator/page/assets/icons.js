// Line icons on a grid of 24, drawn for this page.

const paths = {
  back: 'M15 5 8 12l7 7',
  send: 'M4.5 12 20 5l-4.6 14.2-4-5.4zM11.4 13.8 20 5',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM16.2 16.2 20.5 20.5',
  close: 'M6 6l12 12M18 6 6 18',
  more: 'M12 5.5v.01M12 12v.01M12 18.5v.01',
  keyboard: 'M4 7h16v10H4zM7.5 10.2h.01M10.5 10.2h.01M13.5 10.2h.01M16.5 10.2h.01M8.5 13.8h7',
  command: 'M5 4h14v16H5zM14 8l-4 8',
  down: 'M6 9l6 6 6-6',
  reply: 'M10 6 4 11.5l6 5.5v-3.5c5 0 8 1.4 10 4.5-.6-5.6-4-9-10-9z',
  plus: 'M12 5v14M5 12h14',
  pin: 'M9 4h6l-.8 5.5L17.5 13h-11l3.3-3.5zM12 13v7',
  file: 'M7 3.5h7l4.5 4.5v12.5H7zM14 3.5V8h4.5',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c.8-3.8 3.6-6 7.5-6s6.7 2.2 7.5 6',
  group:
    'M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 19.5c.6-3.3 3-5.2 6.5-5.2s5.9 1.9 6.5 5.2M15.5 5a3.3 3.3 0 0 1 0 6.3M17.5 14.6c2.2.7 3.6 2.4 4 4.9',
  channel: 'M4 10v4.5h3.5L16 19V5.5L7.5 10zM19 9.5a4 4 0 0 1 0 5.5M8.5 14.5l1.3 5',
  bot: 'M5 9h14v10H5zM12 9V5M12 4.5v.01M9 13.2v.6M15 13.2v.6M9.5 16.4h5',
  forum: 'M9.5 4 7.5 20M16.5 4l-2 16M4.5 9h16M3.5 15h16',
  place:
    'M12 21c4.5-5 6.5-8.3 6.5-11a6.5 6.5 0 0 0-13 0c0 2.7 2 6 6.5 11ZM12 12.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6Z',
  swap: 'M4 8.5h13M13.5 5 17 8.5 13.5 12M20 15.5H7M10.5 12 7 15.5l3.5 3.5',
  link: 'M8 16 16 8M9.5 8H16v6.5',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
}

/** @typedef {keyof typeof paths} IconName */

const svg = 'http://www.w3.org/2000/svg'

/**
 * Decoration: what it means is said beside it in words.
 *
 * @param {IconName} name
 */
export function icon(name) {
  const element = document.createElementNS(svg, 'svg')
  element.setAttribute('viewBox', '0 0 24 24')
  element.setAttribute('class', `icon icon-${name}`)
  element.setAttribute('aria-hidden', 'true')
  const path = document.createElementNS(svg, 'path')
  path.setAttribute('d', paths[name])
  element.append(path)
  return element
}
