// The points of the library: which one is near, and their picture.
//
// The picture is written pixel by pixel into one image. Drawing 100,000 discs through a canvas takes a tenth of a second
// where there is no graphics processor; this takes a hundredth, and looks the same everywhere.

import { shapeOf } from './colours.js'

const HIDDEN_ALPHA = 40
const SMALLEST_WITH_RIM = 2.4 // pixels; smaller points need every pixel for their colour

export class Points {
  /** @param {{x: number[], y: number[], label: number[]}} points */
  constructor({ x, y, label }) {
    this.count = x.length
    this.xs = Float32Array.from(x)
    this.ys = Float32Array.from(y)
    this.ranks = Int16Array.from(label)
    this.visible = new Uint8Array(this.count).fill(1)
    this.cells = Math.max(1, Math.min(256, Math.round(Math.sqrt(this.count))))
    this.index()
    // small labels, which have high ranks, lie on top
    this.order = Uint32Array.from(this.xs.keys()).sort((a, b) => this.ranks[a] - this.ranks[b] || a - b)
  }

  /** Sort the points into cells of a grid. */
  index() {
    const { cells } = this
    this.starts = new Uint32Array(cells * cells + 1)
    const cellOf = new Uint32Array(this.count)
    for (let i = 0; i < this.count; i++) {
      cellOf[i] = this.cell(this.ys[i]) * cells + this.cell(this.xs[i])
      this.starts[cellOf[i] + 1] += 1
    }
    for (let c = 0; c < cells * cells; c++) this.starts[c + 1] += this.starts[c]
    const next = this.starts.slice()
    this.sorted = new Uint32Array(this.count)
    for (let i = 0; i < this.count; i++) this.sorted[next[cellOf[i]]++] = i
  }

  cell(value) {
    return Math.min(this.cells - 1, Math.max(0, Math.floor(value * this.cells)))
  }

  /** Find the visible point nearest to a place of the screen, at most `reach` pixels away; -1 if there is none. */
  near(view, left, top, reach) {
    const [x, y] = view.toMap(left, top)
    const [wide, high] = [reach / view.across, reach / view.down]
    let [best, found] = [reach * reach, -1]
    for (let row = this.cell(y - high); row <= this.cell(y + high); row++) {
      for (let column = this.cell(x - wide); column <= this.cell(x + wide); column++) {
        const cell = row * this.cells + column
        for (let k = this.starts[cell]; k < this.starts[cell + 1]; k++) {
          const i = this.sorted[k]
          const square = ((this.xs[i] - x) * view.across) ** 2 + ((this.ys[i] - y) * view.down) ** 2
          if (square < best && this.visible[i]) [best, found] = [square, i]
        }
      }
    }
    return found
  }

  /** Radius of a point in pixels of the screen. */
  radius(view) {
    const crowd = Math.min(1, Math.sqrt(6000 / this.count))
    return Math.min(9, (1.1 + 2.1 * crowd) * Math.sqrt(Math.sqrt(view.scale)) * (view.width < 600 ? 0.8 : 1))
  }

  /**
   * Draw all points.
   * @param {CanvasRenderingContext2D} context
   * @param {View} view
   * @param {number} ratio device pixels a pixel
   * @param {number[][]} palette red, green, blue of each label; the last is that of no label
   * @param {number[]} ground red, green, blue of what lies below
   */
  draw(context, view, ratio, palette, ground) {
    const { width, height } = context.canvas
    if (this.image?.width !== width || this.image?.height !== height) this.image = new ImageData(width, height)
    const pixels = new Uint32Array(this.image.data.buffer)
    pixels.fill(0)
    const stamps = stampsOf(palette, ground, this.radius(view) * ratio, width)
    const last = palette.length - 1
    const [originX, originY] = view.toScreen(0, 0).map((value) => value * ratio)
    const [across, down] = [view.across * ratio, view.down * ratio]
    const { reach } = stamps[last]
    for (const shown of [0, 1]) {
      if (!shown && !this.filtered) continue
      for (let n = 0; n < this.count; n++) {
        const i = this.order[n]
        if (this.visible[i] !== shown) continue
        const column = Math.round(originX + this.xs[i] * across)
        const row = Math.round(originY - this.ys[i] * down)
        if (column < reach || row < reach || column >= width - reach || row >= height - reach) continue
        const { steps, values, faint } = stamps[this.ranks[i] < 0 ? last : this.ranks[i]]
        const at = row * width + column
        const ink = shown ? values : faint
        for (let k = 0; k < steps.length; k++) pixels[at + steps[k]] = ink[k]
      }
    }
    context.putImageData(this.image, 0, 0)
  }

  /** Show the points for which `isShown(i)`. */
  filter(isShown) {
    let shown = 0
    for (let i = 0; i < this.count; i++) shown += this.visible[i] = isShown(i) ? 1 : 0
    this.filtered = shown < this.count
    return shown
  }
}

/**
 * What is pressed into the image for a point of each label: steps from its middle to the pixels, and their values, bright
 * and faint. Edges are mixed with the ground, and a rim of it keeps neighbours apart.
 */
function stampsOf(palette, ground, radius, width) {
  const reach = Math.ceil(radius) + 1
  return palette.map((colour, rank) => {
    const distance = DISTANCES[shapeOf(rank < palette.length - 1 ? rank : -1)]
    const [steps, values, faint] = [[], [], []]
    for (let down = -reach; down <= reach; down++) {
      for (let right = -reach; right <= reach; right++) {
        const away = distance(right, down)
        const cover = Math.min(1, Math.max(0, radius + 0.5 - away))
        if (cover === 0 && (radius < SMALLEST_WITH_RIM || away > radius + 1)) continue
        steps.push(down * width + right)
        values.push(packed(ground.map((value, k) => value + cover * (colour[k] - value)), 255))
        faint.push(packed(colour, HIDDEN_ALPHA * cover))
      }
    }
    return { steps: Int32Array.from(steps), values: Uint32Array.from(values), faint: Uint32Array.from(faint), reach }
  })
}

// How far a pixel is from the middle, as the shape counts it: disc, square, triangle.
const DISTANCES = [
  (right, down) => Math.hypot(right, down),
  (right, down) => Math.max(Math.abs(right), Math.abs(down)) * 1.12,
  (right, down) => Math.max(down * 1.3, Math.abs(right) * 1.05 - down * 0.55),
]

function packed(colour, alpha) {
  const [red, green, blue] = colour.map(Math.round) // ImageData is RGBA, and every machine little-endian
  return ((Math.round(alpha) << 24) | (blue << 16) | (green << 8) | red) >>> 0
}
