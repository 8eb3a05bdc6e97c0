// Which sounds are shown: by the words of their name, and by label.

import { mark } from './map.js'

export class Filter {
  /**
   * @param {{search: HTMLInputElement, found: HTMLElement, labels: HTMLElement}} elements
   * @param {(isShown: (index: number) => boolean) => number} apply gives how many are shown
   */
  constructor({ search, found, labels }, apply) {
    Object.assign(this, { search, found, labels, apply })
    this.chosen = new Set()
    this.names = []
    search.addEventListener('input', () => this.run())
    search.form.addEventListener('submit', (event) => event.preventDefault())
  }

  /** @param {object} chart map.json; @param {number[][]} palette red, green, blue of each label */
  load(chart, palette) {
    this.ranks = chart.points.label
    this.names = chart.labels.map(({ name }) => name.toLowerCase())
    this.labels.replaceChildren(
      ...chart.labels.map(({ name, count }, rank) => {
        const button = document.createElement('button')
        const total = document.createElement('small')
        total.textContent = count
        Object.assign(button, { type: 'button', ariaPressed: 'false', title: `Only ${name} (${count} sounds)` })
        button.dataset.label = name
        button.append(mark(rank, palette[rank]), name.replaceAll('_', ' '), ' ', total)
        button.onclick = () => this.toggle(rank, button)
        return button
      }),
    )
    this.run()
  }

  /** Take the sounds' own names, by which to search. @param {string[]} names */
  know(names) {
    this.words = names.map((name) => name.toLowerCase())
    this.run()
  }

  repaint(palette) {
    this.labels.querySelectorAll('svg').forEach((svg, rank) => svg.replaceWith(mark(rank, palette[rank])))
  }

  toggle(rank, button) {
    if (!this.chosen.delete(rank)) this.chosen.add(rank)
    button.ariaPressed = String(this.chosen.has(rank))
    this.run()
  }

  /** Take back the words or, if there are none, the labels; false if there are neither. */
  clear() {
    if (!this.search.value && !this.chosen.size) return false
    if (this.search.value) {
      this.search.value = ''
    } else {
      this.chosen.clear()
      for (const button of this.labels.children) button.ariaPressed = 'false'
    }
    this.run()
    return true
  }

  run() {
    if (!this.ranks) return
    const wanted = this.search.value.toLowerCase().split(/\s+/).filter(Boolean)
    const label = (i) => this.names[this.ranks[i]] ?? ''
    const fits = (i) => wanted.every((word) => (this.words?.[i] ?? '').includes(word) || label(i).includes(word))
    const shown = this.apply((i) => (!this.chosen.size || this.chosen.has(this.ranks[i])) && fits(i))
    const all = this.ranks.length
    this.found.value = shown === all ? `${all.toLocaleString('en')} sounds` : `${shown.toLocaleString('en')} of ${all.toLocaleString('en')}`
  }
}
