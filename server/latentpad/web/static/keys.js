// The keyboard: every gesture has a key.

export const KEYS = [
  ['Arrows', 'move the point (Shift: far, Alt: a little)'],
  ['Enter', 'make a sample at the point'],
  ['S', 'another seed at the same place'],
  ['Space', 'play the current sample, or the place where none was made yet'],
  ['P', 'listen to the point without making anything'],
  ['N', 'play the library sound nearest to the point'],
  ['U', 'undo: back to the sample before'],
  ['[ ]', 'choose the sample before or after in the history'],
  ['K', 'keep the current sample'],
  ['R', 'keep it under a name of yours'],
  ['F', 'show it in its folder'],
  ['G', 'take its place and settings'],
  ['D', 'download it'],
  ['+ − 0', 'zoom in, zoom out, the whole map'],
  ['/', 'filter the sounds; Escape clears the filter'],
  ['A', 'hover plays, or not'],
  ['T', 'theme'],
  ['?', 'this help'],
]

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }
const STEP = 0.01

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
 * @param {Record<string, Function>} meant by key, in lower case; `move(right, up)` and `Escape` too
 */
export function listen(meant) {
  document.addEventListener('keydown', (event) => {
    const { target, key } = event
    if (document.querySelector('dialog[open]') || event.ctrlKey || event.metaKey) return
    if (key === 'Escape') {
      meant.Escape()
      return
    }
    const typing = target.matches('input:not([type="range"], [type="checkbox"]), textarea, select')
    const used = target.matches('button, a, summary, input[type="checkbox"]') && (key === ' ' || key === 'Enter')
    const turning = target.matches('input[type="range"], #lines') && key in ARROWS
    if (typing || used || turning) return
    if (key in ARROWS) {
      const step = STEP * (event.shiftKey ? 5 : event.altKey ? 0.2 : 1)
      meant.move(...ARROWS[key].map((way) => way * step))
    } else if (!event.altKey && meant[key.toLowerCase()] && !(event.repeat && key !== '+' && key !== '-')) {
      meant[key.toLowerCase()]()
    } else {
      return
    }
    event.preventDefault()
  })
}
