// The XY pad: what gestures on the map play, where they put the point, and when they generate a sample.

/** @import { Audition } from './audition.js' */
/** @import { Drawing } from './drawing.js' */
/** @import { MapCanvas } from './map.js' */
/** @import { OwnSound } from './own.js' */
/** @import { PointerHandlers } from './pointer.js' */
/** @import { Sample } from './samples.js' */
/** @import { SoundNames } from './sound_names.js' */
/** @import { Tip } from './tip.js' */
/** @import { View } from './view.js' */

import { duration, title } from './samples.js'
import { shown } from './shown_text.js'
import { soundText } from './sound_text.js'
import { Throttle } from './throttle.js'

const PLAY_EVERY = 90 // milliseconds: while scrubbing, each sound should be heard, not just click
const SEND_EVERY = 30
const REACH = 10 // pixels between the pointer and the point it is on
const FINGER_REACH = 24
const QUIET_RADIUS = 30 // pixels around the last press in which hovering plays nothing

/**
 * @typedef {object} PadHandlers
 * @property {() => void} audition play the point
 * @property {() => void} moved the point was moved
 * @property {() => void} generate generates a sample at the point
 * @property {(sample: Sample) => void} choose
 * @property {(left: number, top: number) => OwnSound | undefined} own returns a sound of the user's own
 * @property {(sound: OwnSound) => void} openOwn
 * @property {(left: number, top: number) => void} select a place is added to what is drawn
 * @property {(x: number, y: number, announced: boolean) => void} position
 * @property {() => boolean} playsOnHover
 */

/** @implements {PointerHandlers} */
export class Pad {
  /**
   * @param {MapCanvas} map
   * @param {Tip} tip
   * @param {Audition} audition
   * @param {SoundNames} names
   * @param {PadHandlers} handlers
   */
  constructor(map, tip, audition, names, handlers) {
    this.map = map
    this.tip = tip
    this.audition = audition
    this.handlers = handlers
    this.names = names
    /** @type {ArrayLike<number>} lengths of the library's sounds */
    this.seconds = []
    this.scrubbing = false
    this.before = map.puck // where the point was before the press
    /** @type {Drawing | null} what takes clicks and drags, in its modes */
    this.drawing = null
    /** @type {[number, number] | null} */
    this.quietAt = null
    this.sendPoint = new Throttle(() => handlers.moved(), SEND_EVERY, () => this.scrubbing)
    this.playPoint = new Throttle(() => handlers.audition(), PLAY_EVERY, () => this.scrubbing)
  }

