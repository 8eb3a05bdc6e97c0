// The tour on the first visit: four steps beside the map, each with the part of the page that it is about outlined.

import { byId } from './elements.js'
import { loadPreference, savePreference } from './preferences.js'

/** @type {[string, string, string][]} the id of a part of the page, a title and a text */
const STEPS = [
  ['map', 'The map', 'Each mark is a sound, and alike sounds are neighbours. Move or drag over the map to listen; click or tap for a new sample of that place.'],
  ['legend', 'Kinds', 'Choose one or several kinds to see only their sounds. The filter finds names and folders.'],
  ['control-part', 'Controls', 'They shape what you hear at the point, and the next sample. Double-click one to reset it.'],
  ['history-part', 'Into the DAW', 'Every sample is a file in this folder at once. Add the folder to your DAW, or drag a sample out of the page. Nothing is ever overwritten or deleted.'],
]
const SEEN = 'tour'

export class Tour {
  constructor() {
    this.step = -1
    this.steps = STEPS
    byId('tour-next').addEventListener('click', () => this.show(this.step + 1))
    byId('tour-skip').addEventListener('click', () => this.close())
  }

  get isOpen() {
    return this.step >= 0
  }

  /** Begin the tour, unless this browser has seen it. */
  beginOnce() {
    if (!this.isOpen && loadPreference(SEEN) === null) this.show(0)
  }

  /**
   * Show a step; after the last one, end the tour.
   * @param {number} step
   */
  show(step) {
    if (step === 0) this.steps = STEPS.filter(([id]) => byId(id).getClientRects().length > 0) // a map without kinds has no legend
    if (step >= this.steps.length) {
      this.close()
      return
    }
    this.step = step
    this.outline()
    const [id, title, text] = this.steps[step]
    byId('tour').hidden = false
    byId('tour-title').textContent = title
    byId('tour-text').textContent = text
    byId('tour-count').textContent = `${step + 1} of ${this.steps.length}`
    byId('tour-next').textContent = step + 1 < this.steps.length ? 'Next' : 'Done'
    byId('tour-skip').hidden = step + 1 === this.steps.length
    const part = byId(id)
    const isAbove = getComputedStyle(byId('tour')).position === 'sticky'
    part.style.scrollMarginTop = isAbove ? `${byId('tour').offsetHeight + 8}px` : '8px'
    if (byId('panel').contains(part)) part.scrollIntoView({ block: 'start' })
  }

  /** End the tour for good; false if it is not open. */
  close() {
    if (!this.isOpen) return false
    this.step = -1
    this.outline()
    byId('tour').hidden = true
    savePreference(SEEN, 'seen')
    byId('panel').scrollTop = 0
    byId('map').focus({ preventScroll: true })
    return true
  }

  /** Outline the part of the step that is shown. */
  outline() {
    this.steps.forEach(([id], step) => byId(id).classList.toggle('toured', step === this.step))
  }
}
