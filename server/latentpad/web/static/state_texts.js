// Texts on what the page is waiting for.

/** @import { Sounds } from './loader.js' */

import { shown } from './shown_text.js'

export const CONNECTED = 'Connected; loading the map …'
export const NOT_RUNNING = `latentpad is not running. Start it with the command latentpad;
  this page reconnects by itself.`
export const WARMING_UP = `latentpad is warming up; the very first start takes a few seconds.
  You can already look around the map.`
export const NO_OUTPUT = `No audio output. Check your sound device and the page's permission;
  samples are still written.`
export const LOCKED = 'Click the map or press a key to turn on sound.'

/**
 * Return what the library's points play.
 * @param {Sounds} sounds
 */
export function libraryText({ audio, library, recordings }) {
  if (audio) return "Points play the library's own files."
  if (recordings) return "Points play the bundle's recordings."
  const more = library.length > 1 ? ` and ${library.length - 1} more` : ''
  const missing = library.length
    ? `The original files weren't found in ${shown(library[0])}${more}` // whether or not the folder is there
    : "latentpad doesn't know where the original files are"
  return `${missing}, so you hear the model's version of each sound.`
}
