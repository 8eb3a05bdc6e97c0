// Labels of the library's sounds, and the marker that each has on the map besides its colour.

/** @import { Rgb } from './colours.js' */

import { css } from './colours.js'

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
 * Return the marker of a label's points: 0 disc (the 7 largest labels), 1 square (the next 8), 2 triangle.
 * @param {number} rank
 */
export function markerOf(rank) {
  if (rank < 0) return 2
  return rank < 7 ? 0 : rank < 15 ? 1 : 2
}

/**
 * Return a label as the page shows it.
 * @param {string} name
 */
export function labelText(name) {
  return name.replaceAll('_', ' ')
}

const MARKERS = [
  '<circle cx="5" cy="5" r="4.5"/>',
  '<rect x="1" y="1" width="8" height="8"/>',
  '<path d="M5 .5 9.5 9H.5z"/>',
]

/**
 * Return an icon with a label's marker on the map.
 * @param {number} rank
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
