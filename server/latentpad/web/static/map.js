// The map in three layers: confidence, the library's points, and an overlay with the user's samples and the point.

/** @import { Rgb } from './colours.js' */
/** @import { Sample } from './samples.js' */

import { css, markerOf, rgb, withContrast } from './colours.js'
import { drawOverlay } from './overlay.js'
import { Points } from './points.js'
import { View } from './view.js'

/**
 * @typedef {object} Label the largest first
 * @property {string} name
 * @property {string} colour
 * @property {number} count
 * @property {number} x
 * @property {number} y
 * @property {boolean} [hidden] whether the filter hides all of its sounds
 */

/**
 * @typedef {object} MapDocument the content of map.json
 * @property {string} digest of the bundle
 * @property {Label[]} labels
 * @property {{x: number[], y: number[], label: number[]}} points label: its rank, -1 for none
 */

/** @typedef {'confidence' | 'points' | 'overlay'} Layer */

export class MapCanvas {
  /** @param {HTMLElement} element that holds a canvas for each layer */
  constructor(element) {
    this.element = element
    this.view = new View()
    this.ratio = 1 // device pixels per pixel
    /** @type {Points | null} */
    this.points = null
    /** @type {Uint8Array | null} 0 to 255 per cell of a square grid, bottom row first */
    this.cells = null
    /** @type {Label[]} */
    this.labels = []
    /** @type {Sample[]} */
    this.samples = []
    /** @type {Sample | null} */
    this.current = null
    this.puck = { x: 0.5, y: 0.5 }
    this.hovered = -1
    this.frames = 0
    this.contexts = {
      confidence: contextOf(element, 'confidence-layer'),
      points: contextOf(element, 'points-layer'),
      overlay: contextOf(element, 'overlay-layer'),
    }
    this.theme = readTheme()
    /** @type {Rgb[]} colours of the labels, and of the sounds without one */
    this.palette = []
    /** @type {Set<Layer>} */
    this.stale = new Set()
    /** @type {unknown[]} cells and theme that the confidence layer shows */
    this.drawnConfidence = []
    new ResizeObserver(() => this.resize()).observe(element)
    this.resize()
  }

  /** @param {MapDocument} map */
  load(map) {
    this.points = new Points(map.points)
    this.cells = null
    this.hovered = -1
    this.labels = map.labels
    this.repaint()
  }

  /** @param {Uint8Array} cells */
  setConfidence(cells) {
    this.cells = cells
    this.draw('confidence')
  }

  /**
   * Show the points for which `isShown(index)`, and the labels that have any; return how many are shown.
   * @param {(index: number) => boolean} isShown
   */
  filter(isShown) {
    const { points } = this
    if (!points) return 0
    const shown = points.filter(isShown)
    const ranks = new Set()
    for (let i = 0; i < points.count; i++) if (points.visible[i]) ranks.add(points.ranks[i])
    this.labels.forEach((label, rank) => (label.hidden = !ranks.has(rank)))
    this.draw('points', 'overlay')
    return shown
  }

  /**
   * Return the confidence at a point, 0 to 1; null until it has loaded.
   * @param {number} x
   * @param {number} y
   */
  confidence(x, y) {
    if (!this.cells) return null
    const side = Math.sqrt(this.cells.length)
    const cell = (/** @type {number} */ value) => Math.min(side - 1, Math.max(0, Math.floor(value * side)))
    return this.cells[cell(y) * side + cell(x)] / 255
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.element
    this.ratio = Math.min(2, window.devicePixelRatio || 1)
    for (const { canvas } of [this.contexts.points, this.contexts.overlay]) {
      canvas.width = Math.max(1, Math.round(width * this.ratio))
      canvas.height = Math.max(1, Math.round(height * this.ratio))
    }
    this.view.resize(width, height)
    this.drawAll()
  }

  /** Redraw in the colours of the theme. */
  repaint() {
    this.theme = readTheme()
    const colours = [...this.labels.map((label) => label.colour), '#999999']
    this.palette = colours.map((colour) => withContrast(colour, this.theme.ground))
    this.drawAll()
  }

  drawAll() {
    this.draw('confidence', 'points', 'overlay')
  }

  /**
   * Draw layers in the next frame.
   * @param {...Layer} layers
   */
  draw(...layers) {
    if (!this.stale.size) requestAnimationFrame(() => this.frame())
    layers.forEach((layer) => this.stale.add(layer))
  }

  frame() {
    const stale = new Set(this.stale)
    this.stale.clear()
    this.frames += 1
    if (stale.has('confidence')) this.drawConfidence()
    if (stale.has('points') && this.points) {
      this.points.draw(this.contexts.points, this.view, this.ratio, this.palette, rgb(this.theme.ground))
    }
    if (stale.has('overlay')) drawOverlay(this.contexts.overlay, this)
  }

  /** Draw one pixel per cell, which the browser scales smoothly to the size of the map. */
  drawConfidence() {
    const { canvas } = this.contexts.confidence
    if (this.drawnConfidence[0] !== this.cells || this.drawnConfidence[1] !== this.theme) this.fillCells()
    const [left, bottom] = this.view.toScreen(0, 0)
    const { across, down } = this.view
    const [scaleX, scaleY] = [across / canvas.width, down / canvas.height]
    canvas.style.transform = `translate(${left}px, ${bottom - down}px) scale(${scaleX}, ${scaleY})`
  }

  /** Fill the cells; until they have loaded, with full confidence. */
  fillCells() {
    const { confidence: context } = this.contexts
    const cells = this.cells ?? Uint8Array.of(255)
    const side = Math.sqrt(cells.length)
    context.canvas.width = context.canvas.height = side
    const image = context.createImageData(side, side)
    const ground = rgb(this.theme.ground)
    for (let row = 0; row < side; row++) {
      for (let column = 0; column < side; column++) {
        const at = 4 * ((side - 1 - row) * side + column)
        image.data.set(ground, at)
        image.data[at + 3] = cells[row * side + column]
      }
    }
    context.putImageData(image, 0, 0)
    this.drawnConfidence = [this.cells, this.theme]
  }

  /**
   * Return the library sound nearest to a position on the screen, at most `reach` pixels away; -1 if there is none.
   * @param {number} left
   * @param {number} top
   * @param {number} reach
   */
  soundNear(left, top, reach) {
    return this.points?.near(this.view, left, top, reach) ?? -1
  }

  /**
   * Return the newest of the user's samples at a position on the screen.
   * @param {number} left
   * @param {number} top
   * @param {number} reach
   */
  sampleNear(left, top, reach) {
    return this.samples.findLast(({ x, y }) => {
      const [right, down] = this.view.toScreen(x, y)
      return Math.hypot(right - left, down - top) <= reach
    })
  }
}

/**
 * @param {HTMLElement} element
 * @param {string} id of a canvas in it
 */
function contextOf(element, id) {
  const canvas = /** @type {HTMLCanvasElement} */ (element.querySelector(`#${id}`))
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'))
}

function readTheme() {
  const style = getComputedStyle(document.documentElement)
  const [ground, text, accent] = ['ground', 'text', 'accent'].map((name) => style.getPropertyValue(`--${name}`).trim())
  return { ground, text, accent }
}

/**
 * Return a confidence in words.
 * @param {number | null} confidence
 */
export function confidenceText(confidence) {
  if (confidence === null) return ''
  if (confidence >= 0.75) return 'near known sounds'
  return confidence >= 0.35 ? 'between known sounds' : 'far from any sound'
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
