// The part of the panel about MIDI controllers: what their knobs and pads do.

/** @import { Part } from './midi_control.js' */
/** @import { DeviceMap, Knob, MidiMaps } from './midi_maps.js' */

import { byId } from './elements.js'
import { Midi } from './midi.js'
import { N_PADS } from './pads.js'
import { shown } from './shown_text.js'

/** @type {Part[]} */
const PARTS = ['x', 'y', 'pads']

export class MidiPanel {
  /** @param {{ learn: (part: Part) => void, forget: (device: string) => void }} handlers */
  constructor(handlers) {
    this.handlers = handlers
    for (const part of PARTS) byId(`learn-${part}`).addEventListener('click', () => handlers.learn(part))
    byId('start-midi').hidden = byId('midi-buttons').hidden = !Midi.isAvailable
  }

  /**
   * @param {boolean} isOn
   * @param {string[]} devices
   * @param {MidiMaps} maps
   * @param {Part | null} learning
   * @param {number} heard messages since learning began
   */
  show(isOn, devices, maps, learning, heard) {
    for (const part of PARTS) byId(`learn-${part}`).ariaPressed = String(part === learning)
    byId('midi-text').textContent = learning ? learnText(learning, heard) : stateText(isOn, devices.length)
    byId('midi-devices').replaceChildren(...devices.map((device) => this.row(device, maps)))
  }

  /**
   * @param {string} device
   * @param {MidiMaps} maps
   */
  row(device, maps) {
    const [row, text, name] = ['li', 'span', 'b'].map((tag) => document.createElement(tag))
    name.textContent = shown(device)
    text.append(name, ` ${mapText(maps.of(device))}`)
    row.append(text)
    if (maps.learned.has(device)) {
      const forget = document.createElement('button')
      forget.type = 'button'
      forget.textContent = 'Forget'
      forget.title = `Forget what was learned of ${shown(device)}`
      forget.onclick = () => this.handlers.forget(device)
      row.append(forget)
    }
    return row
  }
}

/**
 * @param {Part} part
 * @param {number} heard
 */
function learnText(part, heard) {
  if (part === 'pads') return `Hit pad ${heard + 1} of ${N_PADS}: from the lower left, row by row. Learn pads again ends it.`
  return `Turn the knob or move the fader for ${part.toUpperCase()}.`
}

/**
 * @param {boolean} isOn
 * @param {number} count of devices
 */
function stateText(isOn, count) {
  if (!Midi.isAvailable) return 'This browser has no MIDI; Chrome, Edge and Firefox have.'
  if (!isOn) return 'Knobs move the point, pads play the kit.'
  return count ? '' : 'No MIDI input yet; connect one.'
}

/** @param {DeviceMap} map */
function mapText({ x, y, pads }) {
  const notes = pads.length ? `pads: ${pads.length} notes from ${pads[0]}` : 'pads: General MIDI, or from note 36'
  return `X: ${knobText(x)}, Y: ${knobText(y)}, ${notes}`
}

/** @param {Knob | null} knob */
function knobText(knob) {
  if (!knob) return 'none'
  return `CC ${knob.number}${knob.channel < 0 ? '' : ` on channel ${knob.channel + 1}`}${knob.isRelative ? ', endless' : ''}`
}
