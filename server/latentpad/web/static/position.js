// The text on a position of the map: coordinates, confidence, and what a sound there is made of, which the daemon knows.

/** @import { DaemonSocket } from './socket.js' */
/** @import { Status } from './status.js' */

import { confidenceText } from './confidence.js'
import { originText } from './origin.js'
import { Throttle } from './throttle.js'

const ASK_EVERY = 60 // milliseconds
const BETWEEN = ' · '

export class Position {
  /**
   * @param {DaemonSocket} socket
   * @param {Status} status
   */
  constructor(socket, status) {
    this.socket = socket
    this.status = status
    this.hasDetail = false // whether the bundle has detail, which sounds without parents lack
    this.at = { x: 0.5, y: 0.5, announced: false }
    this.asked = this.at
    this.lastId = 0
    this.answer = '' // about the last position that was asked about; it stays until the next one is known
    this.ask = new Throttle(() => this.sendQuestion(), ASK_EVERY, () => this.asked !== this.at)
  }

  /**
   * Describe a position.
   * @param {number} x
   * @param {number} y
   * @param {boolean} announced whether screen readers read it aloud
   */
  describe(x, y, announced) {
    this.at = { x, y, announced }
    this.show()
    this.ask.call()
  }

  /** Ask again what a sound at the position is made of: on another map, it is another one. */
  refresh() {
    this.answer = ''
    this.describe(this.at.x, this.at.y, false)
  }

  sendQuestion() {
    this.asked = this.at
    this.lastId += 1
    this.socket.send('/page/place', this.lastId, this.at.x, this.at.y)
  }

  /**
   * Add how sure a sound at the position is and what it is made of, unless a newer position was asked about.
   * @param {number} id
   * @param {string[]} parents
   * @param {number} pitchHz
   * @param {number} confidence
   */
  setOrigin(id, parents, pitchHz, confidence) {
    if (id !== this.lastId) return
    const texts = [confidenceText(confidence, this.hasDetail && !parents.length), originText(parents, pitchHz)]
    this.answer = texts.filter(Boolean).join(BETWEEN)
    this.show()
  }

  show() {
    const { x, y, announced } = this.at
    const texts = [`x ${x.toFixed(3)}, y ${y.toFixed(3)}`, this.answer]
    this.status.setPosition(texts.filter(Boolean).join(BETWEEN), announced)
  }
}
