// The 16 pads of a kit: 4 x 4 buttons that play at once, by pointer, keys and arrows.

/** @import { Sample } from './samples.js' */

import { byId } from './elements.js'
import { hasAltGraph, isShortcut } from './keys.js'
import { labelIcon } from './labels.js'
import { makeDraggable, padName } from './samples.js'

export const N_PADS = 16

// As on hardware, the first pad is at the bottom left. Positions of keys, whatever they type.
const ROWS = [
  ['KeyZ', 'KeyX', 'KeyC', 'KeyV'],
  ['KeyA', 'KeyS', 'KeyD', 'KeyF'],
  ['KeyQ', 'KeyW', 'KeyE', 'KeyR'],
  ['Digit1', 'Digit2', 'Digit3', 'Digit4'],
]
const CODES = ROWS.flat()
/** @type {Record<string, number>} */
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: 4, ArrowDown: -4 }

/**
 * @typedef {object} PadHandlers
 * @property {(index: number, velocity: number) => void} play
 * @property {(index: number) => void} lock
 * @property {(index: number) => void} reroll
 */

export class Pads {
  /** @param {PadHandlers} handlers */
  constructor(handlers) {
    this.handlers = handlers
    this.selected = 0
    this.buttons = Array.from({ length: N_PADS }, (_, index) => this.button(index))
    byId('pads').append(...ROWS.flatMap((_, row) => this.buttons.slice(12 - 4 * row, 16 - 4 * row)))
    byId('kit').addEventListener('keydown', (event) => this.onKey(event))
  }

  /** @param {number} index */
  button(index) {
    const button = document.createElement('button')
    button.type = 'button'
    button.dataset.pad = String(index + 1)
    button.addEventListener('pointerdown', (event) => {
      if (event.button === 0) this.handlers.play(index, 1)
    })
    // a click without a pointer: of a screen reader
    button.addEventListener('click', (event) => event.detail === 0 && this.handlers.play(index, 1))
    return button
  }

  /**
   * Show what is on the pads.
   * @param {(Sample | null)[]} samples
   * @param {Set<number>} locked
   * @param {(sample: Sample) => SVGElement} iconOf
   */
  show(samples, locked, iconOf) {
    this.buttons.forEach((button, index) => {
      const sample = samples[index]
      const key = padKey(index)
      const name = document.createElement('span')
      name.textContent = sample ? padName(sample) : ''
      const small = document.createElement('small')
      small.append(...(locked.has(index) ? [lockIcon(), ' '] : []), key)
      button.replaceChildren(...(sample ? [iconOf(sample)] : [labelIcon(-1, [128, 128, 128])]), small, name)
      button.ariaLabel = `Pad ${index + 1}, ${sample ? padName(sample) : 'empty'}${locked.has(index) ? ', locked' : ''}`
      button.title = `${sample ? padName(sample) : 'Empty'} (${key}); drag it out`
      button.disabled = !sample
      button.classList.toggle('locked', locked.has(index))
      if (sample) makeDraggable(button, sample)
    })
    this.select(this.selected)
  }

  /**
   * Mark a pad, to which Tab leads.
   * @param {number} index
   */
  select(index) {
    this.selected = index
    this.buttons.forEach((button, other) => {
      button.tabIndex = other === index ? 0 : -1
      if (other === index) button.setAttribute('aria-current', 'true')
      else button.removeAttribute('aria-current')
    })
  }

  focus() {
    this.buttons[this.selected].focus()
  }

  /**
   * Let a pad light up.
   * @param {number} index
   */
  flash(index) {
    const button = this.buttons[index]
    button.classList.add('hit')
    setTimeout(() => button.classList.remove('hit'), 90)
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const target = /** @type {HTMLElement} */ (event.target)
    if (target.matches('select') || !isShortcut(event) || event.altKey || hasAltGraph(event)) return
    const pad = CODES.indexOf(event.code)
    const onPad = this.buttons.indexOf(/** @type {HTMLButtonElement} */ (target))
    if (pad >= 0) {
      if (event.shiftKey) this.handlers.lock(pad)
      else if (!event.repeat) this.handlers.play(pad, 1)
    } else if (onPad >= 0 && event.key in STEPS) {
      const next = onPad + STEPS[event.key]
      if (next < 0 || next >= N_PADS || this.buttons[next].disabled) return
      this.buttons[next].focus()
      this.handlers.play(next, 1)
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      this.handlers.reroll(onPad >= 0 ? onPad : this.selected)
    } else {
      return
    }
    event.preventDefault()
    event.stopPropagation()
  }
}

/**
 * Return the key of a pad.
 * @param {number} index
 */
export function padKey(index) {
  return CODES[index]?.at(-1) ?? ''
}

/** Return the icon of a lock. */
function lockIcon() {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('viewBox', '0 0 10 10')
  svg.setAttribute('aria-hidden', 'true')
  svg.innerHTML = '<path d="M1.5 4.5h7v5h-7zM3 4.5V3a2 2 0 0 1 4 0v1.5" fill="currentColor" stroke="currentColor"/>'
  return svg
}
