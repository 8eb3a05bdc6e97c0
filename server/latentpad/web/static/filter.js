// The filter of the sounds shown: by words in their names, and by label.

/** @import { Rgb } from './colours.js' */
/** @import { MapDocument } from './map.js' */

import { labelIcon, labelText } from './labels.js'

export class Filter {
  /**
   * @param {{search: HTMLInputElement, count: HTMLOutputElement, labels: HTMLElement}} elements
   * @param {(isShown: (index: number) => boolean) => number} apply returns how many are shown
   */
  constructor({ search, count, labels }, apply) {
    this.search = search
    this.count = count
    this.labels = labels
    this.apply = apply
    /** @type {Set<number>} */
    this.selected = new Set()
    /** @type {string[]} */
    this.names = []
    /** @type {string[]} in lower case */
    this.labelNames = []
    /** @type {string[]} */
    this.soundNames = []
    /** @type {number[] | null} */
    this.ranks = null
    search.addEventListener('input', () => this.run())
    search.form?.addEventListener('submit', (event) => event.preventDefault())
  }

  /**
   * Show the labels of a map.
   * @param {MapDocument} map
   * @param {Rgb[]} palette colours of the labels
   */
  load(map, palette) {
    this.ranks = map.points.label
    this.names = map.labels.map(({ name }) => name)
    this.labelNames = this.names.map((name) => name.toLowerCase())
    this.selected.clear()
    this.labels.replaceChildren(
      ...map.labels.map(({ name, count }, rank) => {
        const text = labelText(name)
        const button = document.createElement('button')
        const total = document.createElement('small')
        total.textContent = String(count)
        button.type = 'button'
        button.ariaPressed = 'false'
        button.title = `Only ${text} (${count} sounds)`
        button.dataset.label = name
        button.append(labelIcon(rank, palette[rank]), text, ' ', total)
        button.onclick = () => this.toggle(rank, button)
        return button
      }),
    )
    this.run()
  }

  /**
   * Set the names in which the words are searched.
   * @param {string[]} names
   */
  setNames(names) {
    this.soundNames = names.map((name) => name.toLowerCase())
    this.run()
  }

  /** @param {Rgb[]} palette */
  repaint(palette) {
    this.labels.querySelectorAll('svg').forEach((svg, rank) => svg.replaceWith(labelIcon(rank, palette[rank])))
  }

  /**
   * @param {number} rank
   * @param {HTMLButtonElement} button
   */
  toggle(rank, button) {
    if (!this.selected.delete(rank)) this.selected.add(rank)
    button.ariaPressed = String(this.selected.has(rank))
    this.run()
  }

  /** Return the name of one of the selected labels, each as likely as it has sounds; nothing if none is selected. */
  randomLabel() {
    const ranks = this.ranks?.filter((rank) => this.selected.has(rank)) ?? []
    return ranks.length ? [this.names[ranks[Math.floor(Math.random() * ranks.length)]]] : []
  }

  /** Clear the words or, if there are none, the labels; false if there is nothing to clear. */
  clear() {
    if (!this.search.value && !this.selected.size) return false
    if (this.search.value) {
      this.search.value = ''
    } else {
      this.selected.clear()
      for (const button of this.labels.children) button.ariaPressed = 'false'
    }
    this.run()
    return true
  }

  run() {
    const { ranks, selected } = this
    if (!ranks) return
    const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean)
    const label = (/** @type {number} */ i) => this.labelNames[ranks[i]] ?? ''
    const matches = (/** @type {number} */ i) =>
      words.every((word) => (this.soundNames[i] ?? '').includes(word) || label(i).includes(word))
    const shown = this.apply((i) => (!selected.size || selected.has(ranks[i])) && matches(i))
    const [some, all] = [shown, ranks.length].map((number) => number.toLocaleString('en'))
    this.count.value = some === all ? `${all} sounds` : `${some} of ${all}`
  }
}
