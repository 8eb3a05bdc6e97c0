// Preferences that this browser remembers.

/**
 * @param {string} key
 * @param {string} value
 */
export function savePreference(key, value) {
  try {
    localStorage.setItem(`latentpad.${key}`, value)
  } catch {
    // private windows store nothing
  }
}

/** @param {string} key */
export function loadPreference(key) {
  try {
    return localStorage.getItem(`latentpad.${key}`)
  } catch {
    return null
  }
}
