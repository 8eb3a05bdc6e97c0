// A line that is drawn on the map, for samples along it.

/** @import { MapCanvas } from './map.js' */

import { strokeWithRim } from './marks.js'

const MAX_POINTS = 64 // as many as the daemon takes
const CORNER = 4 // pixels: a drawn line strays so far from the points that are kept of it

/** @typedef {[x: number, y: number]} Point */

export class Path {
  /** @param {MapCanvas} map */
  constructor(map) {
    this.map = map
    /** @type {Point[]} */
    this.points = []
    /** @type {Point[]} of the line that is being dragged */
    this.dragged = []
  }

  /** @param {Point} point */
  add(point) {
    if (this.points.length < MAX_POINTS) this.points.push(point)
  }

  /** @param {Point} point */
  drag(point) {
    if (!this.dragged.length && this.points.length) this.dragged.push(this.points[this.points.length - 1])
    this.dragged.push(point)
  }

  /** Add the line that was dragged, as few points. */
  drop() {
    const pixels = this.dragged.map(([x, y]) => this.map.view.toScreen(x, y))
    const room = MAX_POINTS - this.points.length
    let kept = simplify(pixels, CORNER)
    for (let reach = 2 * CORNER; kept.length > room; reach *= 2) kept = simplify(pixels, reach)
    const added = kept.map((index) => this.dragged[index])
    this.points.push(...(this.points.length ? added.slice(1) : added))
    this.dragged = []
  }

  clear() {
    this.points = []
    this.dragged = []
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {MapCanvas} map
   */
  draw(context, map) {
    drawLine(context, map, this.points)
    drawLine(context, map, this.dragged)
    for (const [x, y] of this.points) {
      const [left, top] = map.view.toScreen(x, y)
      context.beginPath()
      context.rect(left - 4, top - 4, 8, 8)
      context.lineWidth = 2
      context.strokeStyle = map.theme.ground
      context.stroke()
      context.fillStyle = map.theme.accent
      context.fill()
    }
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {MapCanvas} map
 * @param {Point[]} points
 */
export function drawLine(context, map, points) {
  if (points.length < 2) return
  context.lineJoin = 'round'
  strokeWithRim(context, map, 2, 3, () => {
    for (const [x, y] of points) context.lineTo(...map.view.toScreen(x, y))
  })
}

/**
 * Return the indices of the points that a line needs to stray at most `reach` (Ramer, 1972; Douglas and Peucker, 1973).
 * @param {[number, number][]} line
 * @param {number} reach
 * @returns {number[]}
 */
export function simplify(line, reach) {
  const kept = new Set([0, line.length - 1])
  const parts = [[0, line.length - 1]]
  for (let part = parts.pop(); part; part = parts.pop()) {
    const [from, to] = part
    let [farthest, most] = [-1, reach]
    for (let i = from + 1; i < to; i++) {
      const away = distanceToLine(line[i], line[from], line[to])
      if (away > most) [farthest, most] = [i, away]
    }
    if (farthest < 0) continue
    kept.add(farthest)
    parts.push([from, farthest], [farthest, to])
  }
  return [...kept].sort((a, b) => a - b)
}

/**
 * @param {[number, number]} point
 * @param {[number, number]} from
 * @param {[number, number]} to
 */
function distanceToLine([left, top], [fromLeft, fromTop], [toLeft, toTop]) {
  const [across, down] = [toLeft - fromLeft, toTop - fromTop]
  const length = across ** 2 + down ** 2
  const share = length ? ((left - fromLeft) * across + (top - fromTop) * down) / length : 0
  const within = Math.min(1, Math.max(0, share))
  return Math.hypot(left - fromLeft - within * across, top - fromTop - within * down)
}
