// The keyboard: every gesture has a key.

export const KEYS = [
  ['Arrows', 'move the point (Shift: far, Alt: a little)'],
  ['Enter', 'make a sample at the point'],
  ['S', 'another seed at the same place'],
  ['Space', 'play the current sample, or the point where none was made yet'],
  ['P', 'listen to the point without making anything'],
  ['N', 'play the library sound nearest to the point'],
  ['U', 'undo: back to the sample before'],
  ['[ ] or Page', 'choose the sample before or after in the history'],
  ['K', 'keep the current sample'],
  ['R', 'keep it under a name of yours'],
  ['F', 'show it in its folder'],
  ['G', 'take its place and settings'],
  ['D', 'download it'],
  ['+ − 0', 'zoom in, zoom out, the whole map'],
  ['/', 'filter the sounds'],
  ['Escape', 'let go of a drag, put the form away, clear the filter: one after the other'],
  ['A', 'hover plays, or not'],
  ['T', 'theme'],
  ['?', 'this help'],
]

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }
const STEP = 0.01
const SAME = { PageDown: '[', PageUp: ']', '=': '+', '−': '-' }
const REPEATED = ['+', '-', '[', ']']

/** Write the list of keys. */
export function listKeys(list) {
  for (const [key, words] of KEYS) {
    const [term, meaning] = [document.createElement('dt'), document.createElement('dd')]
    term.textContent = key
    meaning.textContent = words
    list.append(term, meaning)
  }
}

/**
 * Listen to the keyboard.
 * @param {Record<string, Function>} meant by key, in lower case; `move(right, up)` and `escape` too
 */
export function listen(meant) {
  document.addEventListener('keydown', (event) => {
    const { target, key } = event
    if (document.querySelector('dialog[open]') || event.ctrlKey || event.metaKey || event.isComposing) return
    if (key === 'Escape') {
      meant.escape()
      return
    }
    const typing = target.matches('input:not([type="range"], [type="checkbox"]), textarea, select')
    const used = target.matches('button, a, summary, input[type="checkbox"]') && (key === ' ' || key === 'Enter')
    const turning = target.matches('input[type="range"], #lines, #history') && (key in ARROWS || key.startsWith('Page'))
    if (typing || used || turning) return
    if (key in ARROWS) {
      const step = STEP * (event.shiftKey ? 5 : event.altKey ? 0.2 : 1)
      meant.move(...ARROWS[key].map((way) => way * step))
    } else {
      const name = named(event)
      if (!meant[name] || (event.repeat && !REPEATED.includes(name))) return
      meant[name]()
    }
    event.preventDefault()
  })
}

/** What a key is called: by what it writes or, on keyboards that write no Latin letters, by its place. */
function named({ key, code, altKey }) {
  const place = /^Key([A-Z])$/.exec(code)?.[1].toLowerCase()
  const foreign = key.length === 1 && key > '\u007f'
  const name = SAME[key] ?? (foreign && !altKey && place ? place : key.toLowerCase())
  return altKey && /^[a-z]$/.test(name) ? '' : name // Alt writes brackets on some keyboards, and opens menus with letters
}
