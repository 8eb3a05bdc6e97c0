// The files of folders that the user drops or chooses.

// Those that are read, and those that are named as files to convert: latentpad.samples.audio_folder has the same.
const AUDIO = new RegExp(
  '\\.(wav|wave|bwf|rf64|w64|aif|aiff|aifc|caf|flac|ogg|oga|opus|mp3|mp2|au|snd|voc|iff|8svx|svx|avr|paf|xi|' +
    'm4a|aac|wma|wv|ape|tta|dsf|dff|ac3|amr|rx2|rex|rcy|ncw|sd2)$',
  'i',
)
const PASSED_OVER = /^(\..*|__macosx|\$recycle\.bin|recycler|system volume information|lost\+found|@eadir|#recycle)$/i
const TEXTS = /^(samples\.csv|attribution\.txt)$/i // read beside the sounds, in the folder itself

/**
 * @typedef {object} LibraryFile
 * @property {string} path in the folder, with slashes
 * @property {File} file
 */

/**
 * @typedef {object} FolderFiles
 * @property {string} name
 * @property {LibraryFile[]} files those that a library can use, in the order of their paths
 */

/**
 * Return the folders among the things that are dropped. Call it before anything is awaited: afterwards they are gone.
 * @param {DataTransfer} dropped
 */
export function droppedFolders(dropped) {
  const entries = [...dropped.items].map((item) => (item.kind === 'file' ? item.webkitGetAsEntry() : null))
  return entries.filter((entry) => entry !== null).filter(isFolder)
}

/**
 * Return the files in folders that were dropped; several folders become one library.
 * @param {FileSystemDirectoryEntry[]} folders
 * @returns {Promise<FolderFiles>}
 */
export async function filesOfFolders(folders) {
  /** @type {LibraryFile[]} */
  const found = []
  for (const folder of folders) await collect(folder, folders.length > 1 ? `${folder.name}/` : '', found)
  return { name: nameOf(folders.map(({ name }) => name)), files: usable(found) }
}

/**
 * Return the files in a folder that was chosen.
 * @param {Iterable<File>} files
 * @returns {FolderFiles}
 */
export function filesOfInput(files) {
  const all = [...files]
  const names = [...new Set(all.map(({ webkitRelativePath }) => webkitRelativePath.split('/')[0]))]
  const start = names.length === 1 ? names[0].length + 1 : 0
  return {
    name: nameOf(names),
    files: usable(all.map((file) => ({ path: file.webkitRelativePath.slice(start), file }))),
  }
}

/** @param {string[]} names */
function nameOf(names) {
  return names.length > 1 ? `${names[0]} and ${names.length - 1} more` : (names[0] ?? '')
}

/**
 * Return the files that a library can use; hidden ones are left out, as Macs put them beside every file.
 * @param {LibraryFile[]} files
 */
function usable(files) {
  const isUsed = (/** @type {LibraryFile} */ { path }) =>
    (AUDIO.test(path) || TEXTS.test(path)) && !path.split('/').some((part) => PASSED_OVER.test(part))
  return files.filter(isUsed).sort((one, other) => (one.path < other.path ? -1 : 1))
}

/**
 * Add the files of a folder and of those in it.
 * @param {FileSystemDirectoryEntry} folder
 * @param {string} path of the folder, with a slash at its end
 * @param {LibraryFile[]} found
 */
async function collect(folder, path, found) {
  const reader = folder.createReader()
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject)) // 100 at most
    if (!some.length) return
    for (const entry of some) {
      if (isFolder(entry)) await collect(entry, `${path}${entry.name}/`, found)
      else if (AUDIO.test(entry.name) || TEXTS.test(entry.name)) {
        found.push({ path: path + entry.name, file: await fileOf(/** @type {FileSystemFileEntry} */ (entry)) })
      }
    }
  }
}

/**
 * @param {FileSystemEntry} entry
 * @returns {entry is FileSystemDirectoryEntry}
 */
function isFolder(entry) {
  return entry.isDirectory
}

/**
 * @param {FileSystemFileEntry} entry
 * @returns {Promise<File>}
 */
function fileOf(entry) {
  return new Promise((resolve, reject) => entry.file(resolve, reject))
}
