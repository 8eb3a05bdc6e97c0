// The upper layer of the map: names of labels, the user's own samples, the sound that is met, and the point.

import { css } from './colours.js'

const TURN = 2 * Math.PI
const SMALLEST_NAMED = 0.004 // share of the sounds that a label has to have to be named on the whole map; less when closer
const CORNERS = [[0, -1], [1, 0], [0, 1], [-1, 0]]

/** Draw all of it. @param {CanvasRenderingContext2D} context @param {MapPicture} map */
export function drawOverlay(context, map) {
  context.setTransform(map.ratio, 0, 0, map.ratio, 0, 0)
  context.clearRect(0, 0, map.view.width, map.view.height)
  drawNames(context, map)
  for (const sample of map.samples) if (sample !== map.current) drawSample(context, map, sample)
  if (map.hovered >= 0) drawRing(context, map, map.hovered)
  if (map.current) drawSample(context, map, map.current)
  drawPuck(context, map)
}

/** Write each label where most of its sounds are, the largest first; what would lie on another is left out. */
function drawNames(context, { labels, points, view, theme }) {
  const taken = []
  context.font = '600 13px system-ui, sans-serif'
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.lineJoin = 'round'
  const fewest = ((points?.count ?? 0) * SMALLEST_NAMED) / view.scale
  for (const { name, x, y, hidden, count } of labels) {
    if (hidden || count < fewest) continue
    const words = name.replaceAll('_', ' ')
    const [left, top] = view.toScreen(x, y)
    const half = context.measureText(words).width / 2 + 4
    const box = [left - half, top - 10, left + half, top + 10]
    const outside = box[0] < 0 || box[2] > view.width || box[1] < 0 || box[3] > view.height
    if (outside || taken.some((other) => overlap(box, other))) continue
    taken.push(box)
    context.lineWidth = 4
    context.strokeStyle = css(theme.known)
    context.strokeText(words, left, top)
    context.fillStyle = theme.text
    context.fillText(words, left, top)
  }
}

/** A sample of the user's own: a diamond, hollow once it is undone; the current one is larger. */
function drawSample(context, { view, theme, current }, sample) {
  const isCurrent = sample === current
  const [left, top] = view.toScreen(sample.x, sample.y)
  const size = isCurrent ? 9 : 6
  const ink = isCurrent ? theme.accent : theme.text
  context.beginPath()
  for (const [right, down] of CORNERS) context.lineTo(left + size * right, top + size * down)
  context.closePath()
  context.lineWidth = isCurrent ? 5 : 2.5
  context.strokeStyle = css(theme.known)
  context.stroke()
  context.lineWidth = 1.2
  context.strokeStyle = context.fillStyle = ink
  if (sample.undone) context.stroke()
  else context.fill()
}

/** The point: a ring and a cross, in the colour of text with a broad rim, to stand out from points of any colour. */
function drawPuck(context, { view, theme, puck }) {
  const [left, top] = view.toScreen(puck.x, puck.y)
  outline(context, theme, 3, 4, () => {
    context.arc(left, top, 13, 0, TURN)
    for (const [right, down] of CORNERS) {
      context.moveTo(left + 13 * right, top + 13 * down)
      context.lineTo(left + 21 * right, top + 21 * down)
    }
  })
}

function drawRing(context, { view, theme, points }, index) {
  const [left, top] = view.toScreen(points.xs[index], points.ys[index])
  outline(context, theme, 2, 2.5, () => context.arc(left, top, 8, 0, TURN))
}

function outline(context, theme, wide, rim, path) {
  for (const [colour, width] of [[css(theme.known), wide + rim], [theme.text, wide]]) {
    context.beginPath()
    path()
    context.lineWidth = width
    context.strokeStyle = colour
    context.stroke()
  }
}

function overlap(one, other) {
  return one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3]
}
