// Labels of the library's sounds, and the marker that each has on the map besides its colour.

/** @import { Rgb } from './colours.js' */

import { css } from './colours.js'
import { shown } from './shown_text.js'

/**
 * @typedef {object} Label the largest first
 * @property {string} name
 * @property {string} colour
 * @property {number} count
 * @property {number} x
 * @property {number} y
 * @property {{count: number, spots: number[]}[]} regions where its sounds are densest, and sounds there to write its name on
 * @property {number} [example] one of its sounds that the filter shows, if any
 */

/**
 * Return what the page says of sounds without a label.
 * @param {boolean} isHeard whether sounds were listened to where their names say nothing
 */
export function noLabelText(isHeard) {
  return isHeard ? 'unsure' : 'no kind'
}

/** The marker of sounds without a label. */
export const RING = 5

const MAX_LABEL = 60 // characters
const OTHERS = 4
const LAST_RANKS = [7, 15, 22, 30] // of the labels whose colours differ: discs, squares, triangles, diamonds

/**
 * Return the marker of a label's points: 0 disc, 1 square, 2 triangle, 3 diamond, 4 cross, 5 ring.
 * @param {number} rank -1 for none
 */
export function markerOf(rank) {
  if (rank < 0) return RING
  const marker = LAST_RANKS.findIndex((last) => rank < last)
  return marker < 0 ? OTHERS : marker
}

/**
 * Return a label as the page shows it.
 * @param {string} name
 */
export function labelText(name) {
  return shown(name.replaceAll('_', ' '), MAX_LABEL)
}

const MARKERS = [
  '<circle cx="5" cy="5" r="4.5"/>',
  '<rect x="1" y="1" width="8" height="8"/>',
  '<path d="M5 .5 9.5 9H.5z"/>',
  '<path d="M5 0 10 5 5 10 0 5z"/>',
  '<path d="M3.3 0h3.4v3.3H10v3.4H6.7V10H3.3V6.7H0V3.3h3.3z"/>',
  '<path fill-rule="evenodd" d="M5 .5a4.5 4.5 0 1 0 .01 0zM5 3a2 2 0 1 1-.01 0z"/>',
]

/**
 * Return an icon with a label's marker on the map.
 * @param {number} rank -1 for none
 * @param {Rgb} colour
 */
export function labelIcon(rank, colour) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('viewBox', '0 0 10 10')
  svg.setAttribute('aria-hidden', 'true')
  svg.setAttribute('fill', css(colour))
  svg.innerHTML = MARKERS[markerOf(rank)]
  return svg
}
