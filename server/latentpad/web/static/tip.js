// The tooltip over the map, beside the pointer.

/** @import { View } from './view.js' */

import { shown } from './shown_text.js'

const MOST = 80 // characters of a line

export class Tip {
  /**
   * @param {HTMLElement} element
   * @param {View} view
   */
  constructor(element, view) {
    this.element = element
    this.view = view
  }

  /**
   * Show a name, more about it, and the folder it is in, beside a position.
   * @param {number} left
   * @param {number} top
   * @param {string} name
   * @param {string} more
   * @param {string} folder
   */
  show(left, top, name, more, folder = '') {
    const { element } = this
    const { width, height } = this.view
    const bold = document.createElement('b')
    bold.textContent = shown(name, MOST)
    element.hidden = false
    element.replaceChildren(bold, ` ${shown(more)}`)
    if (folder) element.append(folderLine(folder))
    element.style.left = '0' // otherwise it is measured while squeezed against the edge
    element.style.left = `${Math.min(left + 14, Math.max(0, width - element.offsetWidth - 6))}px`
    element.style.top = `${top + 22 + element.offsetHeight > height ? top - element.offsetHeight - 12 : top + 16}px`
  }

  hide() {
    this.element.hidden = true
  }
}

/** @param {string} folder */
function folderLine(folder) {
  const line = document.createElement('small')
  line.textContent = shown(folder, MOST)
  return line
}
