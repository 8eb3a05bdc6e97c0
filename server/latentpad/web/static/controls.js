// The controls of a sound, made from the daemon's own table of settings; what is set anywhere is shown everywhere.

const STEP = { pitch: 1, tone: 0.5, variation: 0.01, decay: 0.01, length: 0.01 }
const UNIT = { pitch: ' st', tone: ' dB', length: ' ×' }
const SAID_EVERY = 40 // milliseconds

export class Controls {
  /**
   * @param {HTMLElement} element
   * @param {object[]} settings key, default, low, high, whole, meaning
   * @param {(key: string, value: number) => void} set
   * @param {() => void} settled called once the finger has left a control
   */
  constructor(element, settings, set, settled) {
    this.settings = settings
    this.set = set
    this.values = Object.fromEntries(settings.map((setting) => [setting.key, setting.default]))
    this.inputs = {}
    element.replaceChildren(...settings.map((setting) => this.row(setting, settled)))
  }

  row({ key, low, high, whole, meaning, default: first }, settled) {
    const row = document.createElement('div')
    row.className = 'control'
    row.title = meaning
    const label = document.createElement('label')
    label.htmlFor = `control-${key}`
    label.textContent = key[0].toUpperCase() + key.slice(1)
    const input = document.createElement('input')
    input.id = label.htmlFor
    input.type = whole ? 'number' : 'range'
    // twice as long is as far as half as long
    const [from, to] = key === 'length' ? [Math.log2(low), Math.log2(high)] : [low, high]
    Object.assign(input, { min: from, max: to, step: whole ? 1 : STEP[key] ?? 'any' })
    const output = document.createElement('output')
    output.htmlFor = input.id
    this.inputs[key] = { input, output, whole }
    input.addEventListener('input', () => this.turned(key))
    input.addEventListener('change', () => this.show(key, this.values[key])) // what cannot be is put right
    input.addEventListener('change', () => settled())
    // a double click into a number is to mark it
    for (const part of whole ? [label] : [label, input]) part.addEventListener('dblclick', () => this.back(key, first, settled))
    row.append(label, input, ...(whole ? [] : [output]))
    this.show(key, first)
    return row
  }

  turned(key) {
    const { input, whole } = this.inputs[key]
    const number = key === 'length' ? 2 ** Number(input.value) : Number(input.value)
    if (input.value === '' || !input.validity.valid) return
    this.values[key] = whole ? Math.round(number) : number
    this.written(key)
    this.unsaid ??= new Map()
    this.unsaid.set(key, this.values[key])
    this.timer ??= setTimeout(() => this.say(), SAID_EVERY)
  }

  /** Say at once what waits to be said. */
  say() {
    clearTimeout(this.timer)
    this.timer = null
    for (const [key, value] of this.unsaid ?? []) this.set(key, value)
    this.unsaid = null
  }

  back(key, value, settled) {
    this.put(key, value)
    settled()
  }

  /** Set a control as if somebody had turned it. */
  put(key, value) {
    this.show(key, value)
    this.set(key, value)
  }

  /** Put all controls back; the seed stays. */
  reset() {
    for (const { key, default: first } of this.settings) if (key !== 'seed') this.put(key, first)
  }

  /** Show what is set elsewhere, unless a finger is on it. */
  show(key, value) {
    if (!(key in this.inputs) || this.unsaid?.has(key)) return
    this.values[key] = value
    const { input } = this.inputs[key]
    input.value = key === 'length' ? Math.log2(value) : value
    this.written(key)
  }

  written(key) {
    const { input, output, whole } = this.inputs[key]
    if (whole) return
    const words = spoken(key, this.values[key])
    output.value = words
    input.setAttribute('aria-valuetext', words)
  }
}

export function spoken(key, value) {
  const digits = key === 'seed' ? 0 : key === 'pitch' || key === 'tone' ? 1 : 2
  const sign = (key === 'pitch' || key === 'tone') && value > 0 ? '+' : ''
  return `${sign}${Number(value.toFixed(digits))}${UNIT[key] ?? ''}`
}
