// The panel of a batch: its samples as numbered buttons, and how far it is.

/** @import { Rgb } from './colours.js' */
/** @import { Family } from './family.js' */
/** @import { Sample } from './samples.js' */

import { byId } from './elements.js'
import { isShortcut } from './keys.js'
import { labelIcon } from './labels.js'
import { duration, labelOf, title } from './samples.js'
import { shown } from './shown_text.js'

/** @type {Record<string, (columns: number) => number>} */
const STEPS = {
  ArrowLeft: () => -1,
  ArrowRight: () => 1,
  ArrowUp: (columns) => -columns,
  ArrowDown: (columns) => columns,
}

const MAX_TEXT = 300 // characters

export class FamilyPanel {
  /** @param {(sample: Sample) => void} choose called with the sample whose button is pressed or focused with the arrows */
  constructor(choose) {
    this.choose = choose
    /** @type {Family | null} */
    this.family = null
    /** @type {Map<number, HTMLButtonElement>} by number of the sample */
    this.buttons = new Map()
    /** @type {Sample | null} */
    this.current = null
    /** @type {string[]} names of the labels, by rank */
    this.labels = []
    /** @type {Rgb[]} */
    this.palette = []
    byId('members').addEventListener('keydown', (event) => this.onKey(event))
  }

  /**
   * Show a batch, or none.
   * @param {Family | null} family
   */
  show(family) {
    if (family !== this.family) {
      this.buttons.clear()
      byId('members').replaceChildren()
    }
    this.family = family
    byId('family').hidden = !family
    if (!family) return
    const { plan, state, members, text, reason } = family
    byId('family-title').textContent = plan.title
    byId('family-text').textContent = shown(text, MAX_TEXT)
    byId('family-text').title = shown(reason, MAX_TEXT)
    byId('members').style.setProperty('--columns', String(plan.columns))
    byId('members').ariaLabel = plan.title
    byId('cancel-batch').hidden = state !== 'running'
    byId('close-family').hidden = state === 'running'
    byId('vary-more').hidden = plan.verb !== 'vary' || state === 'running'
    const progress = byId('batch-progress', HTMLProgressElement)
    progress.hidden = state !== 'running'
    progress.max = plan.of
    progress.value = family.done
    for (const [index, sample] of members) if (!this.buttons.has(index)) this.add(index, sample)
    for (const [index, button] of this.buttons) button.disabled = !members.has(index)
    this.mark()
  }

  /** @param {Sample | null} sample the one that is shown as the current one */
  setCurrent(sample) {
    this.current = sample
    this.mark()
  }

  /** Mark the current sample, to which Tab leads, too. */
  mark() {
    const { family, current, buttons } = this
    if (!family) return
    const indices = [...family.members.keys()]
    const chosen = indices.find((index) => family.members.get(index)?.name === current?.name)
    for (const [index, button] of buttons) {
      if (index === chosen) button.setAttribute('aria-current', 'true')
      else button.removeAttribute('aria-current')
      button.tabIndex = index === (chosen ?? indices[0]) ? 0 : -1
    }
  }

  /**
   * @param {number} index
   * @param {Sample} sample
   */
  add(index, sample) {
    const item = document.createElement('li')
    const button = document.createElement('button')
    button.type = 'button'
    button.title = `${title(sample)}, ${duration(sample)}`
    button.ariaLabel = `${index + 1}: ${button.title}`
    const rank = this.labels.indexOf(labelOf(sample))
    button.append(labelIcon(rank, this.palette.at(rank) ?? [153, 153, 153]), String(index + 1))
    button.onclick = () => this.press(index)
    item.append(button)
    item.style.gridArea = `${Math.floor(index / this.columns) + 1} / ${(index % this.columns) + 1}` // silent ones leave gaps
    this.buttons.set(index, button)
    byId('members').append(item)
  }

  get columns() {
    return this.family?.plan.columns ?? 1
  }

  /** @param {number} index */
  press(index) {
    const sample = this.family?.members.get(index)
    if (sample) this.choose(sample)
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const step = STEPS[event.key]?.(this.columns)
    const from = [...this.buttons].find(([, button]) => button === event.target)?.[0]
    if (!step || from === undefined || !isShortcut(event)) return
    event.preventDefault()
    event.stopPropagation()
    const last = (this.family?.plan.of ?? 0) - 1
    for (let index = from + step; index >= 0 && index <= last; index += step) {
      if (!this.family?.members.has(index)) continue
      this.buttons.get(index)?.focus()
      this.press(index)
      return
    }
  }
}
