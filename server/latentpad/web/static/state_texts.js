// Texts on what the page is waiting for.

/** @import { SoundNames } from './loader.js' */

export const CONNECTED = 'Connected; loading the map …'
export const NOT_RUNNING = `latentpad is not running. Start it with the command latentpad;
  this page reconnects by itself.`
export const WARMING_UP = `latentpad is warming up; the very first start takes a few seconds.
  You can already look around the map.`
export const NO_OUTPUT = `This browser plays no sound. Is there an audio output, and may this page use it?
  Samples are made all the same.`
export const LOCKED = 'Click the map or press a key: browsers keep a page silent until then.'

/**
 * Return what the library's points play.
 * @param {SoundNames} sounds
 */
export function libraryText({ audio, library }) {
  if (audio) return "Points play the library's own files."
  const missing = library.length ? `${library[0]} is not on this disk` : "The library's own files are not on this disk"
  return `${missing}: points play the model's version of each sound.`
}
