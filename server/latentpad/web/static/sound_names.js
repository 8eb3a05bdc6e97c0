// The names of the library's sounds, which are paths: looked up, searched, and their largest folders counted.
//
// They are kept as a few long texts. A million strings would take twice the memory, and ten times as long to search.

import { folded } from './folded.js'

const MAX_FOLDERS = 30

/**
 * @typedef {object} Chunk the names of sounds that follow each other
 * @property {number} first sound
 * @property {string} text names, one on each line
 * @property {Uint32Array} starts of the names in the text, and its end
 * @property {string} searched the text, folded
 * @property {Uint32Array} searchedStarts
 */

export class SoundNames {
  constructor() {
    /** @type {Chunk[]} */
    this.chunks = []
    this.count = 0
    /** @type {Map<string, number>} sounds in each folder, those in its subfolders left out */
    this.folders = new Map()
  }

  clear() {
    this.chunks = []
    this.count = 0
    this.folders.clear()
  }

  /**
   * Add the names of the next sounds.
   * @param {string} text names, one on each line
   */
  add(text) {
    const searched = folded(text)
    const [starts, searchedStarts] = [startsOf(text), startsOf(searched)] // a letter can become two, or two one
    this.chunks.push({ first: this.count, text, starts, searched, searchedStarts })
    this.count += starts.length - 1
    this.countFolders(text, starts)
  }

  /**
   * Return the name of a sound; nothing if it has not been added.
   * @param {number} index
   */
  at(index) {
    const chunk = this.chunks.findLast(({ first }) => first <= index)
    if (!chunk || index >= this.count) return undefined
    const { first, text, starts } = chunk
    return text.slice(starts[index - first], starts[index - first + 1] - 1)
  }

  /**
   * Set `found` to `next` for each sound whose name contains a word, if it is `next - 1`.
   * @param {string} word folded; with a slash at its end, the name of a folder from its beginning
   * @param {Uint8Array} found
   * @param {number} next
   */
  search(word, found, next) {
    const isFolder = word.endsWith('/')
    for (const { first, searched, searchedStarts } of this.chunks) {
      let [line, from] = [0, 0]
      while (line < searchedStarts.length - 1) {
        const at = searched.indexOf(word, from)
        if (at < 0) break
        while (searchedStarts[line + 1] <= at) line += 1
        from = at + 1
        if (isFolder && at > searchedStarts[line] && searched[at - 1] !== '/') continue
        if (found[first + line] === next - 1) found[first + line] = next
        line += 1
        from = searchedStarts[line]
      }
    }
  }

  /**
   * @param {string} text
   * @param {Uint32Array} starts
   */
  countFolders(text, starts) {
    let [folder, n] = ['', 0]
    for (let i = 0; i < starts.length - 1; i++) {
      const end = text.lastIndexOf('/', starts[i + 1] - 1)
      const isSame = end - starts[i] === folder.length && text.startsWith(folder, starts[i])
      if (!isSame) {
        this.folders.set(folder, (this.folders.get(folder) ?? 0) + n)
        folder = end < starts[i] ? '' : text.slice(starts[i], end)
        n = 0
      }
      n += 1
    }
    this.folders.set(folder, (this.folders.get(folder) ?? 0) + n)
  }

  /**
   * Return the folders that have the most sounds, with their number; none that has all, or the same as a subfolder.
   * @returns {[folder: string, count: number][]}
   */
  largestFolders() {
    /** @type {Map<string, number>} */
    const totals = new Map()
    /** @type {Map<string, number>} sounds in the largest subfolder */
    const largest = new Map()
    for (const [folder, count] of this.folders) {
      for (let path = folder; path; path = parentOf(path)) totals.set(path, (totals.get(path) ?? 0) + count)
    }
    for (const [folder, count] of totals) {
      largest.set(parentOf(folder), Math.max(count, largest.get(parentOf(folder)) ?? 0))
    }
    return [...totals]
      .filter(([folder, count]) => count < this.count && count > (largest.get(folder) ?? 0))
      .sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1))
      .slice(0, MAX_FOLDERS)
  }
}

/**
 * Return where each line begins, and after the last one.
 * @param {string} text
 */
function startsOf(text) {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  starts.push(text.length + 1)
  return Uint32Array.from(starts)
}

/** @param {string} path */
function parentOf(path) {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}