  /**
   * Move the point.
   * @param {number} x
   * @param {number} y
   * @param {boolean} followed whether the view follows a point that leaves it
   */
  put(x, y, followed = false) {
    const { map } = this
    map.puck = { x: clamp(x), y: clamp(y) }
    if (followed && map.view.follow(map.puck.x, map.puck.y)) map.drawAll()
    else map.draw('overlay')
    this.describe(map.puck.x, map.puck.y, followed)
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {boolean} announced
   */
  describe(x, y, announced = false) {
    this.handlers.position(clamp(x), clamp(y), announced)
  }

  /**
   * @param {number} left
   * @param {number} top
   */
  hover(left, top) {
    const { map, quietAt } = this
    const sample = map.sampleNear(left, top, REACH)
    const own = this.handlers.own(left, top)
    const index = sample || own ? -1 : map.soundNear(left, top, REACH)
    if (own) this.tip.show(left, top, own.name, 'your own sound')
    else if (sample) this.tip.show(left, top, title(sample), duration(sample))
    else if (index >= 0) this.tip.show(left, top, ...this.textOf(index))
    else this.tip.hide()
    this.describe(...map.view.toMap(left, top))
    if (quietAt && Math.hypot(left - quietAt[0], top - quietAt[1]) > QUIET_RADIUS) this.quietAt = null
    this.setHovered(index, this.handlers.playsOnHover() && !this.quietAt)
  }

  /**
   * Mark a sound of the library, and play it if it is not the one marked already.
   * @param {number} index -1 for none
   * @param {boolean} audible
   */
  setHovered(index, audible) {
    const { map } = this
    if (index === map.hovered) return
    map.hovered = index
    map.draw('overlay')
    if (index < 0) this.audition.socket.cancelPreview()
    else if (audible) this.audition.librarySound(index, () => map.hovered === index)
  }

  /**
   * @param {number} left
   * @param {number} top
   */
  hold(left, top) {
    const index = this.map.soundNear(left, top, FINGER_REACH)
    if (index < 0) return
    this.tip.show(left, top, ...this.textOf(index))
    this.setHovered(index, true)
  }

  leave() {
    this.tip.hide()
    this.setHovered(-1, false)
  }

  /**
   * Return the name of a library sound, its label and length, and its folder.
   * @param {number} index
   */
  textOf(index) {
    return soundText(index, this.map, this.names, this.seconds)
  }

  /**
   * @param {number} left
   * @param {number} top
   */
  press(left, top) {
    this.audition.socket.cancelPreview() // a preview that arrives late would cut off the sample generated now
    this.before = this.map.puck
    this.quietAt = [left, top]
  }

  /**
   * @param {number} left
   * @param {number} top
   */
  scrub(left, top) {
    const isFirst = !this.scrubbing
    this.scrubbing = true
    if (this.drawing) {
      if (isFirst && this.quietAt) this.drawing.drag(...this.quietAt) // a line begins at the press
      this.leave()
      this.drawing.drag(left, top)
      return
    }
    this.leave()
    this.put(...this.map.view.toMap(left, top))
    this.sendPoint.call()
    this.playPoint.call()
  }

  cancel() {
    const { x, y } = this.before
    if (this.drawing) {
      this.scrubbing = false
      this.drawing.cancelDrag()
    } else if (this.scrubbing) {
      this.scrubbing = false
      this.put(x, y)
      this.handlers.moved()
    }
    this.audition.socket.cancelPreview()
  }

  /**
   * @param {number} left
   * @param {number} top
   * @param {boolean} moved
   * @param {number} reach
   */
  release(left, top, moved, reach) {
    this.scrubbing = false
    this.audition.socket.cancelPreview()
    this.quietAt = [left, top]
    if (this.drawing) {
      if (moved) this.drawing.drop()
      else this.drawing.click(left, top)
      return
    }
    const own = moved ? undefined : this.handlers.own(left, top)
    if (own) {
      this.handlers.openOwn(own)
      return
    }
    const sample = moved ? null : this.map.sampleNear(left, top, reach)
    if (sample && sample !== this.map.current) {
      this.handlers.choose(sample)
      return
    }
    this.put(...this.map.view.toMap(left, top))
    this.handlers.generate()
  }

  /**
   * @param {number} left
   * @param {number} top
   */
  select(left, top) {
    this.quietAt = [left, top]
    this.handlers.select(left, top)
  }

  /** Play the sound nearest to the point, and return its name, label, length and folder. */
  playNearest() {
    const { map } = this
    const index = map.soundNear(...map.view.toScreen(map.puck.x, map.puck.y), map.view.width)
    if (index < 0) return ''
    this.setHovered(-1, false)
    this.setHovered(index, true)
    return this.textOf(index).filter(Boolean).map((text) => shown(text)).join(', ')
  }

  /**
   * @param {number} right
   * @param {number} down
   */
  pan(right, down) {
    this.changeView((view) => view.pan(right, down))
  }

  /**
   * @param {number} factor
   * @param {number} left
   * @param {number} top
   */
  zoom(factor, left, top) {
    this.changeView((view) => view.zoom(factor, left, top))
  }

  /**
   * Move or zoom the map.
   * @param {(view: View) => void} change
   */
  changeView(change) {
    change(this.map.view)
    this.leave()
    this.map.move()
  }
}

/** @param {number} value */
function clamp(value) {
  return Math.min(1, Math.max(0, value))
}
