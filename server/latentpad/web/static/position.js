// The text on a position of the map: coordinates, confidence, and what a sound there is made of, which the daemon knows.

/** @import { ConfidenceLayer } from './confidence.js' */
/** @import { DaemonSocket } from './socket.js' */
/** @import { Status } from './status.js' */

import { confidenceText } from './confidence.js'
import { originText } from './origin.js'
import { Throttle } from './throttle.js'

const ASK_EVERY = 60 // milliseconds

export class Position {
  /**
   * @param {DaemonSocket} socket
   * @param {ConfidenceLayer} confidence
   * @param {Status} status
   */
  constructor(socket, confidence, status) {
    this.socket = socket
    this.confidence = confidence
    this.status = status
    this.at = { x: 0.5, y: 0.5, announced: false }
    this.asked = this.at
    this.lastId = 0
    this.origin = '' // of the last position that was asked about; it stays until the next one is known
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

  sendQuestion() {
    this.asked = this.at
    this.lastId += 1
    this.socket.send('/page/place', this.lastId, this.at.x, this.at.y)
  }

  /**
   * Add what a sound at the position is made of, unless a newer position was asked about.
   * @param {number} id
   * @param {string[]} parents
   * @param {number} pitchHz
   */
  setOrigin(id, parents, pitchHz) {
    if (id !== this.lastId) return
    this.origin = originText(parents, pitchHz)
    this.show()
  }

  show() {
    const { x, y, announced } = this.at
    const confidence = confidenceText(this.confidence.at(x, y))
    const texts = [`x ${x.toFixed(3)}`, `y ${y.toFixed(3)}`, confidence, this.origin]
    this.status.setPosition(texts.filter(Boolean).join('  '), announced)
  }
}
