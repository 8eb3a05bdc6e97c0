// Colours that are told apart by the colour-blind come with the map; here they are made to stand out from the ground.

const ENOUGH = 3 // WCAG 2.1, 1.4.11: contrast of what is no text

/** How labels look besides their colour: the 7 largest are discs, the next 8 squares, all others triangles. */
export function shapeOf(rank) {
  if (rank < 0) return 2
  return rank < 7 ? 0 : rank < 15 ? 1 : 2
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
