// The visible part of the map: from its [0, 1]², y upwards, to the screen's pixels, y downwards.

export const MARGIN = 26
const MAX_SCALE = 60

export class View {
  constructor() {
    this.width = this.height = 1
    this.scale = 1
    this.x = this.y = 0.5 // of the middle
  }

  /** Show the whole map. */
  reset() {
    this.scale = 1
    this.x = this.y = 0.5
  }

  /**
   * @param {number} width
   * @param {number} height
   */
  resize(width, height) {
    this.width = width
    this.height = height
    this.clamp()
  }

  /** Width of the map in pixels. */
  get across() {
    return Math.max(1, this.width - 2 * MARGIN) * this.scale
  }

  /** Height of the map in pixels. */
  get down() {
    return Math.max(1, this.height - 2 * MARGIN) * this.scale
  }

  /**
   * @param {number} x
   * @param {number} y
   * @returns {[left: number, top: number]}
   */
  toScreen(x, y) {
    return [(x - this.x) * this.across + this.width / 2, (this.y - y) * this.down + this.height / 2]
  }

  /**
   * @param {number} left
   * @param {number} top
   * @returns {[x: number, y: number]}
   */
  toMap(left, top) {
    return [(left - this.width / 2) / this.across + this.x, this.y - (top - this.height / 2) / this.down]
  }

  /**
   * Zoom so that the point under a pixel stays there.
   * @param {number} factor
   */
  zoom(factor, left = this.width / 2, top = this.height / 2) {
    const [x, y] = this.toMap(left, top)
    this.scale = Math.min(MAX_SCALE, Math.max(1, this.scale * factor))
    const [nowX, nowY] = this.toMap(left, top)
    this.x += x - nowX
    this.y += y - nowY
    this.clamp()
  }

  /**
   * Move the map by pixels.
   * @param {number} right
   * @param {number} down
   */
  pan(right, down) {
    this.x -= right / this.across
    this.y += down / this.down
    this.clamp()
  }

  /**
   * Centre a point that is not visible; false if it is.
   * @param {number} x
   * @param {number} y
   */
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
