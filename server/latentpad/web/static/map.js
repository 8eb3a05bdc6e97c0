// The map in three layers: confidence, the library's points, and an overlay with the user's samples and the point.

/** @import { Rgb } from './colours.js' */
/** @import { Family } from './family.js' */
/** @import { Label } from './labels.js' */
/** @import { Planes } from './points.js' */
/** @import { Sample } from './samples.js' */

import { rgb, withContrast } from './colours.js'
import { ConfidenceLayer } from './confidence.js'
import { byId, contextOf } from './elements.js'
import { Names } from './names.js'
import { drawOverlay, RECENT } from './overlay.js'
import { pixelRatio, watchPixelRatio } from './pixel_ratio.js'
import { Points } from './points.js'
import { PointsImage } from './points_image.js'
import { View } from './view.js'

/**
 * @typedef {object} MapDocument the content of map.json
 * @property {string} digest of the bundle
 * @property {number} count of sounds
 * @property {Label[]} labels
 * @property {Record<keyof Planes, 'Float32Array' | 'Int32Array'>} planes arrays that follow, and their types
 * @property {number} block names that are sent at once
 */

const REST = 120 // milliseconds after a movement until all points are drawn

/** @typedef {'confidence' | 'points' | 'overlay'} Layer */

export class MapCanvas {
  /** @param {HTMLElement} element that holds a canvas for each layer */
  constructor(element) {
    this.element = element
    this.view = new View()
    this.ratio = 1 // device pixels per pixel
    /** @type {Points | null} */
    this.points = null
    /** @type {PointsImage | null} */
    this.pointsImage = null
    this.isMoving = false
    this.rest = 0 // timer
    this.confidence = new ConfidenceLayer(contextOf(byId('confidence-layer', HTMLCanvasElement)))
    /** @type {Label[]} */
    this.labels = []
    /** @type {Int32Array | null} where labels are kinds: 1 for those that were told by the sound */
    this.bySound = null
    this.names = new Names()
    /** @type {Sample[]} */
    this.samples = []
    /** @type {Sample | null} */
    this.current = null
    this.puck = { x: 0.5, y: 0.5 }
    this.hovered = -1
    /** @type {Family | null} the batch that is shown */
    this.family = null
    /** @type {((context: CanvasRenderingContext2D, map: MapCanvas) => void)[]} drawn below the point */
    this.drawings = []
    /** @type {(view: View) => number[][]} boxes of the drawings on the screen, which names leave free */
    this.marks = () => []
    this.frames = 0
    this.contexts = {
      points: contextOf(byId('points-layer', HTMLCanvasElement)),
      overlay: contextOf(byId('overlay-layer', HTMLCanvasElement)),
    }
    this.theme = readTheme()
    /** @type {Rgb[]} colours of the labels, and of the sounds without one */
    this.palette = []
    /** @type {Set<Layer>} */
    this.stale = new Set()
    new ResizeObserver(() => this.resize()).observe(element)
    watchPixelRatio(() => this.resize())
    this.resize()
  }

  /**
   * @param {MapDocument} map
   * @param {Planes} planes
   */
  load(map, planes) {
    this.points = new Points(planes)
    this.pointsImage = new PointsImage(this.points)
    this.confidence.cells = null
    this.hovered = -1
    this.labels = map.labels
    this.bySound = planes.by_sound ?? null
    this.names.forget()
    this.repaint()
  }

  /** @param {Uint8Array} cells */
  setConfidence(cells) {
    this.confidence.cells = cells
    this.draw('confidence')
  }

  /**
   * Show the points that `mark` marks with 1, and the labels that have any; return how many are shown.
   * @param {(visible: Uint8Array) => void} mark marks the others with 0
   */
  filter(mark) {
    const { points } = this
    if (!points) return 0
    mark(points.visible)
    const { shown, examples } = points.countShown(this.labels.length)
    this.labels.forEach((label, rank) => (label.example = examples[rank] < 0 ? undefined : examples[rank]))
    this.names.forget()
    this.draw('points', 'overlay')
    return shown
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.element
    this.ratio = pixelRatio()
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
    if (stale.has('confidence')) this.confidence.draw(this.view, this.theme.ground)
    if (stale.has('points')) this.drawPoints()
    if (stale.has('overlay')) drawOverlay(this.contexts.overlay, this)
  }

  /** Draw a share of the points while the map moves, if they are many, and all of them once it rests. */
  drawPoints() {
    const { contexts, view, ratio, palette, theme, isMoving } = this
    const isComplete = this.pointsImage?.draw(contexts.points, view, ratio, palette, rgb(theme.ground), isMoving) ?? true
    clearTimeout(this.rest)
    this.isMoving = false
    if (!isComplete) this.rest = setTimeout(() => this.draw('points'), REST)
  }

  /** Draw the next frame of a movement. */
  move() {
    this.isMoving = true
    this.drawAll()
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
   * Return the newest of the user's samples at a position on the screen; earlier ones are smaller.
   * @param {number} left
   * @param {number} top
   * @param {number} reach
   */
  sampleNear(left, top, reach) {
    const firstRecent = this.samples.length - RECENT
    const member = this.family?.near(this.view, left, top)
    return member ?? this.samples.findLast(({ name, x, y }, i) => {
      if (this.family?.has(name)) return false
      const [right, down] = this.view.toScreen(x, y)
      return Math.hypot(right - left, down - top) <= (i < firstRecent ? reach / 2 : reach)
    })
  }
}

function readTheme() {
  const style = getComputedStyle(document.documentElement)
  const [ground, text, accent] = ['ground', 'text', 'accent'].map((name) => style.getPropertyValue(`--${name}`).trim())
  return { ground, text, accent }
}
