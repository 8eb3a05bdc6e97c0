// The words of an import.

/** @import { ImportState } from './import.js' */

import { labelText } from './labels.js'
import { sentence, shown } from './shown_text.js'

const NBSP = '\u00a0'
const MAX_KINDS = 12 // that are named
const [MAX_PATH, MAX_NOTE] = [300, 500] // characters

/** @type {Record<string, string>} by the process's own names of its stages */
const STAGES = {
  'copy': 'Copying your files',
  'scan': 'Looking through the folder',
  'read': 'Listening to your sounds',
  'place': 'Placing your sounds on the map',
  'train': 'Learning your sounds',
  'lay out': 'Laying out the map',
  'write': 'Writing the map',
}

const COUNTED = ['copy', 'scan', 'read', 'place'] // stages that count sounds; of the others, shares mean more

/**
 * Return what an import does now, and how long all of it will take.
 * @param {ImportState} state
 */
export function stageText({ stage, done, total, remaining, phase }) {
  const words = STAGES[stage] ?? (phase === 'copying' ? STAGES.copy : 'Starting')
  const share = COUNTED.includes(stage) ? `${done.toLocaleString('en')} of ${total.toLocaleString('en')}` : `${Math.floor((100 * done) / total)}${NBSP}%`
  const count = total > 1 ? `: ${share}` : ''
  return `${words}${count}${remaining === null ? ' …' : `, ${timeText(remaining)} left`}`
}

/**
 * Return a time in words, rounded so that it does not flicker.
 * @param {number} seconds
 */
export function timeText(seconds) {
  if (seconds < 10) return 'a few seconds'
  if (seconds < 90) return `about ${Math.ceil(seconds / 10) * 10}${NBSP}seconds`
  if (seconds < 90 * 60) return `about ${Math.round(seconds / 60)}${NBSP}minutes`
  return `about ${Math.round(seconds / 3600)}${NBSP}hours`
}

/**
 * Return the text of the button that opens the panel.
 * @param {ImportState} state
 */
export function buttonText({ phase, kind, remaining }) {
  if (phase !== 'copying' && phase !== 'running') return 'Import folder …'
  const doing = kind === 'train' ? 'Learning' : 'Importing'
  if (remaining === null) return `${doing} …`
  const time = remaining < 90 ? `${Math.max(10, Math.ceil(remaining / 10) * 10)}${NBSP}s` : `${Math.round(remaining / 60)}${NBSP}min`
  return `${doing}, ${time} left`
}

/**
 * Return what is in the folder.
 * @param {ImportState} state
 */
export function summaryText({ files, kinds, noKind, loops }) {
  if (files === null) return ''
  const named = kinds.slice(0, MAX_KINDS).map(([kind, count]) => `${labelText(kind)}${NBSP}${count}`)
  const others = kinds.slice(MAX_KINDS).reduce((sum, [, count]) => sum + count, 0)
  const parts = [...named, ...(others ? [`other kinds${NBSP}${others}`] : []), ...(noKind ? [`without a kind${NBSP}${noKind}`] : [])]
  const list = parts.length ? `: ${parts.join(', ')}` : ''
  return `${plural(files, 'sound')}${list}.${loops ? ` ${plural(loops, 'loop')} left out.` : ''}`
}

/**
 * Return where the copy is and how much space it takes; empty if the files are read where they are.
 * @param {ImportState} state
 */
export function copyText({ copiedBytes, folder }) {
  return copiedBytes ? `Your files were copied to ${shown(folder, MAX_PATH)} (${sizeText(copiedBytes)}).` : ''
}

/**
 * Return what the summary, which counts kinds and loops by their names, leaves to say.
 * @param {ImportState} state
 */
export function notesText({ notes }) {
  return notes.filter((note) => !note.includes('judging by the names')).map((note) => shown(withoutOptions(note), MAX_NOTE)).join('\n')
}

/**
 * Return a text without the options of a command, which the page does not have.
 * @param {string} text
 */
function withoutOptions(text) {
  return text
    .replace(/ \([^()]*--[^()]*\)/g, '')
    .replace(/, or choose another \w+ with -{1,2}\w+/g, '')
    .replace('repeat the command', 'continue the import')
}

/**
 * Return what can be played already, or why nothing can.
 * @param {ImportState} state
 */
export function resultText({ phase, sounds, name, message, kind }) {
  if (phase === 'failed') return sentence(`${shown(name)}: ${shown(withoutOptions(message), MAX_NOTE)}`)
  if (phase === 'cancelled') return 'Cancelled. What is done so far is kept: you can continue at any time.'
  if (phase === 'finished') return `${shown(name)} is ready${sounds ? `: ${plural(sounds, 'sound')} on the map` : ''}.`
  if (!sounds) return kind === 'train' ? 'You can go on playing meanwhile.' : ''
  return `You can play ${plural(sounds, 'sound')} already. The map gets better when it is done.`
}

/**
 * Return a size in words.
 * @param {number} bytes
 */
function sizeText(bytes) {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)}${NBSP}GB` : `${Math.max(1, Math.round(bytes / 1e6))}${NBSP}MB`
}

/**
 * @param {number} count
 * @param {string} noun
 */
export function plural(count, noun) {
  return `${count.toLocaleString('en')}${NBSP}${noun}${count === 1 ? '' : 's'}`
}
