// A batch: the samples that one message has asked for, as far as they are there.

/** @import { MapCanvas } from './map.js' */
/** @import { Point } from './path.js' */
/** @import { Sample } from './samples.js' */
/** @import { View } from './view.js' */

import { drawMark, MARK_RADIUS, markBoxes } from './marks.js'
import { padKey } from './pads.js'
import { drawLine } from './path.js'

const RING = 38 // pixels from the sample to its nearest relatives
const APART = 26

/**
 * @typedef {object} FamilyPlan what a batch was asked for
 * @property {'vary' | 'path' | 'grid' | 'kit' | ''} verb empty for batches of other clients
 * @property {string} title
 * @property {number} of samples
 * @property {number} columns in which they are listed
 * @property {Point[]} [line] along which they lie
 * @property {Sample | null} [origin] whose relatives they are
 */

export class Family {
  /**
   * @param {number} id of the message
   * @param {FamilyPlan} plan
   */
  constructor(id, plan) {
    this.id = id
    this.plan = plan
    this.isOwn = false // whether this page has asked for it
    this.batch = 0 // its number among the daemon's, once there is a sample
    this.done = 0
    /** @type {Map<number, Sample>} by number, from 0 */
    this.members = new Map()
    /** @type {Set<string>} names of the members */
    this.names = new Set()
    this.silent = 0
    /** @type {'running' | 'finished' | 'cancelled' | 'stopped'} */
    this.state = 'running'
    this.reason = '' // why a place is silent, or why the batch has stopped
  }

  /**
   * @param {number} done
   * @param {number} of
   */
  progress(done, of) {
    this.done = done
    this.plan.of = of
    if (this.reason && this.state === 'stopped') {
      this.silent += 1 // the batch goes on
      this.state = 'running'
    }
  }

  /** @param {string} reason */
  stop(reason) {
    this.reason = reason
    this.state = 'stopped'
  }

  /**
   * @param {number} index
   * @param {Sample} sample
   */
  add(index, sample) {
    this.members.set(index, sample)
    this.names.add(sample.name)
  }

  /** @param {string} name */
  has(name) {
    return this.names.has(name)
  }

  /**
   * Replace members by what the daemon knows of them; false if all are undone.
   * @param {Map<string, Sample>} samples
   */
  refresh(samples) {
    for (const [index, { name }] of this.members) {
      const now = samples.get(name)
      if (now && !now.undone) this.members.set(index, now)
      else this.members.delete(index)
    }
    this.names = new Set([...this.members.values()].map(({ name }) => name))
    return this.members.size > 0 || this.state === 'running'
  }

  /** How far the batch is, in words. */
  get text() {
    const { done, plan, silent, state, members, reason } = this
    const quiet = silent ? `; ${silent} of ${plan.of} ${silent === 1 ? 'is' : 'are'} silent` : ''
    if (state === 'running') return done || silent ? `${done} of ${plan.of}${quiet}` : 'Waiting …'
    const count = `${members.size} sample${members.size === 1 ? '' : 's'}`
    if (state === 'cancelled') return `Cancelled; ${count} of ${plan.of}`
    if (state === 'stopped') return `Stopped after ${count} of ${plan.of}: ${reason}`
    return `${count}${quiet}`
  }

  /**
   * Return where a member is on the screen: relatives are in rings around the sample that they come from.
   * @param {View} view
   * @param {number} index
   * @param {Sample} sample
   * @returns {[number, number]}
   */
  place(view, index, { x, y }) {
    const [left, top] = view.toScreen(x, y)
    if (this.plan.verb !== 'vary') return [left, top]
    let [radius, first, room] = [RING, 0, ringSize(RING)]
    for (; index >= first + room; room = ringSize(radius)) {
      first += room
      radius += APART
    }
    const angle = (2 * Math.PI * (index - first)) / Math.min(room, this.plan.of - first)
    return [left + radius * Math.sin(angle), top - radius * Math.cos(angle)]
  }

  /**
   * Return the member at a position on the screen.
   * @param {View} view
   * @param {number} left
   * @param {number} top
   */
  near(view, left, top) {
    for (const [index, sample] of [...this.members].reverse()) {
      const [right, down] = this.place(view, index, sample)
      if (Math.hypot(right - left, down - top) <= MARK_RADIUS + 2) return sample
    }
    return undefined
  }

  /**
   * Return the boxes of the members' marks on the screen.
   * @param {View} view
   */
  boxes(view) {
    return [...this.members].flatMap(([index, sample]) => markBoxes(...this.place(view, index, sample)))
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {MapCanvas} map
   */
  draw(context, map) {
    if (this.plan.line) drawLine(context, map, this.plan.line)
    for (const isCurrent of [false, true]) {
      for (const [index, sample] of this.members) {
        if ((sample.name === map.current?.name) !== isCurrent) continue
        const mark = this.plan.verb === 'kit' ? padKey(index) : String(index + 1)
        drawMark(context, map, ...this.place(map.view, index, sample), mark, isCurrent)
      }
    }
  }
}

/** @param {number} radius */
function ringSize(radius) {
  return Math.floor((2 * Math.PI * radius) / (2 * MARK_RADIUS + 6))
}
