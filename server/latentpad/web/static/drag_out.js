// How samples leave the page: what this browser can drag, in words.

/** @import { Status } from './status.js' */

import { byId } from './elements.js'

const TOUCH = '(pointer: coarse)'

/**
 * @typedef {object} NavigatorUAData what Chromium says of itself
 * @property {{ brand: string }[]} brands
 */

/** Whether what is dragged becomes a file in other programs: in Chromium and its relatives, with a mouse. */
export function dragsFiles() {
  const { userAgentData } = /** @type {{ userAgentData?: NavigatorUAData }} */ (navigator)
  const isChromium = userAgentData?.brands.some(({ brand }) => brand === 'Chromium') ?? 'chrome' in window
  return isChromium && !window.matchMedia(TOUCH).matches
}

export class DragOut {
  /** @param {Status} status */
  constructor(status) {
    this.status = status
    this.hasShelf = false
    document.addEventListener('dragend', (event) => this.ended(event))
    window.matchMedia(TOUCH).addEventListener('change', () => this.show())
    this.show()
  }

  /** Offer the shelf: it can be opened here. */
  offerShelf() {
    this.hasShelf = true
    byId('open-shelf').hidden = false
    this.show()
  }

  /** Where else files can be dragged from. */
  get others() {
    return this.hasShelf ? 'Show in folder or the Shelf' : 'Show in folder'
  }

  show() {
    const isTouch = window.matchMedia(TOUCH).matches
    const drag = byId('drag')
    drag.textContent = dragsFiles() ? '⠿ Drag out' : '⤓ Download'
    drag.title = dragsFiles()
      ? 'Drag the file to the desktop or into your DAW, or click to download it (D)'
      : 'Download it, under its name (D)'
    byId('drag-hint').textContent = dragsFiles()
      ? `It becomes a file where you drop it. If a program takes no drop, drag from ${this.others}.`
      : isTouch
        ? 'A download has the name of the sample. The file is also in the folder below.'
        : `This browser drags no files into other programs: drag from ${this.others}, or download.`
  }

  /** @param {DragEvent} event */
  ended({ dataTransfer }) {
    if (dataTransfer?.dropEffect !== 'none' || document.querySelector('#map.dropping')) return
    this.status.setMessage(`Nothing has taken the file; it can also be dragged from ${this.others}.`)
  }
}
