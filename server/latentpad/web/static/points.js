// The points of the library: where they are, which of them the filter shows, and search for the nearest one.

/** @import { View } from './view.js' */

/**
 * @typedef {object} Planes one number per sound in each
 * @property {Float32Array} x
 * @property {Float32Array} y
 * @property {Int32Array} rank of its label, -1 for none
 * @property {Float32Array} seconds
 * @property {Int32Array} [by_sound] where labels are kinds: 1 if the sound told it
 */

export class Points {
  /** @param {Pick<Planes, 'x' | 'y' | 'rank'>} planes */
  constructor({ x, y, rank }) {
    this.count = x.length
    this.xs = x
    this.ys = y
    this.ranks = rank
    this.visible = new Uint8Array(this.count).fill(1)
    this.filtered = false
    /** Indices of the points as they are drawn: small labels, which have high ranks, on top. */
    this.order = orderOf(rank)
    this.cells = Math.max(1, Math.min(256, Math.round(Math.sqrt(this.count))))
    this.starts = new Uint32Array(this.cells ** 2 + 1) // of the cells in `sorted`
    this.sorted = new Uint32Array(this.count) // places in the order, by cell
    this.sortIntoCells()
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
    const { cells, starts, order, xs, ys } = this
    const cellOf = new Uint32Array(this.count)
    for (let p = 0; p < this.count; p++) {
      cellOf[p] = this.cell(ys[order[p]]) * cells + this.cell(xs[order[p]])
      starts[cellOf[p] + 1] += 1
    }
    for (let c = 0; c < cells * cells; c++) starts[c + 1] += starts[c]
    const next = starts.slice()
    for (let p = 0; p < this.count; p++) this.sorted[next[cellOf[p]]++] = p
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
          const i = this.order[this.sorted[k]]
          const squared = ((this.xs[i] - x) * view.across) ** 2 + ((this.ys[i] - y) * view.down) ** 2
          if (squared < best && this.visible[i]) [best, found] = [squared, i]
        }
      }
    }
    return found
  }

  /**
   * Return the places in the order of the points in the cells that a view shows, sorted; null for all points.
   * @param {View} view
   */
  inView(view) {
    const [left, bottom] = view.toMap(0, view.height).map((value) => this.cell(value))
    const [right, top] = view.toMap(view.width, 0).map((value) => this.cell(value))
    if ((right - left + 1) * (top - bottom + 1) > this.cells ** 2 / 2) return null
    const rows = []
    for (let row = bottom; row <= top; row++) {
      rows.push(this.sorted.subarray(this.starts[row * this.cells + left], this.starts[row * this.cells + right + 1]))
    }
    const found = new Uint32Array(rows.reduce((sum, { length }) => sum + length, 0))
    let at = 0
    for (const row of rows) {
      found.set(row, at)
      at += row.length
    }
    return found.sort()
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
 * Return the indices of the points by rank.
 * @param {Int32Array} ranks
 */
function orderOf(ranks) {
  const starts = new Uint32Array(ranks.reduce((highest, rank) => Math.max(highest, rank), 0) + 3)
  for (const rank of ranks) starts[rank + 2] += 1
  for (let r = 1; r < starts.length; r++) starts[r] += starts[r - 1]
  const order = new Uint32Array(ranks.length)
  for (let i = 0; i < ranks.length; i++) order[starts[ranks[i] + 1]++] = i
  return order
}
