// Commands to the daemon (generate, keep, undo), and the ids of those that are still unanswered.

/** @import { Controls, Value } from './controls.js' */
/** @import { Sample } from './samples.js' */
/** @import { DaemonSocket } from './socket.js' */
/** @import { Status } from './status.js' */

import { title, valueOf } from './samples.js'

const RENDERING = ['generate', 'random', 'blend', 'morph'] // commands that lead to one sample

export class Commands {
  /**
   * @param {DaemonSocket} socket
   * @param {Status} status
   */
  constructor(socket, status) {
    this.socket = socket
    this.status = status
    /** @type {Controls | null} */
    this.controls = null
    this.lastId = Math.floor(Math.random() * 1e6) * 1000 + 1
    /** @type {Map<number, string>} verb by id */
    this.unanswered = new Map()
    this.undoNext = false // once the sample that is being generated is there
  }

  /** Return an id that no other message of this page has. */
  nextId() {
    this.lastId += 1
    return this.lastId
  }

  /**
   * Send a command and return its id, 0 if it cannot be sent.
   * @param {string} verb
   * @param {...(string | number)} args
   */
  send(verb, ...args) {
    const id = this.nextId()
    if (this.socket.send(`/latentpad/${verb}`, id, ...args)) {
      this.unanswered.set(id, verb)
      return id
    }
    this.status.setMessage('latentpad is not running.')
    return 0
  }

  /**
   * Whether a reply answers a command of this page.
   * @param {number} id
   */
  isOwn(id) {
    return this.unanswered.has(id)
  }

  /** @param {number} id of a command that has been answered */
  answered(id) {
    const verb = this.unanswered.get(id)
    this.unanswered.delete(id)
    if (!RENDERING.includes(verb ?? '') || !this.undoNext) return
    this.undoNext = false
    this.undo()
  }

  disconnected() {
    this.unanswered.clear()
    this.undoNext = false
  }

  /**
   * Generate a sample at a point, unless that would be the current sample again: then return it.
   * @param {{x: number, y: number}} point
   * @param {Sample | null} current
   * @param {boolean} withNewSeed
   */
  generate({ x, y }, current, withNewSeed) {
    if (!this.socket.open) {
      this.status.setMessage('latentpad is not running.')
      return null
    }
    if (withNewSeed) this.newSeed()
    this.controls?.flush()
    const wanted = Object.entries({ x, y, ...this.controls?.values })
    if (current && !current.undone && !current.source && !current.kit && wanted.every(([key, value]) => isSame(valueOf(current, key), value))) {
      this.status.setMessage(`You already have this sample: ${title(current)}. A new seed gives a different one.`)
      return current
    }
    this.send('generate', x, y)
    return null
  }

  /**
   * Send a command that renders something else than the point.
   * @param {string} verb
   * @param {boolean} withNewSeed
   * @param {...(string | number)} args
   */
  render(verb, withNewSeed, ...args) {
    if (withNewSeed) this.newSeed()
    this.controls?.flush()
    return this.send(verb, ...args)
  }

  /** Set the seed to a random one. */
  newSeed() {
    this.controls?.change('seed', Math.floor(Math.random() * 2 ** 31))
  }

  /**
   * Set the controls as they were for a sample.
   * @param {Sample} sample
   */
  applySettings(sample) {
    for (const { key } of this.controls?.settings ?? []) this.controls?.change(key, valueOf(sample, key))
  }

  /** @param {Sample} sample */
  keep(sample, name = '') {
    this.send('keep', sample.name, ...(name ? [name] : []))
  }

  /** Go back one sample; while one is being generated, wait for it, since it is the one to undo. */
  undo() {
    if ([...this.unanswered.values()].some((verb) => RENDERING.includes(verb))) this.undoNext = true
    else this.send('undo')
  }
}

/**
 * Whether two values are the same once OSC has carried them: integers exactly, others in single precision.
 * @param {Value} one
 * @param {Value} other
 */
function isSame(one, other) {
  if (typeof one === 'string' || typeof other === 'string') return one === other
  return one === other || (!Number.isInteger(other) && Math.fround(one) === Math.fround(other))
}
