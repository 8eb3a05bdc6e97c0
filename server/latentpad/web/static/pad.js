// The hand on the map: what it hears, where it puts the point, and when that becomes a sample.

import { knownWords } from './map.js'
import { seconds, title } from './samples.js'

const HEARD_EVERY = 90 // milliseconds: what is scrubbed over is to be heard, not only to click
const MOVED_EVERY = 30
const REACH = 10 // pixels from a point that the pointer means
const FINGER_REACH = 24
const QUIET = 30 // pixels around the place that was pressed last in which the pointer plays nothing

export class Pad {
  /**
   * @param {MapPicture} map
   * @param {HTMLElement} tip
   * @param {Ear} ear
   * @param {object} meant audition(), moved(), make(), choose(sample), where(words, spoken), autoplays()
   */
  constructor(map, tip, ear, meant) {
    Object.assign(this, { map, tip, ear, meant })
    this.names = []
    this.lengths = []
    this.scrubbing = false
    this.quiet = null
    this.dues = {}
  }

  /** Put the point somewhere; bring it into sight if `seek`. */
  put(x, y, seek = false) {
    const { map } = this
    map.puck = { x: clamp(x), y: clamp(y) }
    const turned = seek && map.view.follow(map.puck.x, map.puck.y)
    map.draw(...(turned ? ['known', 'points', 'overlay'] : ['overlay']))
    this.describe(map.puck.x, map.puck.y, seek)
  }

  describe(x, y, spoken = false) {
    const words = knownWords(this.map.confidence(clamp(x), clamp(y)))
    this.meant.where(`x ${clamp(x).toFixed(3)}  y ${clamp(y).toFixed(3)}${words && `  ${words}`}`, spoken)
  }

  hover(left, top) {
    const { map } = this
    const sample = map.sampleNear(left, top, REACH)
    const index = sample ? -1 : map.near(left, top, REACH)
    if (sample) this.show(left, top, title(sample), seconds(sample))
    else if (index >= 0) this.show(left, top, ...this.words(index))
    else this.tip.hidden = true
    this.describe(...map.view.toMap(left, top))
    if (this.quiet && Math.hypot(left - this.quiet[0], top - this.quiet[1]) > QUIET) this.quiet = null
    this.meet(index, this.meant.autoplays() && !this.quiet)
  }

  /** Mark a sound of the library, and play it if it is another one than before. */
  meet(index, aloud) {
    const { map } = this
    if (index === map.hovered) return
    map.hovered = index
    map.draw('overlay')
    if (index < 0) this.ear.line.forget()
    else if (aloud) this.ear.sound(index, () => map.hovered === index)
  }

  hold(left, top) {
    const index = this.map.near(left, top, FINGER_REACH)
    if (index < 0) return
    this.show(left, top, ...this.words(index))
    this.meet(index, true)
  }

  leave() {
    this.tip.hidden = true
    this.meet(-1, false)
  }

  show(left, top, name, more) {
    const { tip } = this
    const { width, height } = this.map.view
    tip.hidden = false
    tip.replaceChildren(Object.assign(document.createElement('b'), { textContent: name }), ` ${more}`)
    tip.style.left = 0 // or it is measured squeezed against the edge
    tip.style.left = `${Math.min(left + 14, Math.max(0, width - tip.offsetWidth - 6))}px`
    tip.style.top = `${top + 22 + tip.offsetHeight > height ? top - tip.offsetHeight - 12 : top + 16}px`
  }

  /** Name a sound of the library, and say what it is. */
  words(index) {
    const label = this.map.labels[this.map.points.ranks[index]]?.name ?? 'no label'
    const length = this.lengths[index]
    const name = this.names[index]?.split(/[\\/]/).at(-1) ?? label
    return [name, `${label}${length === undefined ? '' : `, ${length.toFixed(2)} s`}`]
  }

  press(left, top) {
    this.ear.line.forget() // what is still on its way would hush what is made now
    this.before = this.map.puck
    this.quiet = [left, top]
  }

  scrub(left, top) {
    this.scrubbing = true
    this.leave()
    this.put(...this.map.view.toMap(left, top))
    this.soon('moved', MOVED_EVERY)
    this.soon('audition', HEARD_EVERY)
  }

  /** Do something now, or as soon as the last time is long enough ago: the place of rest is not left out. */
  soon(what, pause) {
    const due = this.dues[what]
    const now = performance.now()
    if (due && due > now) {
      this[`${what}Later`] ??= setTimeout(() => {
        this[`${what}Later`] = null
        if (this.scrubbing) this.soon(what, pause)
      }, due - now)
      return
    }
    this.dues[what] = now + pause
    this.meant[what]()
  }

  cancel() {
    const { x, y } = this.before
    if (this.scrubbing) {
      this.scrubbing = false
      this.put(x, y)
      this.meant.moved()
    }
    this.ear.line.forget()
  }

  release(left, top, moved, reach) {
    this.scrubbing = false
    this.ear.line.forget()
    this.quiet = [left, top]
    const sample = moved ? null : this.map.sampleNear(left, top, reach)
    if (sample && sample !== this.map.current) {
      this.meant.choose(sample)
      return
    }
    this.put(...this.map.view.toMap(left, top))
    this.meant.make()
  }

  /** Play the sound nearest to the point; gives it in words. */
  playNearest() {
    const { map } = this
    const index = map.near(...map.view.toScreen(map.puck.x, map.puck.y), map.view.width)
    if (index < 0) return ''
    this.meet(-1, false)
    this.meet(index, true)
    return this.words(index).join(', ')
  }

  /** Move or zoom the map. */
  look(change) {
    change(this.map.view)
    this.leave()
    this.map.drawAll()
  }
}

function clamp(value) {
  return Math.min(1, Math.max(0, value))
}
