// The points of the library: which one is near, and their picture.
//
// The picture is written pixel by pixel into one image. Drawing 100,000 discs through a canvas takes a tenth of a second
// where there is no graphics processor; this takes a hundredth, and looks the same everywhere.

import { shapeOf } from './colours.js'

const HIDDEN_ALPHA = 40

export class Points {
  /** @param {{x: number[], y: number[], label: number[]}} points */
  constructor({ x, y, label }) {
    this.count = x.length
    this.xs = Float32Array.from(x)
    this.ys = Float32Array.from(y)
    this.ranks = Int16Array.from(label)
    this.shapes = Uint8Array.from(label, shapeOf)
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
    const stamps = [0, 1, 2].map((shape) => makeStamp(shape, this.radius(view) * ratio, width))
    const colours = Uint32Array.from(palette, (colour) => packed(colour))
    const rim = packed(ground)
    const [originX, originY] = view.toScreen(0, 0).map((value) => value * ratio)
    const [across, down] = [view.across * ratio, view.down * ratio]
    for (const shown of [0, 1]) {
      if (!shown && !this.filtered) continue
      for (let k = 0; k < this.count; k++) {
        const i = this.order[k]
        if (this.visible[i] !== shown) continue
        const stamp = stamps[this.shapes[i]]
        const column = Math.round(originX + this.xs[i] * across)
        const row = Math.round(originY - this.ys[i] * down)
        const { reach } = stamp
        if (column < reach || row < reach || column >= width - reach || row >= height - reach) continue
        const rank = this.ranks[i]
        const colour = colours[rank < 0 ? colours.length - 1 : rank]
        if (shown) press(pixels, row * width + column, stamp, colour, rim)
        else fade(pixels, row * width + column, stamp, colour)
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

function packed([red, green, blue]) {
  return (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0 // ImageData is RGBA, and every machine little-endian
}

function press(pixels, at, { inside, rim }, colour, rimColour) {
  for (let k = 0; k < rim.length; k++) pixels[at + rim[k]] = rimColour
  for (let k = 0; k < inside.length; k++) pixels[at + inside[k]] = colour
}

function fade(pixels, at, { inside }, colour) {
  const faint = ((colour & 0xffffff) | (HIDDEN_ALPHA << 24)) >>> 0
  for (let k = 0; k < inside.length; k++) pixels[at + inside[k]] = faint
}

/** The pixels of a disc, square or triangle, and of its rim, as steps from its middle. */
function makeStamp(shape, radius, width) {
  const reach = Math.ceil(radius) + 1
  const inside = []
  const rim = []
  for (let down = -reach; down <= reach; down++) {
    for (let right = -reach; right <= reach; right++) {
      const distance = [Math.hypot(right, down), Math.max(Math.abs(right), Math.abs(down)) * 1.12, triangle(right, down)][shape]
      if (distance <= radius) inside.push(down * width + right)
      else if (radius > 2.4 && distance <= radius + 1) rim.push(down * width + right)
    }
  }
  return { inside: Int32Array.from(inside), rim: Int32Array.from(rim), reach }
}

function triangle(right, down) {
  return Math.max(down * 1.3, Math.abs(right) * 1.05 - down * 0.55) * 1.0
}
