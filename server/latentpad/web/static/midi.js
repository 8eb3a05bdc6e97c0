// Web MIDI: pads and keyboards play the kit.

const NOTE_ON = 0x90

export class Midi {
  /** @param {(note: number, velocity: number) => void} onNote velocity: 0 to 1 */
  constructor(onNote) {
    this.onNote = onNote
    /** @type {MIDIAccess | null} */
    this.access = null
  }

  /** Whether notes come in. */
  get isOn() {
    return this.access !== null
  }

  /** Whether the browser has it. */
  static get isAvailable() {
    return 'requestMIDIAccess' in navigator
  }

  /** Listen to all inputs, later ones too, and return their names; rejected if the user or the system refuses. */
  async start() {
    this.access = await navigator.requestMIDIAccess()
    this.access.onstatechange = () => this.listen()
    return this.listen()
  }

  listen() {
    const inputs = [...(this.access?.inputs.values() ?? [])]
    for (const input of inputs) {
      input.onmidimessage = ({ data }) => {
        if (data && (data[0] & 0xf0) === NOTE_ON && data[2] > 0) this.onNote(data[1], data[2] / 127)
      }
    }
    return inputs.map(({ name }) => name ?? 'MIDI input')
  }
}
