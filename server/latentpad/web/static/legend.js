// The legend: a button for each label with its marker, colour and count, which filters the map.
//
// It has two lines, one in narrow windows. Labels that have no room there are folded, none is cut: a button lays all of
// them over the map.

/** @import { Rgb } from './colours.js' */
/** @import { Label } from './labels.js' */

import { labelIcon, labelText } from './labels.js'

const NARROW = '(max-width: 820px), (max-height: 560px) and (min-width: 480px)' // as in style.css
const PADDING = 4 // pixels below the last line, as in style.css

export class Legend {
  /**
   * @param {{legend: HTMLElement, labels: HTMLElement, all: HTMLButtonElement}} elements
   * @param {() => void} changed other labels are selected
   */
  constructor({ legend, labels, all }, changed) {
    this.legend = legend
    this.labels = labels
    this.all = all
    this.changed = changed
    /** @type {Set<number>} ranks of the labels that are shown, -1 for the sounds without one; empty: all are */
    this.selected = new Set()
    /** @type {Map<number, HTMLButtonElement>} by rank */
    this.buttons = new Map()
    all.addEventListener('click', () => this.open(!this.isOpen))
    new ResizeObserver(() => this.fit()).observe(legend)
  }

  get isOpen() {
    return this.all.ariaExpanded === 'true'
  }

  /**
   * Show the labels of a map.
   * @param {Label[]} labels
   * @param {number} count of all sounds
   * @param {Rgb[]} palette colours of the labels, and of the sounds without one
   * @param {string} noLabel what the latter are called
   */
  load(labels, count, palette, noLabel) {
    this.selected.clear()
    this.buttons.clear()
    labels.forEach((label, rank) => this.buttons.set(rank, this.button(rank, labelText(label.name), label.count)))
    const unlabelled = count - labels.reduce((sum, label) => sum + label.count, 0)
    if (unlabelled && labels.length) this.buttons.set(-1, this.button(-1, noLabel, unlabelled))
    this.labels.replaceChildren(...this.buttons.values())
    this.repaint(palette)
    this.open(false)
  }

  /**
   * @param {number} rank
   * @param {string} text
   * @param {number} count
   */
  button(rank, text, count) {
    const [button, name, total] = ['button', 'span', 'small'].map((tag) => document.createElement(tag))
    name.textContent = text
    total.textContent = count.toLocaleString('en')
    button.append(labelIcon(rank, [0, 0, 0]), name, ' ', total)
    button.ariaPressed = 'false'
    button.title = `Only ${text} (${count.toLocaleString('en')} sounds)`
    button.onclick = () => this.toggle(rank)
    return Object.assign(/** @type {HTMLButtonElement} */ (button), { type: 'button' })
  }

  /** @param {Rgb[]} palette */
  repaint(palette) {
    const others = /** @type {Rgb} */ (palette.at(-1))
    for (const [rank, button] of this.buttons) {
      button.querySelector('svg')?.replaceWith(labelIcon(rank, palette[rank] ?? others))
    }
  }

  /** @param {number} rank */
  toggle(rank) {
    if (!this.selected.delete(rank)) this.selected.add(rank)
    this.showSelected()
  }

  /** Select no label; false if none was. */
  clear() {
    if (!this.selected.size) return false
    this.selected.clear()
    this.showSelected()
    return true
  }

  showSelected() {
    for (const [rank, button] of this.buttons) button.ariaPressed = String(this.selected.has(rank))
    this.showAll()
    this.changed()
  }

  /**
   * Lay all labels over the map, or show two lines of them.
   * @param {boolean} isOpen
   */
  open(isOpen) {
    this.legend.style.height = isOpen ? `${this.legend.offsetHeight}px` : '' // so that the map stays where it is
    this.all.ariaExpanded = String(isOpen)
    this.legend.classList.toggle('open', isOpen)
    if (isOpen) for (const button of this.buttons.values()) button.classList.remove('folded')
    this.labels.style.maxHeight = ''
    this.fit()
  }

  /** Close the list of all labels; false if it is not open. */
  close() {
    if (!this.isOpen) return false
    this.open(false)
    return true
  }

  /** Fold the labels that have no room, and offer the list of all where there are any. */
  fit() {
    if (this.isOpen) return
    const buttons = [...this.buttons.values()]
    this.all.hidden = this.fold(buttons) === 0
    if (!this.all.hidden) this.fold(buttons) // the button takes some of the room
    this.showAll()
  }

  /**
   * Hide the buttons after the last line, whatever the height of a line is; return how many.
   * @param {HTMLElement[]} buttons
   */
  fold(buttons) {
    const tops = [...new Set(buttons.map(({ offsetTop }) => offsetTop))].sort((one, other) => one - other)
    const next = tops[window.matchMedia(NARROW).matches ? 1 : 2] ?? Infinity
    const shown = buttons.filter(({ offsetTop }) => offsetTop < next)
    for (const button of buttons) button.classList.toggle('folded', !shown.includes(button))
    const bottom = Math.max(0, ...shown.map(({ offsetTop, offsetHeight }) => offsetTop + offsetHeight))
    this.labels.style.maxHeight = `${bottom - this.labels.offsetTop + PADDING}px`
    return buttons.length - shown.length
  }

  /** Show how many labels there are, and how many of those selected cannot be seen. */
  showAll() {
    const count = this.buttons.size - Number(this.buttons.has(-1))
    const unseen = [...this.selected].filter((rank) => this.buttons.get(rank)?.classList.contains('folded')).length
    this.all.textContent = unseen ? `All ${count}, ${unseen} on` : `All ${count}`
  }
}
