// What is drawn on the map: the places of a blend, and paths.

/** @import { App } from './app.js' */
/** @import { Point } from './path.js' */

import { Blend } from './blend.js'
import { BlendPanel } from './blend_panel.js'
import { byId } from './elements.js'
import { noLabelText } from './labels.js'
import { Path } from './path.js'
import { Throttle } from './throttle.js'

const PLAY_EVERY = 90 // milliseconds
const REACH = 12 // pixels between a click and what it is on

export class Drawing {
  /** @param {App} app */
  constructor(app) {
    this.app = app
    /** @type {'blend' | 'path' | null} what clicks on the map are for; null: samples */
    this.mode = null
    this.blend = new Blend(() => this.blendChanged())
    this.blendPanel = new BlendPanel(
      this.blend,
      ({ x, y }) => app.tools.labelAt(x, y) || noLabelText(app.map.bySound !== null),
      () => this.weightChanged(),
    )
    this.path = new Path(app.map)
    this.playBlend = new Throttle(() => this.hearBlend(), PLAY_EVERY, () => this.blend.isReady)
    app.map.drawings = [
      (context, map) => this.path.draw(context, map),
      (context, map) => map.family?.draw(context, map),
      (context, map) => this.blend.draw(context, map),
      (context) => app.own.draw(context),
    ]
    app.map.marks = (view) => [...(app.map.family?.boxes(view) ?? []), ...this.blend.boxes(view), ...app.own.boxes(view)]
  }

  /**
   * Choose what clicks on the map are for; the same again ends it.
   * @param {'blend' | 'path' | null} mode
   */
  setMode(mode) {
    this.mode = mode === this.mode ? null : mode
    if (this.mode !== 'path') this.path.clear()
    byId('select-blend').ariaPressed = String(this.mode === 'blend')
    byId('draw-path').ariaPressed = String(this.mode === 'path')
    byId('map').dataset.mode = this.mode ?? ''
    this.app.pad.drawing = this.mode && this
    this.blendPanel.show(this.mode === 'blend')
    this.showPath()
    if (this.mode) byId('map').focus({ preventScroll: true })
    if (this.mode) byId('panel').scrollTop = 0
  }

  /**
   * Return the place at a position on the screen: that of a sample or sound under it, so that it is heard as it is.
   * @param {number} left
   * @param {number} top
   * @returns {Point}
   */
  snap(left, top) {
    const { map } = this.app
    const sample = map.sampleNear(left, top, REACH)
    if (sample) return [sample.x, sample.y]
    const index = map.soundNear(left, top, REACH / 2)
    if (map.points && index >= 0) return [map.points.xs[index], map.points.ys[index]]
    return inside(map.view.toMap(left, top))
  }

  /**
   * Add a place to the blend or, in its mode, a point to the path; a place that is there already is removed.
   * @param {number} left
   * @param {number} top
   */
  click(left, top) {
    if (this.mode === 'path') {
      this.path.add(this.snap(left, top))
      this.showPath()
      return
    }
    const place = this.blend.near(this.app.map, left, top, REACH)
    if (place) this.blend.remove(place)
    else if (!this.blend.add(...this.snap(left, top))) this.app.status.setMessage('A blend has at most 16 places.')
  }

  /** Do as a click at the point. */
  clickPoint() {
    const { map } = this.app
    this.click(...map.view.toScreen(map.puck.x, map.puck.y))
  }

  /**
   * @param {number} left
   * @param {number} top
   */
  drag(left, top) {
    if (this.mode !== 'path') return
    this.path.drag(inside(this.app.map.view.toMap(left, top)))
    this.app.map.draw('overlay')
  }

  drop() {
    if (this.mode !== 'path') return
    this.path.drop()
    this.generatePath()
  }

  cancelDrag() {
    this.path.dragged = []
    this.app.map.draw('overlay')
  }

  blendChanged() {
    this.blendPanel.show(this.mode === 'blend')
    this.app.map.draw('overlay')
    byId('panel').scrollTop = 0
    if (this.blend.isReady) this.playBlend.call()
  }

  weightChanged() {
    this.app.map.draw('overlay')
    if (this.blend.isReady) this.playBlend.call()
  }

  hearBlend() {
    this.app.controls?.flush()
    if (this.app.canPlay) this.app.audition.blend(this.blend.numbers)
  }

  /** Generate the blend or, with fewer than two places, let clicks select them. */
  generateBlend() {
    if (this.blend.isReady) this.app.commands.render('blend', this.app.newSeed, ...this.blend.numbers)
    else this.setMode('blend')
  }

  /** Remove all places, and end the mode; false if there is nothing to end. */
  clearBlend() {
    const wasMode = this.mode === 'blend'
    if (wasMode) this.setMode(null)
    return this.blend.clear() || wasMode
  }

  showPath() {
    const { points } = this.path
    byId('path').hidden = this.mode !== 'path'
    byId('generate-path', HTMLButtonElement).disabled = points.length < 2
    byId('path-hint').textContent = points.length
      ? `${points.length} point${points.length === 1 ? '' : 's'}. Click the next one, or drag a line from there.`
      : 'Drag a line on the map, or click its points (Shift and Enter at the point).'
    this.app.map.draw('overlay')
  }

  /** Generate samples along the path that is drawn. */
  generatePath() {
    const { points } = this.path
    if (points.length < 2) {
      this.showPath()
      return
    }
    this.app.tools.path([...points])
    this.setMode(null)
  }

  /** End the mode in which a path is drawn; false if it is not on. */
  cancelPath() {
    if (this.mode !== 'path') return false
    this.setMode(null)
    return true
  }
}

/**
 * @param {Point} point
 * @returns {Point}
 */
export function inside([x, y]) {
  return [Math.min(1, Math.max(0, x)), Math.min(1, Math.max(0, y))]
}
