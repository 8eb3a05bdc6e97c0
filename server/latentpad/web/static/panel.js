// The current sample beside the map: what it is, how it was made, how it looks, and the form that names it.

import { knownWords } from './map.js'
import { drawSpectrogram, drawWave } from './pictures.js'
import { fileName, handOut, recipe, seconds, title } from './samples.js'

export class Panel {
  /**
   * @param {(id: string) => HTMLElement} byId
   * @param {(sample: object, name: string) => void} keep called with a name that somebody gave
   */
  constructor(byId, keep) {
    this.byId = byId
    this.settings = []
    this.sample = null
    this.drawn = null // name of the sample whose picture is shown
    this.naming = null
    this.empty = [byId('current-title').textContent, byId('facts').textContent]
    byId('naming').addEventListener('submit', (event) => {
      event.preventDefault()
      keep(this.naming, byId('name').value.trim())
      this.unname()
    })
    byId('unname').addEventListener('click', () => this.unname())
  }

  /** Show a sample; its picture comes with its sound. Null for none. */
  show(sample) {
    const { byId } = this
    this.sample = sample
    for (const part of byId('current').querySelectorAll('.pictures, .meter, .buttons')) part.hidden = !sample
    if (!sample) {
      ;[byId('current-title').textContent, byId('facts').textContent] = this.empty
      return
    }
    byId('current-title').textContent = title(sample)
    byId('facts').textContent = `${seconds(sample)}, ${recipe(sample, this.settings)}`
    byId('confidence').value = sample.confidence
    byId('known-label').textContent = `Place ${knownWords(sample.confidence)}, ${Math.round(100 * sample.confidence)}\u00a0%`
    byId('keep').textContent = sample.kept ? 'Kept ★' : 'Keep'
    handOut(byId('drag'), sample)
    byId('wave').parentElement.classList.toggle('stale', this.drawn !== sample.name)
  }

  /** Draw the sound of a sample, if it is still the one shown. */
  draw(name, heard) {
    if (this.sample?.name !== name) return
    this.drawn = name
    this.heard = heard
    this.byId('wave').parentElement.classList.remove('stale')
    drawWave(this.byId('wave'), heard, getComputedStyle(document.documentElement).getPropertyValue('--accent'))
    drawSpectrogram(this.byId('spectrogram'), heard)
  }

  /** Draw again, in other colours. */
  repaint() {
    if (this.heard) this.draw(this.drawn, this.heard)
  }

  /** Ask for a name for the sample that is shown now, whatever comes meanwhile. */
  name() {
    const { byId, sample } = this
    if (!sample) return
    this.naming = sample
    byId('naming').hidden = false
    byId('naming-label').textContent = `Name for a copy of ${title(sample)}, in the folder kept`
    byId('name').value = fileName(sample).replace(/\.wav$/, '')
    byId('name').select()
  }

  /** Put the form away; false if there was none. */
  unname() {
    if (!this.naming) return false
    this.naming = null
    this.byId('naming').hidden = true
    this.byId('map').focus({ preventScroll: true })
    return true
  }
}
