// The confidence over the map, as shading, and that of a sound, in words.

/** @import { View } from './view.js' */

import { rgb } from './colours.js'

export class ConfidenceLayer {
  /** @param {CanvasRenderingContext2D} context */
  constructor(context) {
    this.context = context
    /** @type {Uint8Array | null} 0 to 255 per cell of a square grid, bottom row first; null until loaded */
    this.cells = null
    /** @type {{ cells: Uint8Array | null, ground: string } | null} */
    this.drawn = null
  }

  /**
   * Draw one pixel per cell, which the browser scales smoothly to the size of the map.
   * @param {View} view
   * @param {string} ground colour of full confidence
   */
  draw(view, ground) {
    const { canvas } = this.context
    if (this.drawn?.cells !== this.cells || this.drawn.ground !== ground) this.fill(ground)
    const [left, bottom] = view.toScreen(0, 0)
    const [scaleX, scaleY] = [view.across / canvas.width, view.down / canvas.height]
    canvas.style.transform = `translate(${left}px, ${bottom - view.down}px) scale(${scaleX}, ${scaleY})`
  }

  /**
   * Fill the cells; until they have loaded, with full confidence.
   * @param {string} ground
   */
  fill(ground) {
    const cells = this.cells ?? Uint8Array.of(255)
    const side = Math.sqrt(cells.length)
    this.context.canvas.width = this.context.canvas.height = side
    const image = this.context.createImageData(side, side)
    const colour = rgb(ground)
    for (let row = 0; row < side; row++) {
      for (let column = 0; column < side; column++) {
        const at = 4 * ((side - 1 - row) * side + column)
        image.data.set(colour, at)
        image.data[at + 3] = cells[row * side + column]
      }
    }
    this.context.putImageData(image, 0, 0)
    this.drawn = { cells: this.cells, ground }
  }
}

/**
 * Return in words how sure a sound is, the same ones for a sample and for a position.
 * @param {number} confidence
 * @param {boolean} alone whether the model alone makes it although the bundle has detail
 */
export function confidenceText(confidence, alone) {
  if (alone) return 'made by the model alone'
  if (confidence >= 0.75) return 'close to library sounds'
  return confidence >= 0.35 ? 'between library sounds' : 'between unlike sounds'
}
