// The samples that were made: the list, and what can be done with each of them.

import { spoken } from './controls.js'

const MOST_SAMPLES = 500 // as many as the daemon remembers

export class History {
  /**
   * @param {HTMLElement} list
   * @param {HTMLElement} nothing shown while there is none
   * @param {object} meant choose(sample), keep(sample), reveal(sample)
   */
  constructor(list, nothing, meant) {
    this.list = list
    this.nothing = nothing
    this.meant = meant
    this.samples = new Map() // name → sample, oldest first
    this.current = null
    this.rows = new Map() // name → { row, look }
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
    if (!isNew && this.current && this.current.name !== sample.name) this.samples.get(this.current.name).undone = true
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
  }

  /** The sample before or after the current one in the list. */
  beside(step) {
    const all = [...this.samples.values()]
    const at = all.indexOf(this.current) + step
    return all[Math.min(all.length - 1, Math.max(0, at))]
  }

  /** Bring the list up to date, the newest on top; rows that look as they did stay, and with them the focus. */
  show() {
    for (const sample of this.samples.values()) {
      const look = [sample.keptName, sample.undone, sample === this.current].join()
      const old = this.rows.get(sample.name)
      if (old?.look === look) continue
      const row = this.row(sample)
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
    if (sample === this.current) row.setAttribute('aria-current', 'true')
    const name = button('name', title(sample), `Play ${title(sample)}${sample.undone ? ', undone' : ''}`)
    const facts = document.createElement('small')
    facts.textContent = ` ${seconds(sample)}`
    name.append(facts)
    name.onclick = () => this.meant.choose(sample)
    const keep = button('keep', sample.kept ? '★' : '☆', sample.kept ? `Kept as ${sample.keptName}` : `Keep ${title(sample)}`)
    keep.setAttribute('aria-pressed', String(Boolean(sample.kept)))
    keep.onclick = () => this.meant.keep(sample)
    const reveal = button('reveal', '⌕', `Show ${title(sample)} in its folder`)
    reveal.onclick = () => this.meant.reveal(sample)
    const drag = document.createElement('a')
    drag.className = 'drag small'
    drag.dataset.role = 'drag'
    drag.textContent = '⠿'
    drag.title = drag.ariaLabel = `Drag ${title(sample)} out, or download it`
    handOut(drag, sample)
    row.append(name, keep, reveal, drag)
    return row
  }
}

/** What a sample is called: as the user named it, or by its label and place. */
export function title(sample) {
  const own = sample.name.replace(/\.wav$/, '')
  return sample.keptName && sample.keptName !== own ? sample.keptName : label(sample)
}

function label({ name, x, y, seed }) {
  return `${name.split(/_x[01]\.\d{3}_y/)[0].replaceAll('_', ' ')} ${x.toFixed(3)} ${y.toFixed(3)}${seed ? ` #${seed}` : ''}`
}

export function seconds({ nSamples, sampleRate }) {
  return `${(nSamples / sampleRate).toFixed(2)} s`
}

/** How a sample was made, in words. */
export function recipe(sample, settings) {
  const turned = settings.filter(({ key, default: first }) => sample[key] !== first && key !== 'seed')
  const controls = turned.map(({ key }) => `${key} ${spoken(key, sample[key])}`)
  return [`x ${sample.x.toFixed(3)}, y ${sample.y.toFixed(3)}`, `seed ${sample.seed}`, ...controls].join(', ')
}

/** The file's name outside of the folder. */
export function fileName(sample) {
  return `${title(sample) === label(sample) ? sample.name.replace(/\.wav$/, '') : title(sample)}.wav`
}

/**
 * Let an element be dragged out as a file, and clicked to download it.
 *
 * Chromium's browsers make a file of DownloadURL wherever it is dropped; others drop the address or, into a text, the path.
 */
export function handOut(link, sample) {
  link.href = `/samples/${encodeURIComponent(sample.name)}`
  link.download = fileName(sample)
  link.draggable = true
  link.ondragstart = ({ dataTransfer }) => {
    const url = new URL(link.href, location.href).href
    dataTransfer.effectAllowed = 'copy'
    dataTransfer.setData('DownloadURL', `audio/wav:${fileName(sample).replaceAll(':', '-')}:${url}`)
    dataTransfer.setData('text/uri-list', url)
    dataTransfer.setData('text/plain', sample.path)
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
