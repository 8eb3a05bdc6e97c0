// A sample in words, and as something to be dragged out.

import { spoken } from './controls.js'

/** What a sample is called: as the user named it, or by its label and place. */
export function title(sample) {
  const own = stem(sample)
  return sample.keptName && sample.keptName !== own ? sample.keptName : placed(sample)
}

function stem({ name }) {
  return name.replace(/\.wav$/, '')
}

function placed(sample) {
  const label = sample.name.split(/_x[01]\.\d{3}_y/)[0].replaceAll('_', ' ')
  const again = /_s\d+_(\d+)\.wav$/.exec(sample.name)
  const seed = sample.seed ? ` #${sample.seed}` : ''
  return `${label} ${sample.x.toFixed(3)} ${sample.y.toFixed(3)}${seed}${again ? ` (${again[1]})` : ''}`
}

export function seconds({ nSamples, sampleRate }) {
  return `${(nSamples / sampleRate).toFixed(2)} s`
}

/** The controls that a sample was made with, as far as they were turned. @param {object[]} settings settings.json */
export function turned(sample, settings) {
  return settings
    .filter(({ key, default: first }) => key !== 'seed' && sample[key] !== first)
    .map(({ key }) => `${key} ${spoken(key, sample[key])}`)
}

/** How a sample was made, in words. */
export function recipe(sample, settings) {
  const { x, y, seed } = sample
  return [`x ${x.toFixed(3)}, y ${y.toFixed(3)}`, `seed ${seed}`, ...turned(sample, settings)].join(', ')
}

/** The file's name outside of the folder. */
export function fileName(sample) {
  return `${sample.keptName ?? stem(sample)}.wav`
}

/**
 * Let an element be dragged out as a file, and clicked to download it.
 *
 * Chromium's browsers make a file of DownloadURL wherever it is dropped; others drop the address or, into a text, the path.
 */
export function handOut(link, sample) {
  link.href = `/samples/${encodeURIComponent(sample.name)}`
  link.download = fileName(sample)
  link.draggable = true
  link.ondragstart = ({ dataTransfer }) => {
    const url = new URL(link.href, location.href).href
    dataTransfer.effectAllowed = 'copy'
    dataTransfer.setData('DownloadURL', `audio/wav:${fileName(sample).replaceAll(':', '-')}:${url}`)
    dataTransfer.setData('text/uri-list', url)
    dataTransfer.setData('text/plain', sample.kept ?? sample.path)
  }
}
