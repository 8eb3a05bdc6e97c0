// The panel of a blend: a slider for the weight of each place.

/** @import { Blend, Place } from './blend.js' */

import { letterOf, MAX_WEIGHT, MIN_WEIGHT, weightText } from './blend.js'
import { byId } from './elements.js'

export class BlendPanel {
  /**
   * @param {Blend} blend
   * @param {(place: Place) => string} nameOf what is at a place
   * @param {() => void} onWeight called when a weight has changed
   */
  constructor(blend, nameOf, onWeight) {
    this.blend = blend
    this.nameOf = nameOf
    this.onWeight = onWeight
    /** @type {Map<Place, HTMLElement>} */
    this.rows = new Map()
  }

  /**
   * Show the places; rows that stay keep the focus.
   * @param {boolean} isOpen whether it is shown without any
   */
  show(isOpen) {
    const { blend, rows } = this
    byId('blend').hidden = !isOpen && !blend.places.length
    for (const [place, row] of rows) {
      if (blend.places.includes(place)) continue
      if (row.contains(document.activeElement)) byId('map').focus({ preventScroll: true })
      row.remove()
      rows.delete(place)
    }
    blend.places.forEach((place, index) => {
      const row = rows.get(place) ?? this.row(place)
      rows.set(place, row)
      this.label(row, place, index)
      if (!row.parentElement) byId('places').append(row)
    })
    this.showReady()
  }

  showReady() {
    const { places, isReady } = this.blend
    for (const id of ['generate-blend', 'play-blend']) byId(id, HTMLButtonElement).disabled = !isReady
    byId('blend-hint').textContent =
      places.length < 2
        ? `Select ${places.length ? 'one more place' : 'two places or more'} on the map: Shift-click them, or press
          Shift and Enter at the point.`
        : isReady
          ? 'Equal weights give the mean; below 0, what a place has is taken away.'
          : 'At least one weight must be above 0.'
  }

  /** Set all weights to 1. */
  equalise() {
    for (const place of this.blend.places) this.setWeight(place, 1)
    this.onWeight()
  }

  /** @param {Place} place */
  row(place) {
    const row = document.createElement('div')
    row.className = 'control place'
    const label = document.createElement('span')
    const slider = document.createElement('input')
    slider.type = 'range'
    ;[slider.min, slider.max, slider.step] = [MIN_WEIGHT, MAX_WEIGHT, 0.05].map(String)
    const output = document.createElement('output')
    const remove = document.createElement('button')
    remove.type = 'button'
    remove.className = 'small'
    remove.textContent = '×'
    row.append(label, slider, output, remove)
    this.rows.set(place, row)
    slider.addEventListener('input', () => {
      this.setWeight(place, Number(slider.value))
      this.onWeight()
    })
    row.addEventListener('dblclick', () => {
      this.setWeight(place, 1)
      this.onWeight()
    })
    remove.onclick = () => this.blend.remove(place)
    this.setWeight(place, place.weight)
    return row
  }

  /**
   * @param {HTMLElement} row
   * @param {Place} place
   * @param {number} index
   */
  label(row, place, index) {
    const [label, slider, , remove] = /** @type {HTMLElement[]} */ ([...row.children])
    const text = this.nameOf(place)
    const letter = document.createElement('b')
    letter.textContent = letterOf(index)
    label.replaceChildren(letter, ` ${text}`)
    label.title = `${text}, x ${place.x.toFixed(3)}, y ${place.y.toFixed(3)}`
    slider.ariaLabel = `Weight of ${letterOf(index)}, ${text}`
    remove.title = remove.ariaLabel = `Remove ${letterOf(index)}, ${text}`
  }

  /**
   * @param {Place} place
   * @param {number} weight
   */
  setWeight(place, weight) {
    place.weight = weight
    const [, slider, output] = /** @type {[HTMLElement, HTMLInputElement, HTMLOutputElement]} */ (
      /** @type {unknown} */ ([...(this.rows.get(place)?.children ?? [])])
    )
    slider.value = String(weight)
    output.value = weightText(weight)
    slider.setAttribute('aria-valuetext', weightText(weight))
    this.showReady()
  }
}
