// The places of a blend, and the sound that they add up to.

/** @import { MapCanvas } from './map.js' */
/** @import { View } from './view.js' */

import { drawLetter, letterBoxes, strokeWithRim } from './marks.js'

export const MAX_PLACES = 16
export const [MIN_WEIGHT, MAX_WEIGHT] = [-1, 2] // of the sliders; the daemon takes more

/**
 * @typedef {object} Place
 * @property {number} x
 * @property {number} y
 * @property {number} weight
 */

export class Blend {
  /** @param {() => void} onChange called when places have been added or removed */
  constructor(onChange) {
    this.onChange = onChange
    /** @type {Place[]} */
    this.places = []
  }

  /** Whether there is something to blend. */
  get isReady() {
    return this.places.length > 1 && this.places.some(({ weight }) => weight > 0)
  }

  /** The numbers of the daemon's messages: x, y and weight of each place. */
  get numbers() {
    return this.places.flatMap(({ x, y, weight }) => [x, y, weight])
  }

  /** Where the blend is shown on the map, as the daemon computes it. */
  get middle() {
    const heard = this.places.filter(({ weight }) => weight > 0)
    const total = heard.reduce((sum, { weight }) => sum + weight, 0)
    const mean = (/** @type {'x' | 'y'} */ axis) =>
      heard.reduce((sum, place) => sum + place[axis] * place.weight, 0) / total
    return { x: mean('x'), y: mean('y') }
  }

  /**
   * Add a place; false if there are too many.
   * @param {number} x
   * @param {number} y
   */
  add(x, y, weight = 1) {
    if (this.places.length === MAX_PLACES) return false
    this.places.push({ x, y, weight })
    this.onChange()
    return true
  }

  /** @param {Place} place */
  remove(place) {
    this.places = this.places.filter((other) => other !== place)
    this.onChange()
  }

  /** Remove all places; false if there are none. */
  clear() {
    if (!this.places.length) return false
    this.places = []
    this.onChange()
    return true
  }

  /** @param {number[][]} places x, y and weight of each */
  set(places) {
    this.places = places.map(([x, y, weight]) => ({ x, y, weight }))
    this.onChange()
  }

  /**
   * Return the place at a position on the screen.
   * @param {MapCanvas} map
   * @param {number} left
   * @param {number} top
   * @param {number} reach
   */
  near({ view }, left, top, reach) {
    return this.places.find(({ x, y }) => {
      const [right, down] = view.toScreen(x, y)
      return Math.hypot(right - left, down - top) <= reach
    })
  }

  /**
   * Return the boxes of the places on the screen, and of their weights.
   * @param {View} view
   */
  boxes(view) {
    return this.places.flatMap(({ x, y, weight }) => letterBoxes(view, ...view.toScreen(x, y), weightText(weight)))
  }

  /**
   * Draw the places with their weights, and lines to where the blend is shown.
   * @param {CanvasRenderingContext2D} context
   * @param {MapCanvas} map
   */
  draw(context, map) {
    const { places, isReady } = this
    if (isReady) {
      const { x, y } = this.middle
      const middle = map.view.toScreen(x, y)
      for (const place of places) {
        context.setLineDash(place.weight > 0 ? [] : [3, 4])
        strokeWithRim(context, map, 1.5, 2, () => {
          context.moveTo(...map.view.toScreen(place.x, place.y))
          context.lineTo(...middle)
        })
      }
      context.setLineDash([])
      strokeWithRim(context, map, 2.5, 3, () => context.arc(...middle, 5, 0, 2 * Math.PI))
    }
    places.forEach((place, index) => {
      const [left, top] = map.view.toScreen(place.x, place.y)
      drawLetter(context, map, left, top, letterOf(index), weightText(place.weight))
    })
  }
}

/**
 * Return the letter of a place.
 * @param {number} index
 */
export function letterOf(index) {
  return String.fromCharCode(65 + index)
}

/** @param {number} weight */
export function weightText(weight) {
  return weight.toFixed(2).replace('-', '−')
}
