// What the knobs and pads of MIDI devices do: learned ones, which this browser remembers by the device's name, or presets.

import { N_PADS } from './pads.js'
import { loadPreference, savePreference } from './preferences.js'

/**
 * @typedef {object} Knob a controller
 * @property {number} channel 0 to 15; -1 for any
 * @property {number} number
 * @property {boolean} isRelative whether its values are steps: 1 is one to the right, 127 one to the left
 */

/**
 * @typedef {object} DeviceMap
 * @property {Knob | null} x
 * @property {Knob | null} y
 * @property {number[]} pads notes of the kit's pads, the first one first; empty: those of General MIDI, or from note 36
 */

const PREFERENCE = 'midi'
const RELATIVE_STEP = 1 / 200 // of the map
const SMALL = 8 // steps; more at once are a position

/** @type {[RegExp, DeviceMap][]} by the name of the device */
const PRESETS = [
  [/launchpad/i, { ...knobs(12, 13, false), pads: grid(11, 10) }], // in programmer mode, notes are row and column
  [/\bpush\b/i, { ...knobs(71, 72, true), pads: grid(36, 8) }], // in user mode
]
/** @type {DeviceMap} */
const COMMON = { ...knobs(12, 13, false), pads: [] } // effect controls 1 and 2, as touch pads send them

/**
 * @param {number} x
 * @param {number} y
 * @param {boolean} isRelative
 */
function knobs(x, y, isRelative) {
  const [left, right] = [x, y].map((number) => ({ channel: -1, number, isRelative }))
  return { x: left, y: right }
}

/**
 * Return the notes of the 4 by 4 pads at the lower left.
 * @param {number} first
 * @param {number} row notes from one row to the next
 */
function grid(first, row) {
  return Array.from({ length: N_PADS }, (_, pad) => first + row * Math.floor(pad / 4) + (pad % 4))
}

export class MidiMaps {
  constructor() {
    /** @type {Map<string, DeviceMap>} by the name of the device */
    this.learned = new Map(parsed(loadPreference(PREFERENCE)))
  }

  /**
   * Return what the parts of a device do.
   * @param {string} device
   */
  of(device) {
    return this.learned.get(device) ?? PRESETS.find(([name]) => name.test(device))?.[1] ?? COMMON
  }

  /**
   * Remember a part of a device.
   * @param {string} device
   * @param {Partial<DeviceMap>} part
   */
  learn(device, part) {
    this.learned.set(device, { ...this.of(device), ...part })
    this.save()
  }

  /** @param {string} device */
  forget(device) {
    this.learned.delete(device)
    this.save()
  }

  save() {
    savePreference(PREFERENCE, JSON.stringify([...this.learned]))
  }
}

/**
 * Return what was remembered, as far as it is valid.
 * @param {string | null} text
 * @returns {[string, DeviceMap][]}
 */
function parsed(text) {
  try {
    return JSON.parse(text ?? '[]').filter(isEntry)
  } catch {
    return []
  }
}

/** @param {unknown} entry */
function isEntry(entry) {
  if (!Array.isArray(entry) || typeof entry[0] !== 'string') return false
  const { x, y, pads } = entry[1] ?? {}
  const isKnob = (/** @type {Knob | null} */ knob) => knob === null || (Number.isInteger(knob?.number) && Number.isInteger(knob?.channel))
  return isKnob(x) && isKnob(y) && Array.isArray(pads) && pads.every(Number.isInteger)
}

/**
 * Whether a message is of a knob.
 * @param {Knob | null} knob
 * @param {{ channel: number, number: number }} event
 */
export function isOf(knob, { channel, number }) {
  return knob !== null && knob.number === number && (knob.channel < 0 || knob.channel === channel)
}

/**
 * Return where a knob moves a coordinate.
 * @param {Knob} knob
 * @param {number} value 0 to 127
 * @param {number} now the coordinate
 */
export function moved({ isRelative }, value, now) {
  return isRelative ? now + steps(value) * RELATIVE_STEP : value / 127
}

/**
 * Whether two values in a row of one controller are steps: a position is not sent twice.
 * @param {number} one
 * @param {number} other
 */
export function areSteps(one, other) {
  return one === other && one !== 0 && Math.abs(steps(one)) <= SMALL
}

/** @param {number} value */
function steps(value) {
  return value < 64 ? value : value - 128
}
