// Which sounds of the user's own this browser has seen on the map, by path, so that they are there again next time.

import { loadPreference, savePreference } from './preferences.js'

const KEY = 'own'

/** @param {string[]} paths */
export function rememberPaths(paths) {
  savePreference(KEY, JSON.stringify(paths))
}

/** @returns {string[]} */
export function rememberedPaths() {
  try {
    return JSON.parse(loadPreference(KEY) ?? '[]').map(String)
  } catch {
    return [] // something else has been stored there
  }
}
