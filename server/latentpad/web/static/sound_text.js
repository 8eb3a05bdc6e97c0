// What the tooltip says of a sound of the library.

/** @import { MapCanvas } from './map.js' */
/** @import { SoundNames } from './sound_names.js' */

import { labelText, noLabelText } from './labels.js'

/**
 * Return the label of a sound, and whether the sound told it.
 * @param {number} index
 * @param {MapCanvas} map
 */
function kindText(index, map) {
  const name = map.labels[map.points?.ranks[index] ?? -1]?.name
  if (name === undefined) return noLabelText(map.bySound !== null)
  return labelText(name) + (map.bySound?.[index] ? ', by its sound' : '')
}

/**
 * Return the name of a sound's file, its label and length, and its folder.
 * @param {number} index
 * @param {MapCanvas} map
 * @param {SoundNames} names
 * @param {ArrayLike<number>} seconds
 * @returns {[name: string, more: string, folder: string]}
 */
export function soundText(index, map, names, seconds) {
  const label = kindText(index, map)
  const path = names.at(index)?.split(/[\\/]/) ?? []
  const name = path.pop() ?? label
  const length = seconds[index] === undefined ? '' : `, ${seconds[index].toFixed(2)} s`
  return [name, `${label}${length}`, path.join('/')]
}
