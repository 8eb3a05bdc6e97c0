// Samples as text, and as files that can be dragged out.

/** @import { Setting } from './controls.js' */

import { formatValue } from './controls.js'
import { labelText } from './labels.js'
import { shown } from './shown_text.js'

const MAX_DIGITS = 5 // of a seed in titles: the last ones, since those of relatives are consecutive

/**
 * @typedef {object} SampleFacts
 * @property {string} name of the file
 * @property {string} path
 * @property {string | null} kept path of the kept copy
 * @property {string | null} keptName
 * @property {boolean} undone
 * @property {number} x
 * @property {number} y
 * @property {number} seed
 * @property {number} sampleRate
 * @property {number} nSamples
 * @property {number} confidence
 * @property {number} pitchHz 0 for none
 * @property {string[]} parents names of the library's sounds whose detail is in it
 * @property {string} bundle digest of the bundle that it was rendered with
 * @property {number} batch that it belongs to, 0 for none
 * @property {string} kit name of the kit's folder, empty for none
 * @property {number} note of the kit's pad, 0 if General MIDI has none
 * @property {{ blend?: number[][], morph?: { path: string, amount: number } } | null} source what it comes from, if that is not its point alone
 */

/** @typedef {SampleFacts & Record<string, unknown>} Sample with the value of each control, by its key */

/**
 * Return a sample's title: the name under which the user kept it, or its label and point.
 * @param {Sample} sample
 */
export function title(sample) {
  const own = stem(sample)
  return shown(sample.keptName && sample.keptName !== own ? sample.keptName : defaultTitle(sample))
}

/** @param {Sample} sample */
function stem({ name }) {
  return name.replace(/^.*\//, '').replace(/\.wav$/, '')
}

/**
 * Return the name of a kit's sample without the number of its pad.
 * @param {Sample} sample
 */
export function padName(sample) {
  return shown(stem(sample).replace(/^\d\d /, ''))
}

/**
 * Return where a sample can be fetched.
 * @param {Sample} sample
 */
export function urlOf({ name }) {
  return `/samples/${[...name].map(encoded).join('')}`
}

/**
 * Return a character as a URL has it; a byte of a name that is not UTF-8 is half a character in the daemon's texts.
 * @param {string} character
 */
function encoded(character) {
  if (/[\udc80-\udcff]/u.test(character)) return `%${(character.charCodeAt(0) - 0xdc00).toString(16)}`
  return encodeURIComponent(character.replace(/\p{Cs}/gu, '\ufffd'))
}

/**
 * Return the label of a sample, as it is in its name.
 * @param {Sample} sample
 */
export function labelOf({ name }) {
  return name.split(/_x[01]\.\d{3}_y/)[0]
}

/** @param {Sample} sample */
function defaultTitle(sample) {
  if (sample.kit) return `${stem(sample)}, ${sample.kit}`
  const label = labelText(labelOf(sample))
  const copy = /_s\d+_(\d+)\.wav$/.exec(sample.name)
  const digits = String(sample.seed)
  const seed = sample.seed ? ` #${digits.length > MAX_DIGITS ? `…${digits.slice(-MAX_DIGITS)}` : digits}` : ''
  return `${label} ${sample.x.toFixed(3)} ${sample.y.toFixed(3)}${seed}${copy ? ` (${copy[1]})` : ''}`
}

/** @param {Sample} sample */
export function duration({ nSamples, sampleRate }) {
  return `${(nSamples / sampleRate).toFixed(2)} s`
}

/**
 * Return the controls of a sample that are not at their defaults.
 * @param {Sample} sample
 * @param {Setting[]} settings
 */
export function changedControls(sample, settings) {
  return settings
    .filter(({ key, default: initial }) => key !== 'seed' && sample[key] !== initial)
    .map(({ key }) => `${key} ${formatValue(key, valueOf(sample, key))}`)
}

/**
 * Return the value of a sample's setting.
 * @param {Sample} sample
 * @param {string} key
 */
export function valueOf(sample, key) {
  const value = sample[key]
  return typeof value === 'string' ? value : Number(value)
}

/**
 * Return a sample's point, seed and controls as text.
 * @param {Sample} sample
 * @param {Setting[]} settings
 */
export function recipe(sample, settings) {
  const { x, y, seed } = sample
  const { blend, morph } = sample.source ?? {}
  const own = morph && `${shown(morph.path.split(/[\\/]/).at(-1) ?? '')}, morphed by ${Math.round(100 * morph.amount)}\u00a0%`
  const from = blend ? [`blend of ${blend.length} places`] : own ? [own] : []
  const point = `x ${x.toFixed(3)}, y ${y.toFixed(3)}`
  return [...from, point, `seed ${seed}`, ...changedControls(sample, settings)].join(', ')
}

/**
 * Return the name that the file has when it is dragged out or downloaded.
 * @param {Sample} sample
 */
export function fileName(sample) {
  return `${sample.keptName ?? stem(sample)}.wav`
}

/**
 * Make an element draggable as the sample's file; if it is a link, a click downloads it.
 *
 * Chromium turns DownloadURL into a file wherever it is dropped; other browsers drop the URL or, into text, the path.
 * @param {HTMLElement} element
 * @param {Sample} sample
 */
export function makeDraggable(element, sample) {
  if (element instanceof HTMLAnchorElement) {
    element.href = urlOf(sample)
    element.download = fileName(sample)
  }
  element.draggable = true
  element.ondragstart = ({ dataTransfer }) => {
    if (!dataTransfer) return
    const url = new URL(urlOf(sample), location.href).href
    dataTransfer.effectAllowed = 'copy'
    dataTransfer.setData('DownloadURL', `audio/wav:${fileName(sample).replaceAll(':', '-')}:${url}`)
    dataTransfer.setData('text/uri-list', url)
    dataTransfer.setData('text/plain', sample.kept ?? sample.path)
  }
}
