// Colours of labels: distinct for the colour-blind, with enough contrast on dark and light backgrounds.

/** @typedef {number[]} Rgb red, green, blue: 0 to 255 */

const ENOUGH = 3 // WCAG 2.1, 1.4.11: contrast of what is not text

// The map's colours are made for a dark background. On a light one these replace them: darker, and as far apart.
const ON_LIGHT = new Map(Object.entries({
  '#e69f00': '#9d8927', '#56b4e9': '#3b89c4', '#009e73': '#00764e', '#f0e442': '#896214', '#0072b2': '#144e9d',
  '#d55e00': '#4e2700', '#cc79a7': '#eb6289', '#9dd84e': '#4e4e14', '#d81414': '#ff4e00', '#62ffd8': '#4e9d62',
  '#893bff': '#d800ff', '#d8c4ff': '#4e1462', '#896289': '#894e76', '#eb6262': '#76003b', '#c476ff': '#2700d8',
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
