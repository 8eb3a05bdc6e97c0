// Mouse, finger and wheel on the map. What they mean is up to the page:
//
//   hover(left, top), leave()                   a pointer that touches nothing
//   press(left, top), scrub(left, top), cancel()
//   release(left, top, moved, reach)            reach: how far from a thing still means it
//   hold(left, top)                             a finger that rests
//   pan(right, down), zoom(factor, left, top)

const STRAY = { mouse: 4, pen: 6, touch: 12 } // pixels that a click may stray
const REACH = { mouse: 8, pen: 12, touch: 20 }
const HOLD = 450
const WHEEL = 0.0016
const LINE_HEIGHT = 33

export class Hand {
  constructor(element, meant) {
    this.element = element
    this.meant = meant
    this.down = new Map()
    this.doing = null // press, scrub, hold, pan, pinch
    element.addEventListener('pointerdown', (event) => this.pressed(event))
    element.addEventListener('pointermove', (event) => this.moved(event))
    element.addEventListener('pointerup', (event) => this.released(event))
    element.addEventListener('pointercancel', (event) => this.released(event, true))
    element.addEventListener('pointerleave', () => this.down.size || meant.leave())
    element.addEventListener('wheel', (event) => this.wheeled(event), { passive: false })
    element.addEventListener('contextmenu', (event) => event.preventDefault())
  }

  at(event) {
    const box = this.element.getBoundingClientRect()
    return [event.clientX - box.left, event.clientY - box.top]
  }

  pressed(event) {
    this.element.setPointerCapture(event.pointerId)
    this.down.set(event.pointerId, this.at(event))
    if (this.down.size === 2) {
      this.cancel()
      this.doing = 'pinch'
    } else if (this.down.size === 1) {
      this.doing = event.button === 0 && !event.shiftKey ? 'press' : 'pan'
      this.start = this.at(event)
      if (this.doing === 'press') this.meant.press(...this.start)
      if (event.pointerType === 'touch') this.resting = setTimeout(() => this.held(), HOLD)
    }
    this.element.classList.toggle('panning', this.doing === 'pan')
  }

  held() {
    if (this.doing !== 'press') return
    this.doing = 'hold'
    this.meant.hold(...this.start)
  }

  moved(event) {
    const here = this.at(event)
    const before = this.down.get(event.pointerId)
    if (!before) {
      if (event.pointerType !== 'touch') this.meant.hover(...here)
      return
    }
    if (this.doing === 'pinch') this.pinched(event.pointerId, here)
    this.down.set(event.pointerId, here)
    if (this.doing === 'pan') this.meant.pan(here[0] - before[0], here[1] - before[1])
    if (this.doing === 'hold') this.meant.hold(...here)
    const strayed = Math.hypot(here[0] - this.start[0], here[1] - this.start[1]) > STRAY[event.pointerType]
    if (this.doing === 'press' && strayed) this.doing = 'scrub'
    if (this.doing === 'scrub') this.meant.scrub(...here)
  }

  /** Two fingers: what was between them stays between them. */
  pinched(id, here) {
    const [, other] = [...this.down].find(([one]) => one !== id) ?? []
    const before = this.down.get(id)
    if (!other || !before) return
    const middle = (point) => [(point[0] + other[0]) / 2, (point[1] + other[1]) / 2]
    const apart = (point) => Math.max(20, Math.hypot(point[0] - other[0], point[1] - other[1]))
    const [was, is] = [middle(before), middle(here)]
    this.meant.pan(is[0] - was[0], is[1] - was[1])
    this.meant.zoom(apart(here) / apart(before), ...is)
  }

  released(event, cancelled = false) {
    if (!this.down.delete(event.pointerId) || this.down.size) return
    const [left, top] = this.at(event)
    const { clientWidth, clientHeight } = this.element
    const outside = left < 0 || top < 0 || left > clientWidth || top > clientHeight
    const { doing } = this
    if (cancelled || (doing === 'scrub' && outside)) this.cancel()
    this.rest()
    if (doing === 'hold') this.meant.leave()
    if (cancelled || outside || (doing !== 'press' && doing !== 'scrub')) return
    this.meant.release(left, top, doing === 'scrub', REACH[event.pointerType])
  }

  /** Let go without meaning anything; false if nothing was under way. */
  cancel() {
    if (this.doing !== 'press' && this.doing !== 'scrub') return false
    this.rest()
    this.meant.cancel()
    return true
  }

  rest() {
    clearTimeout(this.resting)
    this.doing = null
    this.element.classList.remove('panning')
  }

  wheeled(event) {
    event.preventDefault()
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * LINE_HEIGHT : event.deltaY
    const quick = event.ctrlKey ? 6 : 1 // a pinch on a touch pad comes as small steps with ctrl
    this.meant.zoom(Math.exp(-pixels * WHEEL * quick), ...this.at(event))
  }
}
