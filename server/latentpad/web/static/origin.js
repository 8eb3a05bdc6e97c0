// Where a sound comes from: its parents in the library, and its pitch.

import { shown } from './shown_text.js'

const NOTES = ['C', 'C♯', 'D', 'D♯', 'E', 'F', 'F♯', 'G', 'G♯', 'A', 'A♯', 'B']

const MAX_NAME = 24 // characters

/**
 * Return a pitch as the nearest note and in hertz; empty if there is none.
 * @param {number} hertz
 */
export function pitchText(hertz) {
  if (!(hertz > 0)) return ''
  const note = Math.round(69 + 12 * Math.log2(hertz / 440))
  const name = `${NOTES[((note % 12) + 12) % 12]}${Math.floor(note / 12) - 1}`
  return `${name}, ${hertz.toFixed(hertz < 1000 ? 1 : 0)}\u00a0Hz`
}

/**
 * Return the name of a file without folders and extension; of a long one, the end, where names of a series differ.
 * @param {string} path
 */
export function shortName(path) {
  const letters = [...shown((path.split(/[\\/]/).at(-1) ?? path).replace(/\.\w{1,5}$/, ''))]
  return letters.length > MAX_NAME ? `…${letters.slice(1 - MAX_NAME).join('')}` : letters.join('')
}

/**
 * Return the names of parents; empty if there are none.
 * @param {string[]} parents names on the map, those with most weight first
 */
export function parentsText(parents) {
  const names = parents.map(shortName)
  const last = names.pop()
  if (last === undefined) return ''
  return names.length ? `from ${names.join(', ')} and ${last}` : `from ${last}`
}

/**
 * Return pitch and parents of a sound; empty if neither is known.
 * @param {string[]} parents
 * @param {number} hertz
 */
export function originText(parents, hertz) {
  return [pitchText(hertz), parentsText(parents)].filter(Boolean).join(', ')
}
