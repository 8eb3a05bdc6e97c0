// Texts over the map: the connection's state, messages, errors, and the position of the pointer.

import { shown } from './shown_text.js'

const MESSAGE_FOR = 5000 // milliseconds
const ANNOUNCE_AFTER = 500
const MAX_ERRORS = 3
const [MESSAGE, ERROR] = [300, 400] // characters

export class Status {
  /** @param {Record<'state' | 'message' | 'errors' | 'position' | 'announcement', HTMLElement>} elements */
  constructor(elements) {
    this.elements = elements
    /** @type {number | undefined} */
    this.messageTimer = undefined
    /** @type {number | undefined} */
    this.announceTimer = undefined
  }

  /**
   * Show what the page is waiting for or what keeps it from working; hidden if all is well.
   * @param {'wait' | 'bad' | 'good'} kind
   * @param {string} text
   */
  setState(kind, text) {
    const { state } = this.elements
    if (state.textContent !== text) state.textContent = text
    state.dataset.kind = kind
  }

  /**
   * Show what has just happened, for some seconds.
   * @param {string} text
   */
  setMessage(text) {
    this.elements.message.textContent = shown(text, MESSAGE)
    clearTimeout(this.messageTimer)
    this.messageTimer = setTimeout(() => (this.elements.message.textContent = ''), MESSAGE_FOR)
  }

  /**
   * Show an error until it is dismissed; the same one only once.
   * @param {string} text
   */
  addError(text) {
    const { errors } = this.elements
    const plain = shown(text, ERROR)
    ;[...errors.children].find((error) => error.firstChild?.textContent === plain)?.remove()
    const error = document.createElement('div')
    const dismiss = document.createElement('button')
    dismiss.type = 'button'
    dismiss.textContent = '×'
    dismiss.ariaLabel = 'Dismiss'
    dismiss.onclick = () => error.remove()
    error.append(plain, dismiss)
    errors.append(error)
    while (errors.children.length > MAX_ERRORS) errors.firstChild?.remove()
  }

  /**
   * Show the position of the pointer or of the point.
   * @param {string} text
   * @param {boolean} announced whether screen readers read it aloud once it rests: where keys move the point
   */
  setPosition(text, announced) {
    this.elements.position.textContent = text
    if (!announced) return
    clearTimeout(this.announceTimer)
    this.announceTimer = setTimeout(() => (this.elements.announcement.textContent = text), ANNOUNCE_AFTER)
  }
}
