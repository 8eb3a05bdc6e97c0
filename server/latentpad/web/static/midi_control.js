// MIDI controllers: knobs move the point, pads play the kit, and both are learned from what is turned and hit.

/** @import { App } from './app.js' */
/** @import { MidiEvent } from './midi.js' */

import { byId } from './elements.js'
import { Midi } from './midi.js'
import { areSteps, isOf, MidiMaps, moved } from './midi_maps.js'
import { MidiPanel } from './midi_panel.js'
import { N_PADS } from './pads.js'
import { Throttle } from './throttle.js'

const SEND_EVERY = 30 // milliseconds
const PLAY_EVERY = 90

/** @typedef {'x' | 'y' | 'pads'} Part of a device that is learned */

export class MidiControl {
  /** @param {App} app */
  constructor(app) {
    this.app = app
    this.midi = new Midi((event) => this.receive(event), () => this.show())
    this.maps = new MidiMaps()
    /** @type {Part | null} */
    this.learning = null
    /** @type {MidiEvent[]} what was turned or hit since learning began */
    this.heard = []
    this.send = new Throttle(() => app.sendPoint(), SEND_EVERY, () => true)
    this.play = new Throttle(() => app.playPoint(), PLAY_EVERY, () => true)
    this.panel = new MidiPanel({
      learn: (part) => this.learn(part),
      forget: (device) => {
        this.maps.forget(device)
        this.show()
      },
    })
    for (const id of ['start-midi', 'midi-on']) byId(id).addEventListener('click', () => this.start())
    this.show()
  }

  /** Let MIDI in; false if that is refused. */
  async start() {
    try {
      await this.midi.start()
    } catch {
      this.app.status.addError('The browser has not allowed MIDI: see the permissions of this page.')
      return false
    }
    this.app.listening.report()
    const { devices } = this.midi
    this.app.status.setMessage(devices.length ? `MIDI: ${devices.join(', ')}.` : 'No MIDI input yet; connect one.')
    return true
  }

  /**
   * Learn a part of whichever device is used next; the same again ends it.
   * @param {Part} part
   */
  async learn(part) {
    if (this.learning === part) {
      this.stopLearning()
      return
    }
    if (!this.midi.isOn && !(await this.start())) return
    this.learning = part
    this.heard = []
    this.show()
  }

  /** End learning; false if nothing is learned. */
  stopLearning() {
    if (!this.learning) return false
    this.learning = null
    this.show()
    return true
  }

  /** @param {MidiEvent} event */
  receive(event) {
    if (this.learning) this.hear(event, this.learning)
    else if (!this.app.listening.playsNotes) return // another page does
    else if (event.kind === 'note') this.playNote(event)
    else this.turn(event)
  }

  /**
   * Learn from a message.
   * @param {MidiEvent} event
   * @param {Part} part
   */
  hear(event, part) {
    if (event.kind !== (part === 'pads' ? 'note' : 'control')) return
    if (part === 'pads') this.hearPad(event)
    else this.hearKnob(event, part)
    this.show()
  }

  /** @param {MidiEvent} event */
  hearPad(event) {
    if (this.heard.length && this.heard[0].device !== event.device) return
    if (this.heard.some(({ number }) => number === event.number)) return
    this.heard.push(event)
    this.maps.learn(event.device, { pads: this.heard.map(({ number }) => number) })
    if (this.heard.length === N_PADS) this.learning = null
  }

  /**
   * Learn a knob from two messages, which say whether its values are positions or steps.
   * @param {MidiEvent} event
   * @param {'x' | 'y'} part
   */
  hearKnob(event, part) {
    const { device, channel, number, value } = event
    const [last] = this.heard
    this.heard = [event]
    if (last?.device !== device || last.channel !== channel || last.number !== number) return
    const other = part === 'x' ? 'y' : 'x'
    const taken = isOf(this.maps.of(device)[other], event) ? { [other]: null } : {}
    this.maps.learn(device, { ...taken, [part]: { channel, number, isRelative: areSteps(last.value, value) } })
    this.learning = null
  }

  /**
   * Move the point.
   * @param {MidiEvent} event
   */
  turn(event) {
    const { x, y } = this.maps.of(event.device)
    const { map, pad } = this.app
    const [onX, onY] = [isOf(x, event), isOf(y, event)]
    if (!onX && !onY) return
    const { puck } = map
    pad.put(x && onX ? moved(x, event.value, puck.x) : puck.x, y && onY ? moved(y, event.value, puck.y) : puck.y, true)
    this.send.call()
    if (byId('hover-plays').ariaPressed === 'true') this.play.call()
  }

  /** @param {MidiEvent} event */
  playNote({ device, number, value }) {
    const { pads } = this.maps.of(device)
    if (pads.includes(number)) this.app.kit.play(pads.indexOf(number), value / 127)
    else if (!pads.length) this.app.kit.playNote(number, value / 127)
  }

  show() {
    const { midi, maps, learning, heard } = this
    byId('start-midi').ariaPressed = byId('midi-on').ariaPressed = String(midi.isOn)
    this.panel.show(midi.isOn, [...new Set(midi.devices)], maps, learning, heard.length)
  }
}
