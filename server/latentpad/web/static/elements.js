// The page's elements, by id.

/**
 * Return the element with an id, which index.html has to contain.
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @param {new () => T} type
 * @returns {T}
 */
export function byId(id, type = /** @type {any} */ (HTMLElement)) {
  const element = document.getElementById(id)
  if (element instanceof type) return element
  throw new Error(`index.html has no ${type.name} with the id ${id}`)
}

/**
 * Return the 2D context of a canvas.
 * @param {HTMLCanvasElement} canvas
 */
export function contextOf(canvas) {
  const context = canvas.getContext('2d')
  if (context) return context
  throw new Error('this browser cannot draw on a canvas')
}
