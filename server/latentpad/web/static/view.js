// What part of the map is seen: from the map's [0, 1]², y upwards, to the screen's pixels, y downwards.

export const MARGIN = 26
const CLOSEST = 60

export class View {
  constructor() {
    this.width = this.height = 1
    this.whole()
  }

  whole() {
    this.scale = 1
    this.x = this.y = 0.5
  }

  resize(width, height) {
    this.width = width
    this.height = height
    this.clamp()
  }

  /** Pixels that the map's side takes. */
  get across() {
    return Math.max(1, this.width - 2 * MARGIN) * this.scale
  }

  get down() {
    return Math.max(1, this.height - 2 * MARGIN) * this.scale
  }

  toScreen(x, y) {
    return [(x - this.x) * this.across + this.width / 2, (this.y - y) * this.down + this.height / 2]
  }

  toMap(left, top) {
    return [(left - this.width / 2) / this.across + this.x, this.y - (top - this.height / 2) / this.down]
  }

  /** Zoom, so that what is under a pixel stays there. */
  zoom(factor, left = this.width / 2, top = this.height / 2) {
    const [x, y] = this.toMap(left, top)
    this.scale = Math.min(CLOSEST, Math.max(1, this.scale * factor))
    const [nowX, nowY] = this.toMap(left, top)
    this.x += x - nowX
    this.y += y - nowY
    this.clamp()
  }

  pan(right, down) {
    this.x -= right / this.across
    this.y += down / this.down
    this.clamp()
  }

  /** Bring a point into sight. */
  follow(x, y) {
    const [left, top] = this.toScreen(x, y)
    const outside = left < MARGIN || left > this.width - MARGIN || top < MARGIN || top > this.height - MARGIN
    if (this.scale === 1 || !outside) return false
    this.x = x
    this.y = y
    this.clamp()
    return true
  }

  clamp() {
    const half = 0.5 / this.scale
    this.x = Math.min(1 - half, Math.max(half, this.x))
    this.y = Math.min(1 - half, Math.max(half, this.y))
  }
}
