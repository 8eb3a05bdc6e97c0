// Names of the labels on the map: each over or beside sounds of its label, none over another name or a mark.

/** @import { Label } from './labels.js' */
/** @import { MapCanvas } from './map.js' */
/** @import { Points } from './points.js' */
/** @import { View } from './view.js' */

import { labelText } from './labels.js'

const MIN_SHARE = 0.004 // share of all sounds from which a label is named on the whole map; less when zoomed in
const MAX_LETTERS = 28
const [MIN_SIZE, MAX_SIZE] = [11, 16] // of the letters, in pixels
const SIZE_SHARE = 0.018 // of the map's width and height
const RIM = 4
const GAP = 3 // pixels between two names at least
const ZOOM_BUTTONS = [50, 126] // pixels in the corner at the right
const LARGE_BUTTONS = [60, 156] // for fingers
const FINGERS = window.matchMedia('(pointer: coarse)')
const POSITION_LINE = [260, 34] // pixels in the corner at the left

// Steps from a sound by which a name may be shifted and still be over it, in halves of its width and height.
const SHIFTS = [[0, 0], [0, -0.9], [0, 0.9], [-0.9, 0], [0.9, 0], [-0.9, -0.9], [0.9, -0.9], [-0.9, 0.9], [0.9, 0.9]]

const SPARSE = 300 // sounds; on a smaller map, names are beside their sounds, which would be hidden
const BESIDE = [[0, -1], [0, 1], [1, 0], [-1, 0]]
const CLEAR = 7 // pixels from the middle of a sound

/**
 * @typedef {object} PlacedName
 * @property {string} text
 * @property {number} rank of the label
 * @property {number} spot the sound that it is over or beside
 * @property {number[]} box left, top, right, bottom
 */

export class Names {
  constructor() {
    /** @type {PlacedName[]} */
    this.placed = []
    this.size = MIN_SIZE
    this.of = ''
  }

  /** Place the names again: other sounds are shown. */
  forget() {
    this.of = ''
  }

  /**
   * Write the names, placed again only if the view or the marks have changed.
   * @param {CanvasRenderingContext2D} context
   * @param {MapCanvas} map
   */
  draw(context, { labels, points, view, theme, marks }) {
    if (!points) return
    const { width, height } = view
    this.size = Math.round(Math.min(MAX_SIZE, Math.max(MIN_SIZE, SIZE_SHARE * Math.sqrt(width * height))))
    context.font = `600 ${this.size}px system-ui, sans-serif`
    const boxes = marks(view)
    const of = [width, height, view.scale, view.x, view.y, ...boxes].join()
    const widthOf = (/** @type {string} */ text) => context.measureText(text).width
    if (of !== this.of) this.placed = placeNames(labels, points, view, this.size, widthOf, boxes)
    this.of = of
    context.textAlign = 'center'
    context.textBaseline = 'middle'
    context.lineJoin = 'round'
    context.lineWidth = RIM
    context.strokeStyle = theme.ground
    context.fillStyle = theme.text
    for (const { text, box } of this.placed) {
      const middle = /** @type {const} */ ([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2])
      context.strokeText(text, ...middle)
      context.fillText(text, ...middle)
    }
  }
}

/**
 * Place the names of the labels that have room, the largest labels first; second regions come last.
 * @param {Label[]} labels
 * @param {Points} points
 * @param {View} view
 * @param {number} size of the letters
 * @param {(text: string) => number} widthOf
 * @param {number[][]} marks boxes that stay free
 */
export function placeNames(labels, points, view, size, widthOf, marks) {
  const fewest = (points.count * MIN_SHARE) / view.scale
  const { width, height } = view
  const buttons = FINGERS.matches ? LARGE_BUTTONS : ZOOM_BUTTONS
  const taken = [
    [width - buttons[0], height - buttons[1], width, height],
    [0, height - POSITION_LINE[1], Math.min(POSITION_LINE[0], width / 2), height],
    ...marks,
  ]
  /** @type {PlacedName[]} */
  const placed = []
  /** @type {(label: Label, rank: number, spots: number[]) => void} */
  const place = (label, rank, spots) => {
    const text = shortened(labelText(label.name.split('/').at(-1) || label.name)) // a label can be a folder
    const half = [widthOf(text) / 2 + RIM / 2 + 1, size * 0.6 + RIM / 2]
    for (const spot of spots) {
      const at = /** @type {const} */ ([view, ...view.toScreen(...points.at(spot)), half, taken])
      const box = points.visible[spot] && ((points.count < SPARSE && freeBoxBeside(...at)) || freeBox(...at))
      if (!box) continue
      taken.push(box)
      placed.push({ text, rank, spot, box })
      return
    }
  }
  const named = labels.flatMap((label, rank) => (label.example !== undefined && label.count >= fewest ? { label, rank } : []))
  for (const { label, rank } of named) {
    place(label, rank, [...label.regions.flatMap(({ spots }) => spots), ...(points.filtered ? [label.example ?? -1] : [])])
  }
  const first = new Map(placed.map(({ rank, spot }) => [rank, spot]))
  for (const { label, rank } of named) {
    const spot = first.get(rank) ?? -1
    for (const { spots } of label.regions) if (first.has(rank) && !spots.includes(spot)) place(label, rank, spots)
  }
  return placed
}

/**
 * Return a box over a position in which nothing else is, inside the view; null if there is none.
 * @param {View} view
 * @param {number} left
 * @param {number} top
 * @param {number[]} half width and height
 * @param {number[][]} taken
 */
function freeBox({ width, height }, left, top, [across, down], taken) {
  if (left < 0 || top < 0 || left > width || top > height) return null
  for (const [right, below] of SHIFTS) {
    const x = Math.min(width - across, Math.max(across, left + right * across))
    const y = Math.min(height - down, Math.max(down, top + below * down))
    if (Math.abs(x - left) > across || Math.abs(y - top) > down) continue
    const box = [x - across, y - down, x + across, y + down]
    if (!taken.some((other) => overlap(box, other))) return box
  }
  return null
}

/**
 * Return a box beside a position in which nothing else is, inside the view; null if there is none.
 * @param {View} view
 * @param {number} left
 * @param {number} top
 * @param {number[]} half width and height
 * @param {number[][]} taken
 */
function freeBoxBeside({ width, height }, left, top, [across, down], taken) {
  if (left < 0 || top < 0 || left > width || top > height) return null
  for (const [right, below] of BESIDE) {
    const [x, y] = [left + right * (across + CLEAR), top + below * (down + CLEAR)]
    const box = [x - across, y - down, x + across, y + down]
    const isInside = box[0] >= 0 && box[1] >= 0 && box[2] <= width && box[3] <= height
    if (isInside && !taken.some((other) => overlap(box, other))) return box
  }
  return null
}

/**
 * @param {number[]} one left, top, right, bottom
 * @param {number[]} other
 */
function overlap(one, other) {
  return one[0] < other[2] + GAP && other[0] < one[2] + GAP && one[1] < other[3] && other[1] < one[3]
}

/**
 * Leave out the middle of a long name: folders often begin alike, and end in numbers.
 * @param {string} text
 */
function shortened(text) {
  const half = MAX_LETTERS / 2
  return text.length > MAX_LETTERS ? `${text.slice(0, half).trim()} … ${text.slice(2 - half).trim()}` : text
}
