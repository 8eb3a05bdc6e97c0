// Colours that are told apart by the colour-blind come with the map; here they are made to stand out from the ground.

const ENOUGH = 3 // WCAG 2.1, 1.4.11: contrast of what is no text

/** How labels look besides their colour: the 7 largest are discs, the next 8 squares, all others triangles. */
export function shapeOf(rank) {
  if (rank < 0) return 2
  return rank < 7 ? 0 : rank < 15 ? 1 : 2
}

// The colours of the map are made for a dark ground. On a light one these take their place: darker, and as far apart.
const ON_LIGHT = new Map(Object.entries({
  '#e69f00': '#b36b00', '#56b4e9': '#2f8fd0', '#009e73': '#00805c', '#f0e442': '#8a7f00', '#0072b2': '#08458f',
  '#d55e00': '#c43a00', '#cc79a7': '#b8468a', '#99ddff': '#4477aa', '#ee8866': '#cc6677', '#bbcc33': '#777711',
  '#ffaabb': '#882255', '#44bb99': '#117733', '#eedd88': '#806020', '#77aadd': '#332288', '#aaaa00': '#44400a',
}))

/** The colour that takes a colour's place on a ground. */
export function onGround(colour, ground) {
  return luminance(rgb(ground)) > 0.3 ? (ON_LIGHT.get(colour) ?? colour) : colour
}

/** '#rrggbb' to [red, green, blue]. */
export function rgb(colour) {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16))
}

/** Mix a colour with black or white until it stands out from the ground. */
export function standingOut(colour, ground) {
  const [own, other] = [rgb(colour), rgb(ground)]
  const towards = luminance(other) > 0.3 ? 0 : 255
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = own.map((value) => Math.round(value + share * (towards - value)))
    if (contrast(mixed, other) >= ENOUGH) return mixed
  }
  return [towards, towards, towards]
}

export function css([red, green, blue]) {
  return `rgb(${red} ${green} ${blue})`
}

function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(values) {
  const [red, green, blue] = values.map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
