// Texts in the form in which they are compared: case, and how an accent is written, make no difference.

/**
 * Return a text in lower case with accents composed (NFC): macOS writes names of files decomposed.
 * @param {string} text
 */
export function folded(text) {
  return text.normalize().toLowerCase().normalize()
}
