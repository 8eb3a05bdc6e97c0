// The filter of the sounds shown: by words in their names, and by label.

/** @import { Rgb } from './colours.js' */
/** @import { MapDocument } from './map.js' */

import { Legend } from './legend.js'

export class Filter {
  /**
   * @param {{search: HTMLInputElement, count: HTMLOutputElement, legend: HTMLElement, labels: HTMLElement,
   *   all: HTMLButtonElement}} elements
   * @param {(isShown: (index: number) => boolean) => number} apply returns how many are shown
   */
  constructor({ search, count, ...legend }, apply) {
    this.search = search
    this.count = count
    this.legend = new Legend(legend, () => this.run())
    this.apply = apply
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
    this.legend.load(map.labels, map.points.label.length, palette)
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

  /** Return the name of one of the selected labels, each as likely as it has sounds; nothing if none is selected. */
  randomLabel() {
    const ranks = this.ranks?.filter((rank) => rank >= 0 && this.legend.selected.has(rank)) ?? []
    return ranks.length ? [this.names[ranks[Math.floor(Math.random() * ranks.length)]]] : []
  }

  /** Clear the words or, if there are none, the labels; false if there is nothing to clear. */
  clear() {
    if (!this.search.value) return this.legend.clear()
    this.search.value = ''
    this.run()
    return true
  }

  run() {
    const { ranks, legend: { selected } } = this
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
