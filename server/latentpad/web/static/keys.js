// Keyboard shortcuts: every gesture has a key.

export const KEYS = [
  ['Arrows', 'move the point (Shift: large steps, Alt: small steps)'],
  ['Enter', 'generate a sample at the point'],
  ['S', 'generate one with a new seed at the same point'],
  ['Space', 'play the current sample, or the point if there is no sample yet'],
  ['P', 'play the point without generating a sample'],
  ['N', 'play the library sound nearest to the point'],
  ['U', 'undo: back to the previous sample; a batch is one step'],
  ['[ ] PgDn PgUp', 'choose the previous or next sample in the history'],
  ['K', 'keep the current sample'],
  ['R', 'keep it under a name of your own'],
  ['F', 'show it in its folder (Shift: open the folder for new samples)'],
  ['W', 'open the shelf: a small window to drag samples from, as files'],
  ['G', 'use its point and settings'],
  ['D', 'download it'],
  ['V', 'relatives of the current sample'],
  ['L', 'draw a path: Shift+Enter adds the point, Enter generates samples along it'],
  ['E', 'grid: samples all over the visible part of the map'],
  ['Shift+Enter', 'add the point to the blend, or take it out'],
  ['B', 'generate the blend; without two places, select them'],
  ['O', 'locate a sound of your own: choose a file, or drop it on the map (Shift: open the one nearest to the point)'],
  ['Y', 'import a folder of samples, or see how far that is'],
  ['M', 'generate its morph towards the point'],
  ['I', 'kit: 16 samples that fit together, on pads'],
  ['1 – 4, Q – R, A – F, Z – V', 'play the pads while they have the focus (Shift: lock); Delete re-rolls a pad'],
  ['J', 'random place, of the labels that are filtered by (Shift: of the kind at the point)'],
  ['+ − 0', 'zoom in, zoom out, show the whole map'],
  ['/', 'filter the sounds'],
  ['Escape', 'cancel a drag or a batch, close the name form, path, blend and batch, clear the filter (one at a time)'],
  ['A', 'play on hover, on or off'],
  ['T', 'theme'],
  ['?', 'this help'],
]

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }
const STEP = 0.01
const COMPOSING = 229 // the code of keys that an input method takes, in browsers that do not say so otherwise
/** @type {Record<string, string>} */
const ALIASES = { PageDown: '[', PageUp: ']', '=': '+', '−': '-' }
const REPEATING = ['+', '-', '[', ']']

/**
 * Write the list of keys.
 * @param {HTMLElement} list
 */
export function listKeys(list) {
  for (const [key, meaning] of KEYS) {
    const [term, description] = [document.createElement('dt'), document.createElement('dd')]
    term.textContent = key
    description.textContent = meaning
    list.append(term, description)
  }
}

/**
 * Handle the keyboard.
 * @param {Record<string, () => void>} handlers by key, in lower case; `escape`, too
 * @param {(right: number, up: number) => void} move called for the arrow keys, with a share of the map
 */
export function handleKeys(handlers, move) {
  document.addEventListener('keydown', (event) => {
    const { key, target } = event
    if (document.querySelector('dialog[open]') || !isShortcut(event)) return
    if (key === 'Escape') {
      handlers.escape()
      return
    }
    if (target instanceof Element && isUsedBy(target, key, event.shiftKey)) return
    if (key in ARROWS) {
      const step = STEP * (event.shiftKey ? 5 : event.altKey ? 0.2 : 1)
      const [right, up] = ARROWS[key]
      move(right * step, up * step)
    } else {
      const shifted = `shift+${nameOf(event)}`
      const name = event.shiftKey && handlers[shifted] ? shifted : nameOf(event)
      if (!handlers[name] || (event.repeat && !REPEATING.includes(name))) return
      handlers[name]()
    }
    event.preventDefault()
  })
}

/**
 * Whether an event is a key of the page: not one for the browser, nor for an input method, nor what autofill sends.
 * @param {KeyboardEvent} event
 */
export function isShortcut(event) {
  if (typeof event.key !== 'string' || event.isComposing || event.keyCode === COMPOSING) return false
  return !event.metaKey && (!event.ctrlKey || hasAltGraph(event))
}

/**
 * Whether AltGr is held, with which keyboards type brackets and more; on Windows, Ctrl and Alt are then held, too.
 * @param {KeyboardEvent} event
 */
export function hasAltGraph(event) {
  return event.getModifierState('AltGraph')
}

/**
 * Whether the focused element needs the key itself.
 * @param {Element} target
 * @param {string} key
 * @param {boolean} shift
 */
function isUsedBy(target, key, shift) {
  if (target.matches('input:not([type="range"], [type="checkbox"]), textarea, select')) return true
  if (key === 'Enter' && shift) return false
  if (key === ' ' || key === 'Enter') return target.matches('button, a, summary, input[type="checkbox"]')
  return (key in ARROWS || key.startsWith('Page')) && target.matches('input[type="range"], #lines, #history')
}

/**
 * Return a key's name: what it types or, on keyboards without Latin letters, its position.
 * @param {KeyboardEvent} event
 */
function nameOf(event) {
  const { key, code } = event
  const isAlt = event.altKey || hasAltGraph(event)
  const position = /^Key([A-Z])$/.exec(code)?.[1].toLowerCase()
  const foreign = key.length === 1 && key > '\u007f'
  const name = ALIASES[key] ?? (foreign && !isAlt && position ? position : key.toLowerCase())
  return isAlt && !/^[^a-z\s]$/.test(name) ? '' : name // they type brackets on some keyboards, and open menus otherwise
}
