// Foreign texts as the page shows them: names of files and bundles, and what other programs send.

const UNSEEN = /[\p{Cc}\p{Cs}\p{Co}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\u{e0000}-\u{e0fff}]/gu
const ACCENTS = /(\p{M}{4})\p{M}+/gu // more of them on a letter would cover the lines above and below

/**
 * Return a text in one line, with U+FFFD for characters that cannot be seen or turn the text around, and without the
 * middle of a very long one.
 * @param {string} text
 * @param {number} most characters
 */
export function shown(text, most = 120) {
  const ends = text.length > 4 * most ? `${text.slice(0, 2 * most)}${text.slice(-2 * most)}` : text // enough of it
  const plain = ends.replace(/[\t-\r ]+/g, ' ').replace(UNSEEN, '\ufffd').replace(ACCENTS, '$1')
  const letters = [...plain]
  if (letters.length <= most && ends === text) return plain
  const half = Math.floor((most - 1) / 2)
  return `${letters.slice(0, half).join('')}…${letters.slice(-half).join('')}`
}

/**
 * Return a sentence that begins with a capital letter and ends with a full stop.
 * @param {string} text
 */
export function sentence(text) {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`
}
