// The chooser of bundles in the header: the one that plays, and those that can be played instead.

/** @import { App } from './app.js' */

import { byId } from './elements.js'
import { shown } from './shown_text.js'

const MAX_PATH = 300 // characters

/**
 * @typedef {object} BundleEntry
 * @property {string} name
 * @property {number} sounds 0 if that is not known
 * @property {string} path
 * @property {boolean} missing
 */

export class Bundles {
  /** @param {App} app */
  constructor(app) {
    this.app = app
    this.select = byId('bundle', HTMLSelectElement)
    /** @type {BundleEntry[]} */
    this.entries = []
    /** @type {BundleEntry | null} the one that plays */
    this.present = null
    /** @type {BundleEntry[]} those of a list that is not complete yet */
    this.incoming = []
    this.pending = 0 // id of the request for another bundle
    this.select.onchange = () => this.choose(this.select.value)
    this.select.onfocus = () => this.request()
  }

  /** Ask which bundles there are. */
  request() {
    this.app.socket.send('/latentpad/bundles', this.app.commands.nextId())
  }

  /**
   * Show which bundle plays now; a map that is shown already is replaced by its map.
   * @param {string} name
   * @param {number} sounds
   * @param {string} path
   */
  play(name, sounds, path) {
    const { app, present } = this
    this.present = { name, sounds, path, missing: false }
    this.settle(this.pending)
    this.show()
    this.request()
    if (!present || (present.path === path && present.name === name && present.sounds === sounds)) return
    app.status.setMessage(`Playing ${describe(this.present)}.`)
    app.loader.load()
  }

  /**
   * Add a bundle to the list.
   * @param {number} index
   * @param {number} of
   * @param {BundleEntry} entry
   */
  add(index, of, entry) {
    if (index === 0) this.incoming = []
    this.incoming.push(entry)
    if (index < of - 1 || this.incoming.length < of) return
    this.entries = this.incoming
    this.show()
  }

  /** @param {string} path */
  choose(path) {
    const { socket, commands, status } = this.app
    const entry = this.entries.find((one) => one.path === path)
    if (!entry) return
    this.pending = commands.nextId()
    if (!socket.send('/latentpad/bundle', path, this.pending)) {
      status.setMessage('latentpad is not running.')
      this.show()
      return
    }
    commands.unanswered.set(this.pending, 'bundle')
    this.select.ariaBusy = 'true'
    status.setMessage(`Loading ${shown(entry.name)} …`)
  }

  /**
   * The request with this id has been answered, by an error or by a bundle.
   * @param {number} id
   */
  settle(id) {
    if (id !== this.pending || !id) return
    this.app.commands.answered(id)
    this.pending = 0
    this.select.ariaBusy = 'false'
    this.app.status.setMessage('')
    this.show()
  }

  /** Update the options, unless they are as they were: an open list would close. */
  show() {
    const { present, select } = this
    if (!present) return
    const isListed = this.entries.some(({ path }) => path === present.path)
    const entries = isListed ? this.entries : [present, ...this.entries]
    const options = entries.map((entry) => {
      const option = new Option(describe(entry), entry.path)
      option.disabled = entry.missing
      option.title = shown(entry.path, MAX_PATH)
      return option
    })
    const differs = options.length !== select.length || options.some((one, k) => one.text !== select.options[k].text
      || one.value !== select.options[k].value || one.disabled !== select.options[k].disabled)
    if (differs) select.replaceChildren(...options)
    if (!this.pending) select.value = present.path
    select.title = `${shown(present.path || present.name, MAX_PATH)}: choose another bundle`
  }
}

/** @param {BundleEntry} entry */
function describe({ name, sounds, missing }) {
  const count = sounds ? `: ${sounds.toLocaleString('en')} sounds` : ''
  return `${shown(name, 80)}${count}${missing ? ' (missing)' : ''}`
}
