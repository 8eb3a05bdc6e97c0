// The screen's device pixels per pixel: they change when a window moves to another screen, or its page is zoomed.

const MAX_RATIO = 2 // more cannot be seen, and takes longer to draw
const LOOK_EVERY = 250 // milliseconds: not every browser has an event for every way in which the ratio can change

/** Return how many device pixels a canvas has per pixel. */
export function pixelRatio() {
  return Math.min(MAX_RATIO, window.devicePixelRatio || 1)
}

/**
 * Call a function each time that the ratio has changed, whether or not anything is resized by it.
 * @param {() => void} onChange
 */
export function watchPixelRatio(onChange) {
  let known = pixelRatio()
  setInterval(() => {
    if (known === pixelRatio()) return
    known = pixelRatio()
    onChange()
  }, LOOK_EVERY)
}
