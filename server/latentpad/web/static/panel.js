// The panel of the current sample: its recipe, waveform and spectrogram, and the form that names it.

/** @import { Sound } from './audio.js' */
/** @import { Setting } from './controls.js' */
/** @import { Sample } from './samples.js' */

import { confidenceText } from './confidence.js'
import { byId } from './elements.js'
import { originText } from './origin.js'
import { watchPixelRatio } from './pixel_ratio.js'
import { drawSpectrogram, drawWaveform } from './plots.js'
import { duration, fileName, makeDraggable, recipe, title } from './samples.js'
import { shown } from './shown_text.js'

export class Panel {
  /** @param {(sample: Sample, name: string) => void} keep called with the name from the form */
  constructor(keep) {
    this.keep = keep
    /** @type {Setting[]} */
    this.settings = []
    /** @type {Sample | null} */
    this.sample = null
    /** @type {string | null} name of the sample whose plots are shown */
    this.drawn = null
    /** @type {Sound | null} */
    this.sound = null
    /** @type {Sample | null} for which the form is open */
    this.naming = null
    this.hasDetail = false // whether the bundle has detail, which samples without parents lack
    this.empty = { title: byId('current-title').textContent, facts: byId('facts').textContent }
    byId('naming').addEventListener('submit', (event) => {
      event.preventDefault()
      if (this.naming) keep(this.naming, byId('name', HTMLInputElement).value.trim())
      this.closeNaming()
    })
    byId('cancel-naming').addEventListener('click', () => this.closeNaming())
    watchPixelRatio(() => this.repaint())
  }

  /**
   * Show a sample; its plots follow with its sound.
   * @param {Sample | null} sample
   */
  show(sample) {
    this.sample = sample
    for (const part of byId('current').querySelectorAll('.plots, .meter, .buttons, #drag-hint')) {
      /** @type {HTMLElement} */ (part).hidden = !sample
    }
    byId('current-title').textContent = sample ? title(sample) : this.empty.title
    byId('facts').textContent = sample ? `${duration(sample)}, ${recipe(sample, this.settings)}` : this.empty.facts
    const origin = sample ? originText(sample.parents, sample.pitchHz) : ''
    byId('origin').textContent = origin && `${origin[0].toUpperCase()}${origin.slice(1)}`
    byId('origin').title = sample?.parents.map((name) => shown(name)).join('\n') ?? ''
    if (!sample) return
    const confidence = confidenceText(sample.confidence, this.hasDetail && !sample.parents.length)
    byId('confidence', HTMLMeterElement).value = sample.confidence
    byId('confidence-label').textContent =
      `${confidence[0].toUpperCase()}${confidence.slice(1)}, ${Math.round(100 * sample.confidence)}\u00a0%`
    byId('keep').textContent = sample.kept ? 'Kept ★' : 'Keep'
    makeDraggable(byId('drag', HTMLAnchorElement), sample)
    byId('plots').classList.toggle('stale', this.drawn !== sample.name)
  }

  /**
   * Plot the sound of a sample, if it is still the one shown.
   * @param {string} name
   * @param {Sound} sound
   */
  draw(name, sound) {
    if (this.sample?.name !== name) return
    this.drawn = name
    this.sound = sound
    byId('plots').classList.remove('stale')
    const accent = getComputedStyle(document.documentElement).getPropertyValue('--accent')
    drawWaveform(byId('waveform', HTMLCanvasElement), sound, accent)
    drawSpectrogram(byId('spectrogram', HTMLCanvasElement), sound)
  }

  /** Draw the plots again, in other colours. */
  repaint() {
    if (this.drawn && this.sound) this.draw(this.drawn, this.sound)
  }

  /** Open the form that names the sample shown now, whatever is shown later. */
  openNaming() {
    const { sample } = this
    if (!sample) return
    const name = byId('name', HTMLInputElement)
    this.naming = sample
    byId('naming').hidden = false
    byId('naming-label').textContent = `Name for a copy of ${title(sample)} in the kept folder`
    name.value = fileName(sample).replace(/\.wav$/, '')
    name.select()
  }

  /** Close the form; false if it is not open. */
  closeNaming() {
    if (!this.naming) return false
    this.naming = null
    byId('naming').hidden = true
    byId('map').focus({ preventScroll: true })
    return true
  }
}
