// The upper layer of the map: names of labels, the user's samples, the hovered sound, and the point.

/** @import { MapCanvas } from './map.js' */
/** @import { Sample } from './samples.js' */

import { strokeWithRim } from './marks.js'

const TURN = 2 * Math.PI
const EARLIER_SIZE = 3.5

export const RECENT = 20 // of the user's samples are drawn large; more would hide the library's points

const CORNERS = [[0, -1], [1, 0], [0, 1], [-1, 0]]

/**
 * Draw the whole layer.
 * @param {CanvasRenderingContext2D} context
 * @param {MapCanvas} map
 */
export function drawOverlay(context, map) {
  context.setTransform(map.ratio, 0, 0, map.ratio, 0, 0)
  context.clearRect(0, 0, map.view.width, map.view.height)
  map.names.draw(context, map)
  drawEarlier(context, map)
  for (const sample of map.samples.slice(-RECENT)) if (sample !== map.current) drawSample(context, map, sample)
  if (map.current) drawSample(context, map, map.current)
  for (const draw of map.drawings) draw(context, map)
  if (map.hovered >= 0) drawRing(context, map)
  drawPuck(context, map)
}

/**
 * Draw all but the newest of the user's samples: outlines, fainter if undone, through which the library is seen.
 * @param {CanvasRenderingContext2D} context
 * @param {MapCanvas} map
 */
function drawEarlier(context, { samples, current, family, view, theme }) {
  const size = EARLIER_SIZE * Math.sqrt(Math.sqrt(view.scale))
  context.lineWidth = 1
  context.strokeStyle = theme.text
  for (const undone of [true, false]) {
    context.globalAlpha = undone ? 0.35 : 0.7
    context.beginPath()
    for (const sample of samples.slice(0, -RECENT)) {
      if (family?.has(sample.name)) continue
      if (sample !== current && sample.undone === undone) addDiamond(context, ...view.toScreen(sample.x, sample.y), size)
    }
    context.stroke()
  }
  context.globalAlpha = 1
}

/**
 * Draw one of the user's newest samples: a diamond, hollow if undone, larger if current.
 * @param {CanvasRenderingContext2D} context
 * @param {MapCanvas} map
 * @param {Sample} sample
 */
function drawSample(context, { view, theme, current, family }, sample) {
  if (family?.has(sample.name)) return
  const isCurrent = sample === current
  const [left, top] = view.toScreen(sample.x, sample.y)
  const size = isCurrent ? 9 : 6
  const colour = isCurrent ? theme.accent : theme.text
  context.beginPath()
  addDiamond(context, left, top, size)
  context.lineWidth = isCurrent ? 5 : 2.5
  context.strokeStyle = theme.ground
  context.stroke()
  context.lineWidth = 1.2
  context.strokeStyle = context.fillStyle = colour
  if (sample.undone) context.stroke()
  else context.fill()
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} left
 * @param {number} top
 * @param {number} size
 */
function addDiamond(context, left, top, size) {
  context.moveTo(left, top - size)
  for (const [right, down] of CORNERS.slice(1)) context.lineTo(left + size * right, top + size * down)
  context.closePath()
}

/**
 * Draw the point: a ring and a cross in the text colour, with a wide rim that stands out from points of any colour.
 * @param {CanvasRenderingContext2D} context
 * @param {MapCanvas} map
 */
function drawPuck(context, map) {
  const [left, top] = map.view.toScreen(map.puck.x, map.puck.y)
  strokeWithRim(context, map, 3, 4, () => {
    context.arc(left, top, 13, 0, TURN)
    for (const [right, down] of CORNERS) {
      context.moveTo(left + 13 * right, top + 13 * down)
      context.lineTo(left + 21 * right, top + 21 * down)
    }
  })
}

/**
 * Draw a ring around the hovered sound.
 * @param {CanvasRenderingContext2D} context
 * @param {MapCanvas} map
 */
function drawRing(context, map) {
  if (!map.points) return
  const [left, top] = map.view.toScreen(map.points.xs[map.hovered], map.points.ys[map.hovered])
  strokeWithRim(context, map, 2, 2.5, () => context.arc(left, top, 8, 0, TURN))
}
