// The map on the screen, in three layers: how well places are known, the library's points, and what is the user's own.

import { css, onGround, rgb, shapeOf, standingOut } from './colours.js'
import { Points } from './points.js'
import { View } from './view.js'

const KNOWN_CELLS = 64
const TURN = 2 * Math.PI
const SMALLEST_NAMED = 0.004 // share of the sounds that a label has to have to be named on the whole map; less when closer

export class MapPicture {
  /** @param {HTMLElement} element that holds the canvases known, points and overlay */
  constructor(element) {
    this.element = element
    this.view = new View()
    this.points = null
    this.known = null
    this.labels = []
    this.samples = []
    this.current = null
    this.puck = { x: 0.5, y: 0.5 }
    this.hovered = -1
    this.frames = 0
    this.contexts = Object.fromEntries(
      ['known', 'points', 'overlay'].map((id) => [id, element.querySelector(`#${id}`).getContext('2d')]),
    )
    Object.assign(this.contexts.known.canvas, { width: KNOWN_CELLS, height: KNOWN_CELLS })
    this.stale = new Set()
    new ResizeObserver(() => this.resize()).observe(element)
    this.resize()
  }

  /** @param {object} chart the content of map.json */
  load(chart) {
    this.points = new Points(chart.points)
    this.known = null
    this.hovered = -1
    this.labels = chart.labels
    this.repaint()
  }

  /** Tell how well places are known. @param {Uint8Array} cells from left to right, bottom row first */
  learn(cells) {
    this.known = cells
    this.draw('known')
  }

  /** Show the points for which `isShown(index)`, and the labels that have any; gives how many are shown. */
  filter(isShown) {
    const { points } = this
    const shown = points.filter(isShown)
    const seen = new Set()
    for (let i = 0; i < points.count; i++) if (points.visible[i]) seen.add(points.ranks[i])
    this.labels.forEach((label, rank) => (label.hidden = !seen.has(rank)))
    this.draw('points', 'overlay')
    return shown
  }

  /** How well a place is known, 0 to 1; null before that is told. */
  confidence(x, y) {
    if (!this.known) return null
    const cell = (value) => Math.min(KNOWN_CELLS - 1, Math.max(0, Math.floor(value * KNOWN_CELLS)))
    return this.known[cell(y) * KNOWN_CELLS + cell(x)] / 255
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

  /** Take the theme's colours, and draw with them. */
  repaint() {
    const style = getComputedStyle(document.documentElement)
    const named = (name) => style.getPropertyValue(`--${name}`).trim()
    this.theme = { known: rgb(named('known')), unknown: rgb(named('unknown')), text: named('text'), accent: named('accent') }
    const ground = named('known')
    const colours = [...this.labels.map((label) => label.colour), '#999999']
    this.palette = colours.map((colour) => standingOut(onGround(colour, ground), ground))
    this.drawAll()
  }

  drawAll() {
    this.draw('known', 'points', 'overlay')
  }

  /** Draw layers in the next frame. */
  draw(...layers) {
    if (!this.stale.size) requestAnimationFrame(() => this.frame())
    layers.forEach((layer) => this.stale.add(layer))
  }

  frame() {
    const stale = [...this.stale]
    this.stale.clear()
    this.frames += 1
    if (!this.theme) return
    if (stale.includes('known')) this.drawKnown()
    if (stale.includes('points') && this.points) {
      this.points.draw(this.contexts.points, this.view, this.ratio, this.palette, this.theme.known)
    }
    if (stale.includes('overlay')) this.drawOverlay()
  }

  /** A pixel a cell, which the browser stretches smoothly over the map. */
  drawKnown() {
    const { known: context } = this.contexts
    if (this.shaded !== this.known || this.shadedFor !== this.theme) {
      const cells = this.known ?? new Uint8Array(KNOWN_CELLS ** 2).fill(255)
      const image = context.createImageData(KNOWN_CELLS, KNOWN_CELLS)
      for (let row = 0; row < KNOWN_CELLS; row++) {
        for (let column = 0; column < KNOWN_CELLS; column++) {
          const at = 4 * ((KNOWN_CELLS - 1 - row) * KNOWN_CELLS + column)
          image.data.set(this.theme.known, at)
          image.data[at + 3] = cells[row * KNOWN_CELLS + column]
        }
      }
      context.putImageData(image, 0, 0)
      this.shaded = this.known
      this.shadedFor = this.theme
    }
    const [left, bottom] = this.view.toScreen(0, 0)
    const { across, down } = this.view
    const { style } = context.canvas
    style.transform = `translate(${left}px, ${bottom - down}px) scale(${across / KNOWN_CELLS}, ${down / KNOWN_CELLS})`
  }

  drawOverlay() {
    const { overlay: context } = this.contexts
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0)
    context.clearRect(0, 0, this.view.width, this.view.height)
    this.drawNames(context)
    for (const sample of this.samples) if (sample !== this.current) this.drawSample(context, sample)
    if (this.hovered >= 0) this.ring(context, this.hovered)
    if (this.current) this.drawSample(context, this.current)
    this.drawPuck(context)
  }

