// The image of the library's points.
//
// They are drawn pixel by pixel into one image. Drawing 100,000 discs through a canvas takes a tenth of a second
// without a graphics processor; this takes a hundredth, and looks the same everywhere.

/** @import { Rgb } from './colours.js' */
/** @import { Points } from './points.js' */
/** @import { View } from './view.js' */

import { markerOf } from './labels.js'

const HIDDEN_ALPHA = 40
const MIN_RADIUS_WITH_RIM = 2.4 // pixels; smaller points need every pixel for their colour

/**
 * @typedef {object} Stamp the pixels of a point
 * @property {Int32Array} offsets from its middle
 * @property {Uint32Array} bright
 * @property {Uint32Array} faint
 */

export class PointsImage {
  /** @param {Points} points */
  constructor(points) {
    const { order, xs, ys, ranks } = points
    this.points = points
    this.draftPoints = 150_000 // drawn at most while the map moves
    // in the order of drawing, since memory is fastest in a row
    this.xs = Float32Array.from(order, (i) => xs[i])
    this.ys = Float32Array.from(order, (i) => ys[i])
    this.ranks = Int32Array.from(order, (i) => ranks[i])
    /** @type {ImageData | null} */
    this.image = null
    this.middles = new Int32Array(0) // rank + 2 of the last point drawn in the middle of each pixel
  }

  /**
   * Draw the points.
   * @param {CanvasRenderingContext2D} context
   * @param {View} view
   * @param {number} ratio device pixels per pixel
   * @param {Rgb[]} palette colours of the labels; the last is for points without a label
   * @param {Rgb} ground
   * @param {boolean} isDraft whether a share of many points is enough
   * @returns {boolean} whether all points have been drawn
   */
  draw(context, view, ratio, palette, ground, isDraft) {
    const { width, height } = context.canvas
    if (this.image?.width !== width || this.image.height !== height) {
      this.image = new ImageData(width, height)
      this.middles = new Int32Array(width * height)
    }
    const pixels = new Uint32Array(this.image.data.buffer)
    pixels.fill(0)
    const places = this.points.inView(view)
    const n = places?.length ?? this.points.count
    const step = isDraft ? Math.ceil(n / this.draftPoints) : 1
    const radius = radiusOf(this.points.count / step, view) * ratio
    const stamps = stampsOf(palette, ground, radius, width)
    for (const shown of this.points.filtered ? [0, 1] : [1]) {
      this.middles.fill(0)
      this.paint(pixels, { places, n, step, shown, stamps, reach: reachOf(radius) }, placing(view, ratio))
    }
    context.putImageData(this.image, 0, 0)
    return step === 1
  }

  /**
   * Paint the points that the filter shows, or the others. Of the points of a label in the same place, one is painted.
   * @param {Uint32Array} pixels
   * @param {{places: Uint32Array | null, n: number, step: number, shown: number, stamps: Stamp[], reach: number}} what
   * @param {{left: number, top: number, across: number, down: number}} where the map's corner and size in pixels
   */
  paint(pixels, { places, n, step, shown, stamps, reach }, { left, top, across, down }) {
    const { xs, ys, ranks, middles } = this
    const { width, height } = /** @type {ImageData} */ (this.image)
    const { order, visible, filtered } = this.points
    const [right, bottom] = [width - reach, height - reach]
    for (let k = 0; k < n; k += step) {
      const p = places ? places[k] : k
      if (filtered && visible[order[p]] !== shown) continue
      const column = Math.round(left + xs[p] * across)
      const row = Math.round(top - ys[p] * down)
      if (column < reach || row < reach || column >= right || row >= bottom) continue
      const at = row * width + column
      if (middles[at] === ranks[p] + 2) continue
      middles[at] = ranks[p] + 2
      const { offsets, bright, faint } = stamps[ranks[p] < 0 ? stamps.length - 1 : ranks[p]]
      const values = shown ? bright : faint
      for (let o = 0; o < offsets.length; o++) pixels[at + offsets[o]] = values[o]
    }
  }
}

/**
 * Return where the map's lower left corner is and how large it is, in device pixels.
 * @param {View} view
 * @param {number} ratio
 */
function placing(view, ratio) {
  const [left, top] = view.toScreen(0, 0).map((value) => value * ratio)
  return { left, top, across: view.across * ratio, down: view.down * ratio }
}

/**
 * Return the radius of a point in pixels.
 * @param {number} count of points on the map
 * @param {View} view
 */
function radiusOf(count, view) {
  const crowd = Math.min(1, Math.sqrt(6000 / count))
  return Math.min(9, (1.1 + 2.1 * crowd) * Math.sqrt(Math.sqrt(view.scale)) * (view.width < 600 ? 0.8 : 1))
}

/**
 * Return the stamp of each label. Edges are mixed with the ground, and a rim of it separates neighbours.
 * @param {Rgb[]} palette
 * @param {Rgb} ground
 * @param {number} radius
 * @param {number} width of the image
 * @returns {Stamp[]}
 */
function stampsOf(palette, ground, radius, width) {
  const reach = reachOf(radius)
  return palette.map((colour, rank) => {
    const distance = DISTANCES[markerOf(rank < palette.length - 1 ? rank : -1)]
    /** @type {number[][]} */
    const [offsets, bright, faint] = [[], [], []]
    for (let down = -reach; down <= reach; down++) {
      for (let right = -reach; right <= reach; right++) {
        const away = distance(right, down, radius)
        const cover = Math.min(1, Math.max(0, radius + 0.5 - away))
        if (cover === 0 && (radius < MIN_RADIUS_WITH_RIM || away > radius + 1)) continue
        offsets.push(down * width + right)
        bright.push(pack(ground.map((value, k) => value + cover * (colour[k] - value)), 255))
        faint.push(pack(colour, HIDDEN_ALPHA * cover))
      }
    }
    return { offsets: Int32Array.from(offsets), bright: Uint32Array.from(bright), faint: Uint32Array.from(faint) }
  })
}

/** @param {number} radius */
function reachOf(radius) {
  return Math.ceil(radius) + 1
}

/**
 * Distances from the middle of each marker, which ends at the radius.
 * @type {((right: number, down: number, radius: number) => number)[]}
 */
const DISTANCES = [
  (right, down) => Math.hypot(right, down),
  (right, down) => Math.max(Math.abs(right), Math.abs(down)) * 1.12,
  (right, down) => Math.max(down * 1.3, Math.abs(right) * 1.05 - down * 0.55),
  (right, down) => (Math.abs(right) + Math.abs(down)) * 0.82,
  (right, down) => Math.max(Math.min(Math.abs(right), Math.abs(down)) * 2.6, Math.max(Math.abs(right), Math.abs(down)) * 0.86),
  (right, down, radius) => Math.max(Math.hypot(right, down), radius + 0.45 * radius - Math.hypot(right, down)),
]

/**
 * Pack a colour into a pixel of ImageData, which is RGBA; every machine with a browser is little-endian.
 * @param {Rgb} colour
 * @param {number} alpha
 */
function pack(colour, alpha) {
  const [red, green, blue] = colour.map(Math.round)
  return ((Math.round(alpha) << 24) | (blue << 16) | (green << 8) | red) >>> 0
}
