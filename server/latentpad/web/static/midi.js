// Web MIDI: notes and controllers of all inputs.

const [NOTE_ON, CONTROL_CHANGE] = [0x90, 0xb0]
const CHANNEL_MODE = 120 // from this controller on, messages are about the channel
const MOST = 60 // characters of a device's name

/**
 * @typedef {object} MidiEvent
 * @property {string} device name of the input
 * @property {'note' | 'control'} kind
 * @property {number} channel 0 to 15
 * @property {number} number of the note or of the controller
 * @property {number} value 0 to 127; a note's is above 0
 */

export class Midi {
  /**
   * @param {(event: MidiEvent) => void} onEvent
   * @param {() => void} onDevices the devices may be others
   */
  constructor(onEvent, onDevices) {
    this.onEvent = onEvent
    this.onDevices = onDevices
    /** @type {MIDIAccess | null} */
    this.access = null
  }

  /** Whether messages come in. */
  get isOn() {
    return this.access !== null
  }

  /** Whether the browser has it. */
  static get isAvailable() {
    return 'requestMIDIAccess' in navigator
  }

  /** Names of the inputs. */
  get devices() {
    return [...(this.access?.inputs.values() ?? [])].map(nameOf)
  }

  /** Listen to all inputs, later ones too; rejected if the user or the system refuses. */
  async start() {
    this.access = await navigator.requestMIDIAccess()
    this.access.onstatechange = () => this.listen()
    this.listen()
  }

  listen() {
    for (const input of this.access?.inputs.values() ?? []) {
      input.onmidimessage = ({ data }) => {
        if (data) this.receive(nameOf(input), data)
      }
    }
    this.onDevices()
  }

  /**
   * @param {string} device
   * @param {Uint8Array} data
   */
  receive(device, [status, number, value]) {
    if (!(number < 128 && value < 128)) return // shorter, or garbled
    const [type, channel] = [status & 0xf0, status & 0x0f]
    if (type === NOTE_ON && value > 0) this.onEvent({ device, kind: 'note', channel, number, value })
    if (type !== CONTROL_CHANGE || number >= CHANNEL_MODE) return
    this.onEvent({ device, kind: 'control', channel, number, value })
  }
}

/** @param {{ name: string | null }} input */
function nameOf({ name }) {
  return (name ?? '').slice(0, MOST) || 'MIDI input'
}
