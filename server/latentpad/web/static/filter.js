// The filter of the sounds shown: by words in their names, which are paths, and by label.

/** @import { Rgb } from './colours.js' */
/** @import { MapDocument } from './map.js' */
/** @import { Planes } from './points.js' */

import { folded } from './folded.js'
import { noLabelText } from './labels.js'
import { Legend } from './legend.js'
import { SoundNames } from './sound_names.js'

const MAX_FOLDER = 200 // characters of one that is suggested

export class Filter {
  /**
   * @param {{search: HTMLInputElement, count: HTMLOutputElement, folders: HTMLElement, legend: HTMLElement,
   *   labels: HTMLElement, all: HTMLButtonElement}} elements
   * @param {(mark: (visible: Uint8Array) => void) => number} apply shows the sounds marked with 1, and returns how many
   */
  constructor({ search, count, folders, ...legend }, apply) {
    this.search = search
    this.count = count
    this.folders = folders
    this.legend = new Legend(legend, () => this.run())
    this.apply = apply
    /** @type {string[]} */
    this.names = []
    /** @type {string[]} folded */
    this.labelNames = []
    this.sounds = new SoundNames()
    /** @type {Int32Array | null} of the sounds' labels */
    this.ranks = null
    search.addEventListener('input', () => this.run())
    search.form?.addEventListener('submit', (event) => event.preventDefault())
  }

  /**
   * Show the labels of a map.
   * @param {MapDocument} map
   * @param {Planes} planes
   * @param {Rgb[]} palette colours of the labels
   */
  load(map, planes, palette) {
    this.ranks = planes.rank
    this.names = map.labels.map(({ name }) => name)
    this.labelNames = this.names.map((name) => folded(name))
    this.sounds.clear()
    this.legend.load(map.labels, map.count, palette, noLabelText(planes.by_sound !== undefined))
    this.run()
  }

  /**
   * Add the names of the next sounds, in which words are searched.
   * @param {string} text names, one on each line
   */
  addNames(text) {
    this.sounds.add(text)
    if (this.search.value) this.run()
  }

  /** Suggest the largest folders. */
  suggestFolders() {
    this.folders.replaceChildren(
      ...this.sounds.largestFolders().filter(([folder]) => folder.length <= MAX_FOLDER).map(([folder, count]) => new Option(`${count.toLocaleString('en')} sounds`, `${folder}/`)),
    )
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
    const { ranks } = this
    if (!ranks) return
    const shown = this.apply((visible) => this.mark(visible, ranks))
    const [some, all] = [shown, ranks.length].map((number) => number.toLocaleString('en'))
    this.count.value = some === all ? `${all} sounds` : `${some} of ${all}`
  }

  /**
   * Mark the sounds of the selected labels that have all words in their names or labels with 1, all others with 0.
   * @param {Uint8Array} visible
   * @param {Int32Array} ranks
   */
  mark(visible, ranks) {
    const words = wordsOf(folded(this.search.value))
    const { selected } = this.legend
    const isAny = !selected.size
    visible.fill(0)
    words.forEach((word, n) => {
      this.sounds.search(word, visible, n + 1)
      const isIn = this.labelNames.map((name) => name.includes(word))
      if (!isIn.includes(true)) return
      for (let i = 0; i < ranks.length; i++) if (isIn[ranks[i]] && visible[i] === n) visible[i] = n + 1
    })
    for (let i = 0; i < ranks.length; i++) {
      visible[i] = visible[i] === words.length && (isAny || selected.has(ranks[i])) ? 1 : 0
    }
  }
}

/**
 * Return the words of a query; one that ends with a slash is a folder, which can have spaces in it.
 * @param {string} query folded
 */
function wordsOf(query) {
  const trimmed = query.trim()
  return trimmed.endsWith('/') ? [trimmed] : trimmed.split(/\s+/, 255).filter(Boolean)
}
