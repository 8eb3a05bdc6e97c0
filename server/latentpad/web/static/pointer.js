// Mouse, pen, touch and wheel gestures on the map.

/**
 * @typedef {object} PointerHandlers
 * @property {(left: number, top: number) => void} hover the pointer moves without a button
 * @property {() => void} leave
 * @property {(left: number, top: number) => void} press
 * @property {(left: number, top: number) => void} scrub
 * @property {() => void} cancel ends a press or a scrub
 * @property {(left: number, top: number, moved: boolean, reach: number) => void} release ends a press or a scrub;
 *   `reach` is how far away, in pixels, a sample may be to be clicked
 * @property {(left: number, top: number) => void} select a click with Shift
 * @property {(left: number, top: number) => void} hold a finger rests
 * @property {(right: number, down: number) => void} pan
 * @property {(factor: number, left: number, top: number) => void} zoom
 */

/** @type {Record<string, number>} */
const STRAY = { mouse: 4, pen: 6, touch: 12 } // pixels that a click may stray
/** @type {Record<string, number>} */
const REACH = { mouse: 8, pen: 12, touch: 20 }
const HOLD = 450 // milliseconds
const WHEEL = 0.0016
const LINE_HEIGHT = 33

export class Pointer {
  /**
   * @param {HTMLElement} element
   * @param {PointerHandlers} handlers
   */
  constructor(element, handlers) {
    this.element = element
    this.handlers = handlers
    /** @type {Map<number, [number, number]>} */
    this.down = new Map()
    /** @type {'press' | 'scrub' | 'select' | 'hold' | 'pan' | 'pinch' | null} */
    this.gesture = null
    /** @type {[number, number]} */
    this.start = [0, 0]
    /** @type {number | undefined} */
    this.holdTimer = undefined
    element.addEventListener('pointerdown', (event) => this.onDown(event))
    element.addEventListener('pointermove', (event) => this.onMove(event))
    element.addEventListener('pointerup', (event) => this.onUp(event))
    element.addEventListener('pointercancel', (event) => this.onUp(event, true))
    element.addEventListener('pointerleave', () => this.down.size || handlers.leave())
    element.addEventListener('wheel', (event) => this.onWheel(event), { passive: false })
    element.addEventListener('contextmenu', (event) => event.preventDefault())
  }

  /**
   * Return where an event is on the map, in pixels.
   * @param {MouseEvent} event
   * @returns {[number, number]}
   */
  position(event) {
    const box = this.element.getBoundingClientRect()
    return [event.clientX - box.left, event.clientY - box.top]
  }

  /** @param {PointerEvent} event */
  onDown(event) {
    this.element.setPointerCapture(event.pointerId)
    this.down.set(event.pointerId, this.position(event))
    if (this.down.size === 2) {
      this.cancel()
      this.gesture = 'pinch'
    } else if (this.down.size === 1) {
      this.gesture = event.button !== 0 ? 'pan' : event.shiftKey ? 'select' : 'press'
      this.start = this.position(event)
      if (this.gesture === 'press') this.handlers.press(...this.start)
      if (event.pointerType === 'touch') this.holdTimer = setTimeout(() => this.onHold(), HOLD)
    }
    this.element.classList.toggle('panning', this.gesture === 'pan')
  }

  onHold() {
    if (this.gesture !== 'press') return
    this.gesture = 'hold'
    this.handlers.hold(...this.start)
  }

  /** @param {PointerEvent} event */
  onMove(event) {
    const here = this.position(event)
    const before = this.down.get(event.pointerId)
    if (!before) {
      if (event.pointerType !== 'touch') this.handlers.hover(...here)
      return
    }
    if (this.gesture === 'pinch') this.pinch(event.pointerId, here)
    this.down.set(event.pointerId, here)
    if (this.gesture === 'pan') this.handlers.pan(here[0] - before[0], here[1] - before[1])
    if (this.gesture === 'hold') this.handlers.hold(...here)
    const strayed = Math.hypot(here[0] - this.start[0], here[1] - this.start[1]) > STRAY[event.pointerType]
    if (this.gesture === 'press' && strayed) this.gesture = 'scrub'
    if (this.gesture === 'select' && strayed) this.gesture = 'pan'
    if (this.gesture === 'scrub') this.handlers.scrub(...here)
  }

  /**
   * Pan and zoom with two fingers: what is between them stays between them.
   * @param {number} id of the finger that moved
   * @param {[number, number]} here
   */
  pinch(id, here) {
    const [, other] = [...this.down].find(([one]) => one !== id) ?? []
    const before = this.down.get(id)
    if (!other || !before) return
    const [old, middle] = [middleOf(before, other), middleOf(here, other)]
    this.handlers.pan(middle[0] - old[0], middle[1] - old[1])
    this.handlers.zoom(distance(here, other) / distance(before, other), ...middle)
  }

  /** @param {PointerEvent} event */
  onUp(event, cancelled = false) {
    if (!this.down.delete(event.pointerId) || this.down.size) return
    const [left, top] = this.position(event)
    const { clientWidth, clientHeight } = this.element
    const outside = left < 0 || top < 0 || left > clientWidth || top > clientHeight
    const { gesture } = this
    if (cancelled || (gesture === 'scrub' && outside)) this.cancel()
    this.end()
    if (gesture === 'hold') this.handlers.leave()
    if (gesture === 'select' && !cancelled && !outside) this.handlers.select(left, top)
    if (cancelled || outside || (gesture !== 'press' && gesture !== 'scrub')) return
    this.handlers.release(left, top, gesture === 'scrub', REACH[event.pointerType])
  }

  /** Cancel a press or a scrub; false if there is none. */
  cancel() {
    if (this.gesture !== 'press' && this.gesture !== 'scrub') return false
    this.end()
    this.handlers.cancel()
    return true
  }

  end() {
    clearTimeout(this.holdTimer)
    this.gesture = null
    this.element.classList.remove('panning')
  }

  /** @param {WheelEvent} event */
  onWheel(event) {
    event.preventDefault()
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * LINE_HEIGHT : event.deltaY
    const speed = event.ctrlKey ? 6 : 1 // a pinch on a touchpad arrives as small steps with Ctrl
    this.handlers.zoom(Math.exp(-pixels * WHEEL * speed), ...this.position(event))
  }
}

/**
 * @param {[number, number]} one
 * @param {[number, number]} other
 * @returns {[number, number]}
 */
function middleOf(one, other) {
  return [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2]
}

/**
 * @param {[number, number]} one
 * @param {[number, number]} other
 */
function distance(one, other) {
  return Math.max(20, Math.hypot(one[0] - other[0], one[1] - other[1]))
}
