// Colours of labels: distinct for the colour-blind, with enough contrast on dark and light backgrounds.

/** @typedef {number[]} Rgb red, green, blue: 0 to 255 */

const ENOUGH = 3 // WCAG 2.1, 1.4.11: contrast of what is not text

// The map's colours are made for a dark background. On a light one these replace them: darker, and as far apart.
const ON_LIGHT = new Map(Object.entries({
  '#e69f00': '#b36b00', '#56b4e9': '#2f8fd0', '#009e73': '#00805c', '#f0e442': '#8a7f00', '#0072b2': '#08458f',
  '#d55e00': '#c43a00', '#cc79a7': '#b8468a', '#99ddff': '#4477aa', '#ee8866': '#cc6677', '#bbcc33': '#777711',
  '#ffaabb': '#882255', '#44bb99': '#117733', '#eedd88': '#806020', '#77aadd': '#332288', '#aaaa00': '#44400a',
}))

/**
 * Return the colour of a label on a background, mixed with black or white until it has enough contrast.
 * @param {string} colour '#rrggbb', as map.json has it
 * @param {string} background '#rrggbb'
 * @returns {Rgb}
 */
export function withContrast(colour, background) {
  const other = rgb(background)
  const isLight = luminance(other) > 0.3
  const own = rgb((isLight && ON_LIGHT.get(colour)) || colour)
  const target = isLight ? 0 : 255
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = own.map((value) => Math.round(value + share * (target - value)))
    if (contrast(mixed, other) >= ENOUGH) return mixed
  }
  return [target, target, target]
}

/**
 * Convert '#rrggbb' to numbers.
 * @param {string} colour
 * @returns {Rgb}
 */
export function rgb(colour) {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16))
}

/** @param {Rgb} colour */
export function css([red, green, blue]) {
  return `rgb(${red} ${green} ${blue})`
}

/**
 * @param {Rgb} one
 * @param {Rgb} other
 */
function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

/** @param {Rgb} colour */
function luminance(colour) {
  const [red, green, blue] = colour.map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
