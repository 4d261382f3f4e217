// Making somebody new.

import { post, reasonOf } from './api.js'
import { el, fill } from './dom.js'
import { language, t } from './language.js'

/** @import { PersonView } from '../view/peer.ts' */

/** @returns {Promise<PersonView | null>} null when it was dismissed */
export function askNewPerson() {
  const problem = el('p', { class: 'problem', id: 'person-problem', role: 'alert', hidden: true })
  const fields = {
    firstName: field('firstName', { required: true, maxlength: 64 }),
    lastName: field('lastName', { maxlength: 64 }),
    username: field('username', { maxlength: 32, dir: 'ltr', autocapitalize: 'none', spellcheck: 'false' }),
    phone: field('phone', { type: 'tel', maxlength: 24, dir: 'ltr' }),
  }
  const buttons = el(
    'div',
    { class: 'dialog-buttons' },
    el('button', { type: 'button', class: 'button quiet', onclick: () => dialog.close() }, t('cancel')),
    el('button', { type: 'submit', class: 'button' }, t('create')),
  )
  const form = el(
    'form',
    { novalidate: true, 'aria-describedby': 'person-problem' },
    el('h2', { id: 'person-title' }, t('newPerson')),
    ...Object.values(fields).map(({ root }) => root),
    el('p', { class: 'muted small' }, t('phoneHint')),
    problem,
    buttons,
  )
  const dialog = el('dialog', { class: 'dialog', 'aria-labelledby': 'person-title' }, form)

  /** @param {(person: PersonView) => void} done */
  async function submit(done) {
    const values = Object.fromEntries(Object.entries(fields).map(([name, { input }]) => [name, input.value.trim()]))
    try {
      done(await post('people', { ...values, languageCode: language() }))
    } catch (error) {
      problem.hidden = false
      fill(problem, reasonOf(error))
    }
  }

  document.body.append(dialog)
  dialog.showModal()
  return new Promise((resolve) => {
    /** @type {PersonView | null} */
    let made = null
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      if (fields.firstName.input.value.trim() === '') return fields.firstName.input.focus()
      void submit((person) => {
        made = person
        dialog.close()
      })
    })
    dialog.addEventListener('close', () => {
      dialog.remove()
      resolve(made)
    })
  })
}

/** @param {'firstName' | 'lastName' | 'username' | 'phone'} name @param {import('./dom.js').Props} props */
function field(name, props) {
  const input = el('input', { name, autocomplete: 'off', dir: 'auto', ...props })
  const optional = props['required'] === true ? null : el('small', { class: 'muted' }, t('optional'))
  return { input, root: el('label', { class: 'field' }, el('span', null, t(name), ' ', optional), input) }
}