  /** Write each label where most of its sounds are, the largest first; what would lie on another is left out. */
  drawNames(context) {
    const taken = []
    context.font = '600 13px system-ui, sans-serif'
    context.textAlign = 'center'
    context.textBaseline = 'middle'
    context.lineJoin = 'round'
    const fewest = (this.points?.count ?? 0) * SMALLEST_NAMED / this.view.scale
    for (const { name, x, y, hidden, count } of this.labels) {
      if (hidden || count < fewest) continue
      const words = name.replaceAll('_', ' ')
      const [left, top] = this.view.toScreen(x, y)
      const half = context.measureText(words).width / 2 + 4
      const box = [left - half, top - 10, left + half, top + 10]
      const outside = box[0] < 0 || box[2] > this.view.width || box[1] < 0 || box[3] > this.view.height
      if (outside || taken.some((other) => overlap(box, other))) continue
      taken.push(box)
      context.lineWidth = 4
      context.strokeStyle = css(this.theme.known)
      context.strokeText(words, left, top)
      context.fillStyle = this.theme.text
      context.fillText(words, left, top)
    }
  }

  /** A sample of the user's own: a diamond, hollow once it is undone; the current one is larger. */
  drawSample(context, sample) {
    const isCurrent = sample === this.current
    const [left, top] = this.view.toScreen(sample.x, sample.y)
    const size = isCurrent ? 9 : 6
    context.beginPath()
    for (const [right, down] of [[0, -1], [1, 0], [0, 1], [-1, 0]]) context.lineTo(left + size * right, top + size * down)
    context.closePath()
    context.lineWidth = isCurrent ? 5 : 2.5
    context.strokeStyle = css(this.theme.known)
    context.fillStyle = isCurrent ? this.theme.accent : this.theme.text
    context.stroke()
    if (sample.undone) {
      context.lineWidth = 1.2
      context.strokeStyle = context.fillStyle
      context.stroke()
    } else {
      context.fill()
    }
  }

  /** The point: a ring and a cross, in the colour of text with a broad rim, to stand out from points of any colour. */
  drawPuck(context) {
    const [left, top] = this.view.toScreen(this.puck.x, this.puck.y)
    this.outlined(context, 3, 4, () => {
      context.arc(left, top, 13, 0, TURN)
      for (const [right, down] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
        context.moveTo(left + 13 * right, top + 13 * down)
        context.lineTo(left + 21 * right, top + 21 * down)
      }
    })
  }

  ring(context, index) {
    const [left, top] = this.view.toScreen(this.points.xs[index], this.points.ys[index])
    this.outlined(context, 2, 2.5, () => context.arc(left, top, 8, 0, TURN))
  }

  outlined(context, wide, rim, path) {
    for (const [colour, width] of [[css(this.theme.known), wide + rim], [this.theme.text, wide]]) {
      context.beginPath()
      path()
      context.lineWidth = width
      context.strokeStyle = colour
      context.stroke()
    }
  }

  /** Find the sound of the library nearest to a place of the screen, at most `reach` pixels away; -1 if there is none. */
  near(left, top, reach) {
    return this.points?.near(this.view, left, top, reach) ?? -1
  }

  /** Find the user's sample at a place of the screen, the newest first. */
  sampleNear(left, top, reach) {
    return this.samples.findLast(({ x, y }) => {
      const [right, down] = this.view.toScreen(x, y)
      return Math.hypot(right - left, down - top) <= reach
    })
  }
}

/** How well a place is known, in words. @param {number | null} confidence */
export function knownWords(confidence) {
  if (confidence === null) return ''
  if (confidence >= 0.75) return 'well known'
  return confidence >= 0.35 ? 'between the sounds' : 'far from every sound'
}

/** A label's mark, as the points have it, for the page. */
export function mark(rank, colour) {
  const shapes = ['<circle cx="5" cy="5" r="4.5"/>', '<rect x="1" y="1" width="8" height="8"/>', '<path d="M5 .5 9.5 9H.5z"/>']
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('viewBox', '0 0 10 10')
  svg.setAttribute('aria-hidden', 'true')
  svg.setAttribute('fill', css(colour))
  svg.innerHTML = shapes[shapeOf(rank)]
  return svg
}

function overlap(one, other) {
  return one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3]
}
