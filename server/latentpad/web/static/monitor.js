// The OSC monitor: messages in and out, newest on top.

import { shown } from './shown_text.js'

const MAX_LINES = 100
const MAX_MESSAGE = 500 // characters

/** @typedef {[number: number, incoming: boolean, peer: string, address: string, args: unknown[]]} MonitorEntry */

export class Monitor {
  /**
   * @param {HTMLElement} list
   * @param {HTMLElement} placeholder shown until a message comes in
   */
  constructor(list, placeholder) {
    this.list = list
    this.placeholder = placeholder
  }

  /** @param {MonitorEntry[]} entries */
  add(entries) {
    for (const [, incoming, peer, address, args] of entries) {
      const row = document.createElement('li')
      row.className = incoming ? 'in' : 'out'
      row.classList.toggle('error', address === '/latentpad/error')
      const message = shown([address, ...args.map(format)].join(' '), MAX_MESSAGE)
      row.textContent = peer ? `${message}  (${incoming ? 'from' : 'to'} ${peer})` : message // notes have no peer
      this.list.prepend(row)
      if (incoming) this.placeholder.hidden = true
    }
    while (this.list.children.length > MAX_LINES) this.list.lastChild?.remove()
  }

  /** Remove the messages of an earlier daemon. */
  clear() {
    this.list.replaceChildren()
    this.placeholder.hidden = false
  }
}

/** @param {unknown} value */
function format(value) {
  if (typeof value === 'string') return JSON.stringify(value)
  return typeof value === 'number' && !Number.isInteger(value) ? String(Number(value.toFixed(4))) : String(value)
}
