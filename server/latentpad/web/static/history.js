// The samples that were made: the list, and what can be done with each of them.

import { handOut, seconds, title, turned } from './samples.js'

const MOST_SAMPLES = 500 // as many as the daemon remembers

export class History {
  /**
   * @param {HTMLElement} list
   * @param {HTMLElement} nothing shown while there is none
   * @param {object} meant choose(sample), keep(sample), reveal(sample)
   */
  constructor(list, nothing, meant) {
    Object.assign(this, { list, nothing, meant })
    this.samples = new Map() // name → sample, oldest first
    this.rows = new Map() // name → { row, look }
    this.settings = []
    this.current = null
  }

  /** Know what a sample can be made with. @param {object[]} settings settings.json */
  know(settings) {
    this.settings = settings
    this.show()
  }

  /** Take all samples as the daemon has them. */
  take(samples) {
    this.samples = new Map(samples.map((sample) => [sample.name, sample]))
    const here = this.current && this.samples.get(this.current.name)
    this.current = here ?? [...this.samples.values()].findLast((sample) => !sample.undone) ?? null
    if ([...this.rows.keys()].join('/') !== [...this.samples.keys()].join('/')) {
      this.list.replaceChildren()
      this.rows.clear()
    }
    this.show()
  }

  /** Take a sample that was made or stepped back to; tells whether it is new. */
  done(sample) {
    const isNew = !this.samples.has(sample.name)
    this.samples.set(sample.name, sample)
    if (this.samples.size > MOST_SAMPLES) this.forget(this.samples.keys().next().value)
    this.current = sample
    this.show()
    return isNew
  }

  forget(name) {
    this.samples.delete(name)
    this.rows.get(name)?.row.remove()
    this.rows.delete(name)
  }

  choose(sample) {
    this.current = sample
    this.show()
    this.seek(this.rows.get(sample.name).row)
  }

  /** Scroll the list, and nothing around it, so that a row is seen. */
  seek(row) {
    const { list } = this
    const above = row.offsetTop - list.offsetTop
    const below = above + row.offsetHeight - list.clientHeight
    list.scrollTop = Math.max(below, Math.min(above, list.scrollTop))
  }

  /** The sample before or after the current one in the list. */
  beside(step) {
    const all = [...this.samples.values()]
    const at = all.indexOf(this.current) + step
    return all[Math.min(all.length - 1, Math.max(0, at))]
  }

  /** Bring the list up to date, the newest on top; rows that read as they did stay, and with them focus and clicks. */
  show() {
    for (const sample of this.samples.values()) {
      const look = [sample.keptName, sample.undone, this.settings.length].join()
      const old = this.rows.get(sample.name)
      const row = old?.look === look ? old.row : this.row(sample)
      if (sample === this.current) row.setAttribute('aria-current', 'true')
      else row.removeAttribute('aria-current')
      if (row === old?.row) continue
      this.rows.set(sample.name, { row, look })
      if (!old) {
        this.list.prepend(row)
        continue
      }
      const role = old.row.contains(document.activeElement) ? document.activeElement.dataset.role : null
      old.row.replaceWith(row)
      if (role) row.querySelector(`[data-role="${role}"]`).focus()
    }
    this.nothing.hidden = this.samples.size > 0
  }

  row(sample) {
    const row = document.createElement('li')
    row.dataset.name = sample.name
    row.classList.toggle('undone', sample.undone)
    const called = title(sample)
    // by name, since a sample that is read again is another object
    const now = () => this.samples.get(sample.name)
    const name = button('name', called, `Play ${called}${sample.undone ? ', undone' : ''}`)
    const facts = document.createElement('small')
    facts.textContent = ` ${[seconds(sample), ...turned(sample, this.settings)].join(', ')}`
    name.append(facts)
    name.onclick = () => this.meant.choose(now())
    const keep = button('keep', sample.kept ? '★' : '☆', sample.kept ? `Kept as ${sample.keptName}` : `Keep ${called}`)
    keep.onclick = () => this.meant.keep(now())
    const reveal = button('reveal', '⌕', `Show ${called} in its folder`)
    reveal.onclick = () => this.meant.reveal(now())
    const drag = document.createElement('a')
    drag.className = 'drag small'
    drag.dataset.role = 'drag'
    drag.textContent = '⠿'
    drag.title = drag.ariaLabel = `Drag ${called} out, or download it`
    handOut(drag, sample)
    row.append(name, keep, reveal, drag)
    return row
  }
}

function button(role, text, name) {
  const made = document.createElement('button')
  made.type = 'button'
  made.className = role === 'name' ? 'name' : 'small'
  made.dataset.role = role
  made.textContent = text
  made.title = made.ariaLabel = name
  return made
}
