// Marks on the map: lines with a rim, numbers of samples, and letters of places.

/** @import { MapCanvas } from './map.js' */

const TURN = 2 * Math.PI
export const MARK_RADIUS = 9.5 // pixels
const LETTER = 8 // pixels of a wide one

/**
 * Stroke a path in the text colour, with a rim that stands out from points of any colour.
 * @param {CanvasRenderingContext2D} context
 * @param {MapCanvas} map
 * @param {number} width
 * @param {number} rim
 * @param {() => void} addPath
 */
export function strokeWithRim(context, { theme }, width, rim, addPath) {
  for (const [colour, lineWidth] of /** @type {const} */ ([[theme.ground, width + rim], [theme.text, width]])) {
    context.beginPath()
    addPath()
    context.lineWidth = lineWidth
    context.strokeStyle = colour
    context.stroke()
  }
}

/**
 * Draw a disc with a number or a letter: filled if it is the current sample.
 * @param {CanvasRenderingContext2D} context
 * @param {MapCanvas} map
 * @param {number} left
 * @param {number} top
 * @param {string} mark
 * @param {boolean} isCurrent
 */
export function drawMark(context, { theme }, left, top, mark, isCurrent) {
  context.beginPath()
  context.arc(left, top, MARK_RADIUS, 0, TURN)
  context.fillStyle = isCurrent ? theme.accent : theme.ground
  context.fill()
  context.lineWidth = 1.5
  context.strokeStyle = isCurrent ? theme.ground : theme.accent
  context.stroke()
  write(context, mark, left, top, isCurrent ? theme.ground : theme.text, mark.length > 2 ? 9 : 11)
}

/**
 * Draw a square with a letter, and a text beside it.
 * @param {CanvasRenderingContext2D} context
 * @param {MapCanvas} map
 * @param {number} left
 * @param {number} top
 * @param {string} letter
 * @param {string} text
 */
export function drawLetter(context, { theme, view }, left, top, letter, text) {
  context.beginPath()
  context.roundRect(left - 10, top - 10, 20, 20, 4)
  context.fillStyle = theme.accent
  context.fill()
  context.lineWidth = 2
  context.strokeStyle = theme.ground
  context.stroke()
  write(context, letter, left, top, theme.ground, 12)
  writeBeside(context, theme, text, left, left < view.width - 60 ? 13 : -13, top - 17) // clear of the point
}

/**
 * Draw a flag above a place, and a name beside it.
 * @param {CanvasRenderingContext2D} context
 * @param {MapCanvas} map
 * @param {number} left
 * @param {number} top
 * @param {string} name
 */
export function drawFlag(context, { theme, view }, left, top, name) {
  context.beginPath()
  context.moveTo(left, top)
  context.lineTo(left - 8, top - 14)
  context.arc(left, top - 18, 9, Math.PI - 0.45, 0.45)
  context.closePath()
  context.fillStyle = name ? theme.accent : theme.text
  context.fill()
  context.lineWidth = 2
  context.strokeStyle = theme.ground
  context.stroke()
  context.beginPath()
  context.arc(left, top - 18, 3.5, 0, TURN)
  context.fillStyle = theme.ground
  context.fill()
  if (name) writeBeside(context, theme, name, left, left < view.width * 0.7 ? 13 : -13, top - 20)
}

/**
 * Return the boxes (left, top, right, bottom) of what `drawMark` draws, which names stay clear of.
 * @param {number} left
 * @param {number} top
 */
export function markBoxes(left, top) {
  return [[left - MARK_RADIUS, top - MARK_RADIUS, left + MARK_RADIUS, top + MARK_RADIUS]]
}

/**
 * Return the boxes of what `drawLetter` draws.
 * @param {{ width: number }} view
 * @param {number} left
 * @param {number} top
 * @param {string} text
 */
export function letterBoxes(view, left, top, text) {
  return [[left - 11, top - 11, left + 11, top + 11], textBox(text, left, left < view.width - 60 ? 13 : -13, top - 17)]
}

/**
 * Return the boxes of what `drawFlag` draws.
 * @param {{ width: number }} view
 * @param {number} left
 * @param {number} top
 * @param {string} name
 */
export function flagBoxes(view, left, top, name) {
  const flag = [left - 10, top - 28, left + 10, top]
  return name ? [flag, textBox(name, left, left < view.width * 0.7 ? 13 : -13, top - 20)] : [flag]
}

/**
 * Return about where `writeBeside` writes.
 * @param {string} text
 * @param {number} left
 * @param {number} away pixels; negative to the left
 * @param {number} top
 */
function textBox(text, left, away, top) {
  const end = left + away + Math.sign(away) * LETTER * text.length
  return [Math.min(left + away, end), top - 9, Math.max(left + away, end), top + 9]
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {{ ground: string, text: string }} theme
 * @param {string} text
 * @param {number} left
 * @param {number} away pixels; negative to the left
 * @param {number} top
 */
function writeBeside(context, theme, text, left, away, top) {
  context.font = '600 12px system-ui, sans-serif'
  context.textAlign = away > 0 ? 'left' : 'right'
  context.textBaseline = 'middle'
  context.lineWidth = 4
  context.lineJoin = 'round'
  context.strokeStyle = theme.ground
  context.strokeText(text, left + away, top)
  context.fillStyle = theme.text
  context.fillText(text, left + away, top)
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} text
 * @param {number} left
 * @param {number} top
 * @param {string} colour
 * @param {number} size
 */
function write(context, text, left, top, colour, size) {
  context.font = `600 ${size}px system-ui, sans-serif`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.fillStyle = colour
  context.fillText(text, left, top + 0.5)
}
