// The history: the list of the samples, and what can be done with each of them.

/** @import { Setting } from './controls.js' */
/** @import { Sample } from './samples.js' */

import { changedControls, duration, makeDraggable, title } from './samples.js'

const MAX_SAMPLES = 500 // as many as the daemon remembers

/**
 * @typedef {object} HistoryHandlers
 * @property {(sample: Sample) => void} choose
 * @property {(sample: Sample) => void} keep
 * @property {(sample: Sample) => void} reveal
 */

export class History {
  /**
   * @param {HTMLElement} list
   * @param {HTMLElement} placeholder shown while there is no sample
   * @param {HistoryHandlers} handlers
   */
  constructor(list, placeholder, handlers) {
    this.list = list
    this.placeholder = placeholder
    this.handlers = handlers
    /** @type {Map<string, Sample>} by name, oldest first */
    this.samples = new Map()
    /** @type {Map<string, { row: HTMLElement, version: string }>} by name */
    this.rows = new Map()
    /** @type {Setting[]} */
    this.settings = []
    this.bundle = '' // digest of the one whose map is shown
    /** @type {Sample | null} */
    this.current = null
  }

  /** @param {Setting[]} settings with which a row shows the controls that were changed */
  setSettings(settings) {
    this.settings = settings
    this.show()
  }

  /**
   * Replace all samples by the daemon's.
   * @param {Sample[]} samples oldest first
   */
  replace(samples) {
    this.samples = new Map(samples.map((sample) => [sample.name, sample]))
    const same = this.current?.kit ? this.current : this.samples.get(this.current?.name ?? '')
    const own = samples.filter((sample) => this.isOfMap(sample) && !sample.undone)
    this.current = (same && this.isOfMap(same) ? same : own.at(-1)) ?? null
    if ([...this.rows.keys()].join('/') !== [...this.samples.keys()].join('/')) {
      this.list.replaceChildren()
      this.rows.clear()
    }
    this.show()
  }

  /**
   * Whether a sample was rendered with the bundle whose map is shown.
   * @param {Sample} sample
   */
  isOfMap({ bundle }) {
    return !this.bundle || bundle === this.bundle
  }

  /**
   * Add a sample, or return to one, and make it the current one unless it is one of many.
   * @param {Sample} sample
   */
  add(sample, isCurrent = true) {
    this.samples.set(sample.name, sample)
    const [oldest] = this.samples.keys()
    if (this.samples.size > MAX_SAMPLES) this.remove(oldest)
    if (isCurrent) this.current = sample
    this.show()
  }

  /** @param {string} name */
  remove(name) {
    this.samples.delete(name)
    this.rows.get(name)?.row.remove()
    this.rows.delete(name)
  }

  /** @param {Sample} sample */
  choose(sample) {
    this.current = sample
    this.show()
    const row = this.rows.get(sample.name)?.row
    if (row) this.scrollTo(row)
  }

  /**
   * Scroll the list, and nothing around it, until a row is visible.
   * @param {HTMLElement} row
   */
  scrollTo(row) {
    const { list } = this
    const above = row.offsetTop - list.offsetTop
    const below = above + row.offsetHeight - list.clientHeight
    list.scrollTop = Math.max(below, Math.min(above, list.scrollTop))
  }

  /**
   * Return the sample so many steps after the current one, or the first or last of all.
   * @param {number} step
   */
  neighbour(step) {
    const all = [...this.samples.values()]
    const at = all.findIndex((sample) => sample === this.current) + step
    return all[Math.min(all.length - 1, Math.max(0, at))]
  }

  /** Update the list, newest on top; rows that have not changed stay, and with them focus and clicks. */
  show() {
    for (const sample of this.samples.values()) {
      const version = [sample.keptName, sample.undone, this.settings.length, this.isOfMap(sample)].join()
      const old = this.rows.get(sample.name)
      const row = old?.version === version ? old.row : this.row(sample)
      if (sample === this.current) row.setAttribute('aria-current', 'true')
      else row.removeAttribute('aria-current')
      if (row === old?.row) continue
      this.rows.set(sample.name, { row, version })
      if (old) replaceRow(old.row, row)
      else this.list.prepend(row)
    }
    this.placeholder.hidden = this.samples.size > 0
  }

  /** @param {Sample} sample */
  row(sample) {
    const row = document.createElement('li')
    row.dataset.name = sample.name
    row.classList.toggle('undone', sample.undone)
    row.classList.toggle('batch', sample.batch > 0)
    row.classList.toggle('elsewhere', !this.isOfMap(sample))
    const text = title(sample)
    // by name, since a sample that was loaded again is another object
    const latest = () => this.samples.get(sample.name) ?? sample
    const name = button('name', text, `Play ${text}${sample.undone ? ', undone' : ''}`)
    const facts = document.createElement('small')
    facts.textContent = ` ${[duration(sample), ...changedControls(sample, this.settings), ...(this.isOfMap(sample) ? [] : ['other bundle'])].join(', ')}`
    name.append(facts)
    name.onclick = () => this.handlers.choose(latest())
    const keepLabel = sample.kept ? `Kept as ${sample.keptName}` : `Keep ${text}`
    const keep = button('keep', sample.kept ? '★' : '☆', keepLabel)
    keep.onclick = () => this.handlers.keep(latest())
    const reveal = button('reveal', '', `Show ${text} in its folder`)
    reveal.append(folderIcon())
    reveal.onclick = () => this.handlers.reveal(latest())
    const drag = document.createElement('a')
    drag.className = 'drag small'
    drag.dataset.role = 'drag'
    drag.textContent = '⠿'
    drag.title = drag.ariaLabel = `Drag ${text} out, or click to download it`
    makeDraggable(drag, sample)
    row.append(name, keep, reveal, drag)
    return row
  }
}

/**
 * Replace a row; the focus stays on the same button.
 * @param {HTMLElement} old
 * @param {HTMLElement} row
 */
function replaceRow(old, row) {
  const focused = document.activeElement
  const role = focused instanceof HTMLElement && old.contains(focused) ? focused.dataset.role : null
  old.replaceWith(row)
  if (role) /** @type {HTMLElement} */ (row.querySelector(`[data-role="${role}"]`)).focus()
}

/** Return the icon of a folder. */
function folderIcon() {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('viewBox', '0 0 16 16')
  svg.setAttribute('aria-hidden', 'true')
  svg.innerHTML = '<path d="M1.5 3h4.6l1.6 2h6.8v8.5h-13z"/>'
  return svg
}

/**
 * @param {string} role
 * @param {string} text
 * @param {string} label
 */
function button(role, text, label) {
  const element = document.createElement('button')
  element.type = 'button'
  element.className = role === 'name' ? 'name' : 'small'
  element.dataset.role = role
  element.textContent = text
  element.title = element.ariaLabel = label
  return element
}
