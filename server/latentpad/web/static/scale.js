// The control of a scale: a menu of notes, and one of modes where there is a note.

const NOTES = ['C', 'C#', 'D', 'D#', 'E', 'F', 'F#', 'G', 'G#', 'A', 'A#', 'B']
const WITHOUT_MODE = ['off', 'chromatic']

export class ScaleMenus {
  /**
   * @param {string} id of the first menu
   * @param {string[]} modes
   * @param {(name: string) => void} onChange
   */
  constructor(id, modes, onChange) {
    this.note = menu([...WITHOUT_MODE, ...NOTES])
    this.note.id = id
    this.mode = menu(['', ...modes])
    this.mode.ariaLabel = 'Mode'
    this.mode.options[0].text = 'this note'
    this.elements = [this.note, this.mode]
    this.note.addEventListener('change', () => {
      if (this.mode.disabled && !WITHOUT_MODE.includes(this.note.value)) this.mode.value = modes[0]
    })
    for (const one of this.elements) one.addEventListener('change', () => onChange(this.value))
  }

  /** The name of the scale, as in recipes. */
  get value() {
    return WITHOUT_MODE.includes(this.note.value) ? this.note.value : `${this.note.value} ${this.mode.value}`.trim()
  }

  /** @param {string} name */
  show(name) {
    const [note, ...mode] = name.split(' ')
    if (![...this.note.options].some((option) => option.value === note)) this.note.add(new Option(note)) // Bb, for A#
    this.note.value = note
    this.mode.value = mode.join(' ')
    this.mode.disabled = WITHOUT_MODE.includes(note)
  }
}

/** @param {string[]} names */
function menu(names) {
  const element = document.createElement('select')
  for (const name of names) element.add(new Option(name))
  return element
}
