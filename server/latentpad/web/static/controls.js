// The controls of a sound, built from the daemon's own table of settings; changes made elsewhere are shown here, too.

import { ScaleMenus } from './scale.js'

/** @typedef {number | string} Value */

/**
 * @typedef {object} NumberSetting
 * @property {string} key
 * @property {number} default
 * @property {number} low
 * @property {number} high
 * @property {boolean} whole
 * @property {string} meaning
 */

/**
 * @typedef {object} ScaleSetting
 * @property {string} key
 * @property {string} default
 * @property {string[]} modes
 * @property {string} meaning
 */

/** @typedef {NumberSetting | ScaleSetting} Setting a row of settings.json */

/** @type {Record<string, number>} */
const STEP = { pitch: 1, tone: 0.5 } // others 0.01
/** @type {Record<string, string>} */
const UNIT = { pitch: ' st', tone: ' dB', length: ' ×' }
const SEND_EVERY = 40 // milliseconds

export class Controls {
  /**
   * @param {HTMLElement} element
   * @param {Setting[]} settings
   * @param {(key: string, value: Value) => void} send
   * @param {() => void} onRelease called when a control is let go
   */
  constructor(element, settings, send, onRelease) {
    this.settings = settings
    this.send = send
    this.onRelease = onRelease
    /** @type {Record<string, Value>} */
    this.values = Object.fromEntries(settings.map((setting) => [setting.key, setting.default]))
    /** @type {Record<string, ScaleMenus>} */
    this.scales = {}
    /** @type {Record<string, { input: HTMLInputElement, output: HTMLOutputElement, whole: boolean }>} */
    this.inputs = {}
    /** @type {Map<string, Value>} */
    this.unsent = new Map()
    /** @type {number | undefined} */
    this.timer = undefined
    element.replaceChildren(
      ...settings.map((setting) => ('modes' in setting ? this.scaleRow(setting) : this.numberRow(setting))),
    )
  }

  /** @param {ScaleSetting} setting */
  scaleRow({ key, modes, meaning, default: initial }) {
    const { row, label } = emptyRow(key, meaning)
    this.scales[key] = new ScaleMenus(label.htmlFor, modes, (name) => {
      this.change(key, name)
      this.onRelease()
    })
    row.append(label, ...this.scales[key].elements)
    this.show(key, initial)
    return row
  }

  /** @param {NumberSetting} setting */
  numberRow({ key, low, high, whole, meaning, default: initial }) {
    const { row, label } = emptyRow(key, meaning)
    const input = document.createElement('input')
    input.id = label.htmlFor
    const isSwitch = whole && high - low === 1
    input.type = isSwitch ? 'checkbox' : whole ? 'number' : 'range'
    // length is logarithmic: double is as far from 1 as half
    const [min, max] = key === 'length' ? [Math.log2(low), Math.log2(high)] : [low, high]
    input.min = String(min)
    input.max = String(max)
    input.step = String(whole ? 1 : STEP[key] ?? 0.01)
    const output = document.createElement('output')
    output.htmlFor.add(input.id)
    this.inputs[key] = { input, output, whole }
    input.addEventListener('input', () => this.onInput(key))
    input.addEventListener('change', () => this.show(key, this.values[key])) // replaces an invalid entry
    input.addEventListener('change', () => this.onRelease())
    // in a number field, a double click selects
    for (const part of whole ? [label] : [label, input]) {
      part.addEventListener('dblclick', () => {
        this.change(key, initial)
        this.onRelease()
      })
    }
    row.append(label, input, ...(whole ? [] : [output]))
    this.show(key, initial)
    return row
  }

  /** @param {string} key */
  onInput(key) {
    const { input, whole } = this.inputs[key]
    if (input.value === '' || !input.validity.valid) return
    const number = input.type === 'checkbox' ? Number(input.checked) : Number(input.value)
    this.values[key] = whole ? Math.round(number) : key === 'length' ? 2 ** number : number
    this.showText(key)
    this.unsent.set(key, this.values[key])
    this.timer ??= setTimeout(() => this.flush(), SEND_EVERY)
  }

  /** Send what has not been sent yet. */
  flush() {
    clearTimeout(this.timer)
    this.timer = undefined
    const unsent = [...this.unsent]
    this.unsent.clear()
    for (const [key, value] of unsent) this.send(key, value)
  }

  /**
   * Change a control as if the user had moved it.
   * @param {string} key
   * @param {Value} value
   */
  change(key, value) {
    this.show(key, value)
    this.send(key, value)
  }

  /** Set all controls to their defaults; the seed stays. */
  reset() {
    for (const { key, default: initial } of this.settings) if (key !== 'seed') this.change(key, initial)
  }

  /**
   * Show a value that was set elsewhere, unless the user is moving the control.
   * @param {string} key
   * @param {Value} value
   */
  show(key, value) {
    if (!(key in this.values) || this.unsent.has(key)) return
    this.values[key] = value
    if (key in this.scales) this.scales[key].show(String(value))
    else this.showNumber(key, Number(value))
  }

  /**
   * @param {string} key
   * @param {number} value
   */
  showNumber(key, value) {
    const { input } = this.inputs[key]
    if (input.type === 'checkbox') input.checked = value === 1
    else input.value = String(key === 'length' ? Math.log2(value) : value)
    this.showText(key)
  }

  /** @param {string} key */
  showText(key) {
    const { input, output, whole } = this.inputs[key]
    if (whole) return
    const text = formatValue(key, this.values[key])
    output.value = text
    input.setAttribute('aria-valuetext', text)
  }
}

/**
 * Return the row of a control, and the label in it, which is not added yet.
 * @param {string} key
 * @param {string} meaning
 */
function emptyRow(key, meaning) {
  const row = document.createElement('div')
  row.className = 'control'
  row.title = meaning
  const label = document.createElement('label')
  label.htmlFor = `control-${key}`
  label.textContent = key[0].toUpperCase() + key.slice(1)
  return { row, label }
}

/**
 * Return a value with its sign and unit.
 * @param {string} key
 * @param {Value} value
 */
export function formatValue(key, value) {
  if (typeof value === 'string') return value
  const digits = key === 'seed' ? 0 : key === 'pitch' || key === 'tone' ? 1 : 2
  const sign = (key === 'pitch' || key === 'tone') && value > 0 ? '+' : ''
  return `${sign}${Number(value.toFixed(digits))}${UNIT[key] ?? ''}`
}
