// The map on the screen, in three layers: how well places are known, the library's points, and what is the user's own.

import { css, onGround, rgb, shapeOf, standingOut } from './colours.js'
import { drawOverlay } from './overlay.js'
import { Points } from './points.js'
import { View } from './view.js'


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

  /** Tell how well places are known. @param {Uint8Array} cells of a square, from left to right, bottom row first */
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
    const side = Math.sqrt(this.known.length)
    const cell = (value) => Math.min(side - 1, Math.max(0, Math.floor(value * side)))
    return this.known[cell(y) * side + cell(x)] / 255
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
    if (stale.includes('overlay')) drawOverlay(this.contexts.overlay, this)
  }

  /** A pixel a cell, which the browser stretches smoothly over the map. */
  drawKnown() {
    const { canvas } = this.contexts.known
    if (this.shaded !== this.known || this.shadedFor !== this.theme) this.shade()
    const [left, bottom] = this.view.toScreen(0, 0)
    const { across, down } = this.view
    canvas.style.transform = `translate(${left}px, ${bottom - down}px) scale(${across / canvas.width}, ${down / canvas.height})`
  }

  /** Draw the cells; before they are told, all as if they were known. */
  shade() {
    const { known: context } = this.contexts
    const cells = this.known ?? Uint8Array.of(255)
    const side = Math.sqrt(cells.length)
    Object.assign(context.canvas, { width: side, height: side })
    const image = context.createImageData(side, side)
    for (let row = 0; row < side; row++) {
      for (let column = 0; column < side; column++) {
        const at = 4 * ((side - 1 - row) * side + column)
        image.data.set(this.theme.known, at)
        image.data[at + 3] = cells[row * side + column]
      }
    }
    context.putImageData(image, 0, 0)
    this.shaded = this.known
    this.shadedFor = this.theme
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
