// The points of the library: drawing, and search for the nearest one.
//
// They are drawn pixel by pixel into one image. Drawing 100,000 discs through a canvas takes a tenth of a second
// without a graphics processor; this takes a hundredth, and looks the same everywhere.

/** @import { Rgb } from './colours.js' */
/** @import { MapDocument } from './map.js' */
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

export class Points {
  /** @param {MapDocument['points']} points */
  constructor({ x, y, label }) {
    this.count = x.length
    this.xs = Float32Array.from(x)
    this.ys = Float32Array.from(y)
    this.ranks = Int16Array.from(label)
    this.visible = new Uint8Array(this.count).fill(1)
    this.filtered = false
    this.cells = Math.max(1, Math.min(256, Math.round(Math.sqrt(this.count))))
    this.starts = new Uint32Array(this.cells ** 2 + 1) // of the cells in `sorted`
    this.sorted = new Uint32Array(this.count)
    this.sortIntoCells()
    // small labels, which have high ranks, are drawn on top
    this.order = Uint32Array.from(this.xs.keys()).sort((a, b) => this.ranks[a] - this.ranks[b] || a - b)
    /** @type {ImageData | null} */
    this.image = null
  }

  /**
   * Return where a point is on the map.
   * @param {number} index
   * @returns {[x: number, y: number]}
   */
  at(index) {
    return [this.xs[index], this.ys[index]]
  }

  /** Sort the points into the cells of a grid. */
  sortIntoCells() {
    const { cells, starts } = this
    const cellOf = new Uint32Array(this.count)
    for (let i = 0; i < this.count; i++) {
      cellOf[i] = this.cell(this.ys[i]) * cells + this.cell(this.xs[i])
      starts[cellOf[i] + 1] += 1
    }
    for (let c = 0; c < cells * cells; c++) starts[c + 1] += starts[c]
    const next = starts.slice()
    for (let i = 0; i < this.count; i++) this.sorted[next[cellOf[i]]++] = i
  }

  /** @param {number} value a coordinate */
  cell(value) {
    return Math.min(this.cells - 1, Math.max(0, Math.floor(value * this.cells)))
  }

  /**
   * Return the visible point nearest to a position on the screen, at most `reach` pixels away; -1 if there is none.
   * @param {View} view
   * @param {number} left
   * @param {number} top
   * @param {number} reach
   */
  near(view, left, top, reach) {
    const [x, y] = view.toMap(left, top)
    const [width, height] = [reach / view.across, reach / view.down]
    let [best, found] = [reach * reach, -1]
    for (let row = this.cell(y - height); row <= this.cell(y + height); row++) {
      for (let column = this.cell(x - width); column <= this.cell(x + width); column++) {
        const cell = row * this.cells + column
        for (let k = this.starts[cell]; k < this.starts[cell + 1]; k++) {
          const i = this.sorted[k]
          const squared = ((this.xs[i] - x) * view.across) ** 2 + ((this.ys[i] - y) * view.down) ** 2
          if (squared < best && this.visible[i]) [best, found] = [squared, i]
        }
      }
    }
    return found
  }

  /**
   * Return the radius of a point in pixels.
   * @param {View} view
   */
  radius(view) {
    const crowd = Math.min(1, Math.sqrt(6000 / this.count))
    return Math.min(9, (1.1 + 2.1 * crowd) * Math.sqrt(Math.sqrt(view.scale)) * (view.width < 600 ? 0.8 : 1))
  }

  /**
   * Draw all points.
   * @param {CanvasRenderingContext2D} context
   * @param {View} view
   * @param {number} ratio device pixels per pixel
   * @param {Rgb[]} palette colours of the labels; the last is for points without a label
   * @param {Rgb} ground
   */
  draw(context, view, ratio, palette, ground) {
    const { width, height } = context.canvas
    if (this.image?.width !== width || this.image.height !== height) this.image = new ImageData(width, height)
    const pixels = new Uint32Array(this.image.data.buffer)
    pixels.fill(0)
    const radius = this.radius(view) * ratio
    const reach = reachOf(radius)
    const stamps = stampsOf(palette, ground, radius, width)
    const last = palette.length - 1
    const [originX, originY] = view.toScreen(0, 0).map((value) => value * ratio)
    const [across, down] = [view.across * ratio, view.down * ratio]
    for (const shown of [0, 1]) {
      if (!shown && !this.filtered) continue
      for (let n = 0; n < this.count; n++) {
        const i = this.order[n]
        if (this.visible[i] !== shown) continue
        const column = Math.round(originX + this.xs[i] * across)
        const row = Math.round(originY - this.ys[i] * down)
        if (column < reach || row < reach || column >= width - reach || row >= height - reach) continue
        const { offsets, bright, faint } = stamps[this.ranks[i] < 0 ? last : this.ranks[i]]
        const at = row * width + column
        const values = shown ? bright : faint
        for (let k = 0; k < offsets.length; k++) pixels[at + offsets[k]] = values[k]
      }
    }
    context.putImageData(this.image, 0, 0)
  }

  /**
   * Count the visible points, and find one of each label, -1 if there is none; after `visible` has changed.
   * @param {number} nLabels
   */
  countShown(nLabels) {
    const { ranks, visible } = this
    const examples = new Int32Array(nLabels).fill(-1)
    let shown = 0
    for (let i = 0; i < this.count; i++) {
      if (!visible[i]) continue
      shown += 1
      if (ranks[i] >= 0) examples[ranks[i]] = i
    }
    this.filtered = shown < this.count
    return { shown, examples }
  }
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
